using System.Text;

namespace Hierarchy.Grains;

/// <summary>Checks and forms of texts that come from outside.</summary>
public static class Text
{
    private static bool IsBreak(char c) => c is '\n' or '\r' or '\t';

    /// <summary>Null when the text may be kept.</summary>
    public static Refusal? Fault(string? text, string field, bool required, int max = Limits.TextMax)
    {
        if (text is null || string.IsNullOrWhiteSpace(text))
        {
            return required ? Refusal.Invalid($"{field} must not be empty.", field) : null;
        }
        if (text.Length > max)
        {
            return Refusal.Invalid($"{field} has {text.Length} characters; at most {max} are kept.", field);
        }
        return HasUnstorable(text) ? Refusal.Invalid($"{field} holds a control character or half a character.", field) : null;
    }

    /// <summary>A name or title as it is kept: one line, without characters that nobody sees. The same text when it is so
    /// already.</summary>
    public static string Name(string text) => Kept(text, line: true);

    /// <summary>The same; null when nothing is left of it.</summary>
    public static string? NameOrNull(string? text) => text is null ? null : Name(text) is { Length: > 0 } kept ? kept : null;

    /// <summary>A note or another longer text as it is kept: its lines stay; what turns or hides letters goes.</summary>
    public static string Note(string text) => Kept(text, line: false);

    /// <summary>The same; null when nothing is left of it.</summary>
    public static string? NoteOrNull(string? text) => text is null ? null : Note(text) is { Length: > 0 } kept ? kept : null;

    /// <summary>An id that came from outside, fit for a message.</summary>
    public static string Shown(string id)
    {
        var shown = id.Length <= Limits.IdMax ? id : id[..Limits.IdMax] + "…";
        return HasUnstorable(shown) || IndexOfHidden(shown, line: true) >= 0
            ? string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) || IsFormat(c) ? '?' : c))
            : shown;
    }

    /// <summary>The name of an enum value as the API writes it: NotStarted is NOT_STARTED.</summary>
    public static string Constant<T>(T value) where T : struct, Enum
    {
        var result = new StringBuilder();
        foreach (var c in value.ToString())
        {
            if (char.IsUpper(c) && result.Length > 0)
            {
                result.Append('_');
            }
            result.Append(char.ToUpperInvariant(c));
        }
        return result.ToString();
    }

    private static string Kept(string text, bool line)
    {
        var from = IndexOfHidden(text, line);
        if (from < 0)
        {
            return text;
        }
        var kept = new StringBuilder(text.Length).Append(text, 0, from);
        for (var i = from; i < text.Length; i++)
        {
            if (line && IsBreak(text[i]))
            {
                kept.Append(' ');
            }
            else if (char.IsSurrogate(text[i]) && i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                if (CharUnicodeInfo.GetUnicodeCategory(text, i) != UnicodeCategory.Format)
                {
                    kept.Append(text, i, 2);
                }
                i++;
            }
            else if (!IsFormat(text[i]) && !(line && char.IsControl(text[i])))
            {
                kept.Append(text[i]);
            }
        }
        return kept.ToString().Trim();
    }

    /// <summary>Where the first character stands that is not kept; negative when there is none. Half a character is left to be
    /// refused.</summary>
    private static int IndexOfHidden(string text, bool line)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is >= ' ' and <= '~')
            {
                continue;
            }
            if (char.IsSurrogate(c)
                ? CharUnicodeInfo.GetUnicodeCategory(text, i) == UnicodeCategory.Format
                : IsFormat(c) || (line && char.IsControl(c)))
            {
                return i;
            }
        }
        return -1;
    }

    private static bool IsFormat(char c) => c > '~' && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;

    // PostgreSQL keeps no NUL, and half a surrogate pair is no text.
    private static bool HasUnstorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] is not ('\n' or '\r' or '\t'))
            {
                return true;
            }
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}

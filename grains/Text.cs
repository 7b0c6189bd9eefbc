using System.Text;

namespace Hierarchy.Grains;

/// <summary>Checks and normalises texts from outside.</summary>
public static class Text
{
    private static bool IsBreak(char c) => c is '\n' or '\r' or '\t';

    /// <summary>Null if the text may be stored.</summary>
    public static Refusal? Fault(string? text, string field, bool required, int max = Limits.TextMax)
    {
        if (text is null || string.IsNullOrWhiteSpace(text))
        {
            return required ? Refusal.Invalid($"{field} must not be empty.", field) : null;
        }
        if (text.Length > max)
        {
            return Refusal.Invalid($"{field} has {text.Length} characters; at most {max} are allowed.", field);
        }
        return HasUnstorable(text) ? Refusal.Invalid($"{field} contains a control character or an unpaired surrogate.", field) : null;
    }

    /// <summary>A name or title as it is stored: one line, without invisible characters. Returns the same object if nothing
    /// changes.</summary>
    public static string Name(string text) => Kept(text, line: true);

    /// <summary>The same; null when nothing is left of it.</summary>
    public static string? NameOrNull(string? text) => text is null ? null : Name(text) is { Length: > 0 } kept ? kept : null;

    /// <summary>A note or another longer text as it is stored: keeps its lines, without characters that reverse or hide letters.</summary>
    public static string Note(string text) => Kept(text, line: false);

    /// <summary>The same; null when nothing is left of it.</summary>
    public static string? NoteOrNull(string? text) => text is null ? null : Note(text) is { Length: > 0 } kept ? kept : null;

    /// <summary>An id from outside, made safe for a message.</summary>
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

    /// <summary>Index of the first character that is not kept; negative for none. Half a surrogate pair is left to be refused.</summary>
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

    // PostgreSQL cannot store NUL, and half a surrogate pair is not valid text.
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

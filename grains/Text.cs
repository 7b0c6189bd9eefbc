using System.Text;

namespace Hierarchy.Grains;

/// <summary>Checks and forms of texts that come from outside.</summary>
public static class Text
{
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

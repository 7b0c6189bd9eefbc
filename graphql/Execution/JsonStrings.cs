using System.Buffers.Text;
using System.Text.Unicode;

namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// Whether the strings of a JSON text can be decoded: JSON's grammar allows escapes, and its readers bytes, that are no text.
/// </summary>
internal static class JsonStrings {
    /// <summary>False for bytes that are no UTF-8, and for an escape that is half a surrogate pair. Takes valid JSON; linear.</summary>
    public static bool AreText(ReadOnlySpan<byte> json) {
        if (!Utf8.IsValid(json)) return false;
        for (var next = json.IndexOf((byte)'\\'); next >= 0; next = json.IndexOf((byte)'\\')) {
            json = json[next..];
            var first = Escape(json);
            var isPair = char.IsHighSurrogate(first) && char.IsLowSurrogate(Escape(json[6..]));
            if (char.IsSurrogate(first) && !isPair) return false;
            json = json[Math.Min(isPair ? 12 : 2, json.Length)..];
        }
        return true;
    }

    // The code unit of an escape like \u00E9 at the start, else 0.
    private static char Escape(ReadOnlySpan<byte> json) => json.StartsWith("\\u"u8) && json.Length >= 6 &&
        Utf8Parser.TryParse(json.Slice(2, 4), out ushort unit, out var read, 'x') && read == 4 ? (char)unit : '\0';
}

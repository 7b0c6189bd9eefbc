using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Hierarchy.Api.GraphQL;

/// <summary>
/// Bounds the variables of a request before the library copies them, and refuses what is no text: the library has no bound.
/// </summary>
internal static class InputCheck {
    /// <returns>Why the variables are refused; null when they are not.</returns>
    public static LimitError? FaultOf(JsonElement variables, GraphQLLimits limits) {
        if (variables.ValueKind != JsonValueKind.Object) return null;
        if (!AreText(JsonMarshal.GetRawUtf8Value(variables))) {
            return new LimitError("The variables hold a string that is no Unicode text.", Codes.Invalid);
        }
        foreach (var variable in variables.EnumerateObject()) {
            if (NameFault(variable, limits) is { } name) return name;
            if (FaultOf(variable.Value, 1, limits) is { } fault) return fault;
        }
        return null;
    }

    /// <summary>False for bytes that are no UTF-8, and for an escape that is half a surrogate pair. Takes valid JSON; linear.</summary>
    public static bool AreText(ReadOnlySpan<byte> json) {
        if (!Utf8.IsValid(json)) return false;
        for (var next = json.IndexOf((byte)'\\'); next >= 0; next = json.IndexOf((byte)'\\')) {
            json = json[next..];
            var first = Escape(json);
            var isPair = char.IsHighSurrogate(first) && json.Length >= 12 && char.IsLowSurrogate(Escape(json[6..]));
            if (char.IsSurrogate(first) && !isPair) return false;
            json = json[Math.Min(isPair ? 12 : 2, json.Length)..];
        }
        return true;
    }

    // The code unit of an escape like \u00E9 at the start, else 0.
    private static char Escape(ReadOnlySpan<byte> json) => json.StartsWith("\\u"u8) && json.Length >= 6
        && Utf8Parser.TryParse(json.Slice(2, 4), out ushort unit, out var read, 'x') && read == 4 ? (char)unit : '\0';

    private static LimitError? FaultOf(JsonElement value, int depth, GraphQLLimits limits) {
        if (value.ValueKind == JsonValueKind.String && JsonMarshal.GetRawUtf8Value(value).Length > limits.InputTextBytesMax) {
            return TooLong(limits);
        }
        if (value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)) return null;
        if (depth > limits.InputDepthMax) {
            return new LimitError($"A variable is nested more than {limits.InputDepthMax} levels deep.", Codes.InputDepthLimit);
        }
        if (value.ValueKind == JsonValueKind.Array) {
            return value.GetArrayLength() > limits.InputItemsMax
                ? new LimitError($"A list has more than {limits.InputItemsMax} items.", Codes.InputItemLimit)
                : value.EnumerateArray().Select(item => FaultOf(item, depth + 1, limits)).FirstOrDefault(fault => fault is not null);
        }
        foreach (var member in value.EnumerateObject()) {
            if ((NameFault(member, limits) ?? FaultOf(member.Value, depth + 1, limits)) is { } fault) return fault;
        }
        return null;
    }

    private static LimitError? NameFault(JsonProperty member, GraphQLLimits limits) =>
        JsonMarshal.GetRawUtf8PropertyName(member).Length > limits.InputTextBytesMax ? TooLong(limits) : null;

    private static LimitError TooLong(GraphQLLimits limits) =>
        new($"A text in the variables has more than {limits.InputTextBytesMax} bytes.", Codes.InputTextLimit);
}

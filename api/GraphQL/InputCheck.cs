namespace Hierarchy.Api.GraphQL;

/// <summary>Bounds variables before the library, which has no bounds, copies them, and refuses malformed text.</summary>
internal static class InputCheck {
    /// <returns>Why the variables are refused; null if they are accepted.</returns>
    public static DocumentError? FaultOf(JsonElement variables, GraphQLLimits limits) {
        if (variables.ValueKind != JsonValueKind.Object) return null;
        return AreText(JsonMarshal.GetRawUtf8Value(variables))
            ? FaultOf(variables, 0, limits)
            : new DocumentError("The variables hold a string that is no Unicode text.", Codes.Invalid);
    }

    /// <summary>False for invalid UTF-8 and for an escaped unpaired surrogate. Linear time.</summary>
    public static bool AreText(ReadOnlySpan<byte> json) {
        if (Ascii.IsValid(json) && json.IndexOf("\\u"u8) < 0) return true;
        try {
            var reader = new Utf8JsonReader(json);
            while (reader.Read()) if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
            return true;
        } catch (Exception e) when (e is InvalidOperationException or JsonException) {
            return false;
        }
    }

    private static DocumentError? FaultOf(JsonElement value, int depth, GraphQLLimits limits) {
        if (value.ValueKind == JsonValueKind.String) return TextFault(JsonMarshal.GetRawUtf8Value(value).Length, limits);
        if (value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)) return null;
        if (depth > limits.InputDepthMax)
            return new DocumentError($"A variable is nested more than {limits.InputDepthMax} levels deep.", Codes.InputDepthLimit);
        if (value.ValueKind == JsonValueKind.Array) {
            return value.GetArrayLength() > limits.InputItemsMax
                ? new DocumentError($"A list has more than {limits.InputItemsMax} items.", Codes.InputItemLimit)
                : value.EnumerateArray().Select(item => FaultOf(item, depth + 1, limits)).FirstOrDefault(fault => fault is not null);
        }
        return value.EnumerateObject().Select(member => TextFault(JsonMarshal.GetRawUtf8PropertyName(member).Length, limits)
            ?? FaultOf(member.Value, depth + 1, limits)).FirstOrDefault(fault => fault is not null);
    }

    private static DocumentError? TextFault(int length, GraphQLLimits limits) => length > limits.InputTextBytesMax
        ? new($"A text in the variables has more than {limits.InputTextBytesMax} bytes.", Codes.InputTextLimit) : null;
}

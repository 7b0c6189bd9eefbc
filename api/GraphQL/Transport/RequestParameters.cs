namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>The parameters of a request, from a body, a message or an address. The library's reader takes the last of two that have one
/// name, and half a surrogate pair.</summary>
internal sealed record RequestParameters(ReadOnlyMemory<byte> Query, string? OperationName, JsonElement Variables, JsonElement Extensions) {
    /// <summary>How JSON is read: where a name stands twice, whoever looked at it before may have taken the other one.</summary>
    public static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="Refusal">It is no JSON object, or a parameter is missing, twice or of the wrong type.</exception>
    public static RequestParameters FromJson(ReadOnlySpan<byte> json) {
        var request = Read(json, "The request");
        return request.ValueKind switch {
            JsonValueKind.Object => new(
                Encoding.UTF8.GetBytes(Text("query") ?? throw Wrong("The parameter \"query\" is missing.")), Text("operationName"),
                Map("variables"), Map("extensions")),
            JsonValueKind.Array => throw Wrong("Batches of requests are not supported: send one JSON object for each request."),
            _ => throw Wrong("The request must be a JSON object."),
        };

        string? Text(string name) => Find(name) switch {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            null => null,
            _ => throw Wrong($"The parameter \"{name}\" must be a string."),
        };

        JsonElement Map(string name) => Find(name) is { } map ? MapOf(map, name) : default;

        JsonElement? Find(string name) =>
            request.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <exception cref="Refusal">A parameter is missing, twice or of the wrong type.</exception>
    public static RequestParameters FromAddress(IQueryCollection query) {
        return new(
            query.ContainsKey("query") ? Encoding.UTF8.GetBytes(Text("query")) : throw Wrong("The parameter \"query\" is missing."),
            Text("operationName"), Map("variables"), Map("extensions"));

        string Text(string name) =>
            query[name] is { Count: < 2 } given ? given.ToString() : throw Wrong($"The parameter \"{name}\" is given twice.");

        JsonElement Map(string name) => Text(name) is { Length: > 0 } json
            && Read(Encoding.UTF8.GetBytes(json), $"\"{name}\"") is { ValueKind: not JsonValueKind.Null } map ? MapOf(map, name) : default;
    }

    private static JsonElement MapOf(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object ? value : throw Wrong($"The parameter \"{name}\" must be an object.");

    private static JsonElement Read(ReadOnlySpan<byte> json, string what) {
        try {
            return InputCheck.AreText(json)
                ? JsonElement.Parse(json, Strict)
                : throw new Refusal(Status400BadRequest, $"{what} holds text that is not valid UTF-8, or half a surrogate pair.");
        } catch (JsonException) {
            throw new Refusal(Status400BadRequest, $"{what} is not valid JSON, has a name twice, or nests deeper than 64 levels.");
        }
    }

    private static Refusal Wrong(string what) => new(Status400BadRequest, what);
}

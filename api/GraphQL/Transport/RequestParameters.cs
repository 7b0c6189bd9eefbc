namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>Adds a request's parameters to a call. The library's reader accepts duplicate names and unpaired surrogates.</summary>
internal static class RequestParameters {
    /// <summary>Strict JSON: of a duplicate name, an earlier reader may have used the other value.</summary>
    public static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="RequestRefusal">It is not a JSON object, or a parameter is missing, duplicate or of the wrong type.</exception>
    public static GraphQLCall FromJson(ReadOnlySpan<byte> json, GraphQLCall call) {
        var request = Read(json, "The request");
        return request.ValueKind switch {
            JsonValueKind.Object => call with {
                Query = Encoding.UTF8.GetBytes(Text("query") ?? throw Wrong("The parameter \"query\" is missing.")),
                OperationName = Text("operationName"),
                Variables = Map("variables"),
                Extensions = Map("extensions"),
            },
            JsonValueKind.Array => throw Wrong("Batches of requests are not supported: send one JSON object for each request."),
            _ => throw Wrong("The request must be a JSON object."),
        };

        string? Text(string name) => MemberOf(request, name) switch {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => null,
            _ => throw Wrong($"The parameter \"{name}\" must be a string."),
        };
        JsonElement Map(string name) => MapOf(MemberOf(request, name), name);
    }

    /// <exception cref="RequestRefusal">A parameter is missing, duplicate or of the wrong type.</exception>
    public static GraphQLCall FromAddress(IQueryCollection query, GraphQLCall call) {
        if (!query.ContainsKey("query")) throw Wrong("The parameter \"query\" is missing.");
        return call with {
            Query = Encoding.UTF8.GetBytes(Text("query")),
            OperationName = Text("operationName"),
            Variables = Map("variables"),
            Extensions = Map("extensions"),
        };

        string Text(string name) =>
            query[name] is { Count: < 2 } given ? given.ToString() : throw Wrong($"The parameter \"{name}\" is given twice.");
        JsonElement Map(string name) =>
            Text(name) is { Length: > 0 } json ? MapOf(Read(Encoding.UTF8.GetBytes(json), $"\"{name}\""), name) : default;
    }

    public static JsonElement MemberOf(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    /// <summary>The text of a member; empty if there is none.</summary>
    public static string TextOf(JsonElement value, string name) =>
        MemberOf(value, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static JsonElement MapOf(JsonElement value, string name) => value.ValueKind switch {
        JsonValueKind.Object => value,
        JsonValueKind.Undefined or JsonValueKind.Null => default,
        _ => throw Wrong($"The parameter \"{name}\" must be an object."),
    };

    private static JsonElement Read(ReadOnlySpan<byte> json, string what) {
        try {
            return InputCheck.AreText(json)
                ? JsonElement.Parse(json, Strict)
                : throw Wrong($"{what} holds text that is not valid UTF-8, or half a surrogate pair.");
        } catch (JsonException) {
            throw Wrong($"{what} is not valid JSON, has a name twice, or nests deeper than 64 levels.");
        }
    }

    private static RequestRefusal Wrong(string what) => new(Status400BadRequest, what);
}

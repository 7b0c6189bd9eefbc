using System.Text.Unicode;

namespace Hierarchy.GraphQL.Transport;

/// <summary>A request that is no well-formed GraphQL request.</summary>
internal sealed class BadRequest(int status, string message, bool isParameter = false) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>Whether it is well-formed JSON with a parameter of the wrong type.</summary>
    public bool IsParameter { get; } = isParameter;
}

/// <summary>The parameters of a request. Its memory is pooled: dispose it when the answer is complete.</summary>
internal sealed class RequestParameters : IDisposable
{
    private byte[]? _bytes;
    private JsonDocument? _variables;
    private JsonDocument? _extensions;

    public ReadOnlyMemory<byte> Query { get; private set; }
    public bool HasQuery { get; private set; }
    public string? DocumentId { get; private set; }
    public string? OperationName { get; private set; }
    public JsonElement Variables => _variables?.RootElement ?? default;
    public JsonElement Extensions => _extensions?.RootElement ?? default;

    /// <summary>Reads a JSON text, which is copied first.</summary>
    /// <exception cref="BadRequest">It is no JSON object, or a parameter has the wrong type.</exception>
    public static RequestParameters FromJson(in ReadOnlySequence<byte> json)
    {
        var length = (int)json.Length;
        // The second half takes the query with its escapes resolved, which is never longer.
        var request = new RequestParameters { _bytes = ArrayPool<byte>.Shared.Rent(length * 2) };
        try
        {
            json.CopyTo(request._bytes);
            request.ReadObject(length);
            return request;
        }
        catch (JsonException)
        {
            request.Dispose();
            throw new BadRequest(StatusCodes.Status400BadRequest, "The body is not valid JSON.");
        }
        catch (InvalidOperationException)
        {
            request.Dispose();
            throw new BadRequest(StatusCodes.Status400BadRequest, "The body is not valid UTF-8.");
        }
        catch (BadRequest)
        {
            request.Dispose();
            throw;
        }
    }

    /// <summary>Reads the parameters of a URL.</summary>
    /// <exception cref="BadRequest">Variables or extensions are no JSON object.</exception>
    public static RequestParameters FromQuery(IQueryCollection query)
    {
        var request = new RequestParameters();
        if (query.TryGetValue("query", out var text) && text.Count > 0)
        {
            request.HasQuery = true;
            request.Query = System.Text.Encoding.UTF8.GetBytes(text[0]!);
        }
        if (query.TryGetValue("documentId", out var id) && id.Count > 0)
        {
            request.DocumentId = id[0];
        }
        if (query.TryGetValue("operationName", out var name) && name.Count > 0)
        {
            request.OperationName = name[0];
        }
        request._variables = Json(query, "variables");
        request._extensions = Json(query, "extensions");
        return request;
    }

    public void Dispose()
    {
        _variables?.Dispose();
        _extensions?.Dispose();
        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = null;
        }
    }

    private static JsonDocument? Json(IQueryCollection query, string name)
    {
        if (!query.TryGetValue(name, out var text) || string.IsNullOrEmpty(text[0]))
        {
            return null;
        }
        try
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(text[0]!);
            var document = JsonDocument.Parse(bytes);
            CheckText(bytes);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Null
                ? document
                : throw Wrong(name, "an object");
        }
        catch (JsonException)
        {
            throw new BadRequest(StatusCodes.Status400BadRequest, $"The parameter \"{name}\" is not valid JSON.");
        }
    }

    private static BadRequest Wrong(string name, string expected) =>
        new(StatusCodes.Status400BadRequest, $"The parameter \"{name}\" must be {expected}.", isParameter: true);

    private void ReadObject(int length)
    {
        var reader = new Utf8JsonReader(_bytes.AsSpan(0, length));
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new BadRequest(StatusCodes.Status400BadRequest, reader.TokenType == JsonTokenType.StartArray
                ? "Batches of requests are not supported."
                : "The body must be a JSON object.", isParameter: true);
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadParameter(ref reader, length);
        }
        // Anything behind the object makes this throw.
        reader.Read();
    }

    private void ReadParameter(ref Utf8JsonReader reader, int length)
    {
        if (reader.ValueTextEquals("query"u8))
        {
            reader.Read();
            ReadQuery(ref reader, length);
        }
        else if (reader.ValueTextEquals("operationName"u8))
        {
            OperationName = ReadText(ref reader, "operationName");
        }
        else if (reader.ValueTextEquals("documentId"u8))
        {
            DocumentId = ReadText(ref reader, "documentId");
        }
        else if (reader.ValueTextEquals("variables"u8))
        {
            reader.Read();
            _variables = ReadMap(ref reader, "variables");
        }
        else if (reader.ValueTextEquals("extensions"u8))
        {
            reader.Read();
            _extensions = ReadMap(ref reader, "extensions");
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private static string? ReadText(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? reader.GetString() : throw Wrong(name, "a string");
    }

    private void ReadQuery(ref Utf8JsonReader reader, int length)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }
        if (reader.TokenType != JsonTokenType.String)
        {
            throw Wrong("query", "a string");
        }
        HasQuery = true;
        if (reader.ValueIsEscaped)
        {
            var written = reader.CopyString(_bytes.AsSpan(length));
            Query = _bytes.AsMemory(length, written);
            return;
        }
        Query = _bytes.AsMemory((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        if (!Utf8.IsValid(Query.Span))
        {
            throw new InvalidOperationException();
        }
    }

    private JsonDocument? ReadMap(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Wrong(name, "an object");
        }
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var end = (int)reader.BytesConsumed;
        CheckText(_bytes.AsSpan(start, end - start));
        return end - start <= 2 ? null : JsonDocument.Parse(_bytes.AsMemory(start, end - start));
    }

    private static void CheckText(ReadOnlySpan<byte> json)
    {
        if (!JsonStrings.AreText(json))
        {
            throw new BadRequest(StatusCodes.Status400BadRequest, "The body is not valid UTF-8.");
        }
    }
}

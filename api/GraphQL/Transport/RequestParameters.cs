using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>The parameters of a request. Its memory is pooled: dispose it when the answer is complete.</summary>
internal sealed class RequestParameters : IDisposable {
    /// <summary>How JSON is read: where a name stands twice, whoever looked at it before may have taken the other one.</summary>
    public static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private const string NotText = "The request holds text that is not valid UTF-8, or half a surrogate pair.";
    private static readonly string[] s_names = ["query", "variables", "operationName", "extensions"];

    private byte[]? _bytes;
    private JsonDocument? _variables;
    private JsonDocument? _extensions;

    public ReadOnlyMemory<byte> Query { get; private set; }
    public bool HasQuery { get; private set; }
    public string? OperationName { get; private set; }
    public JsonElement Variables => _variables?.RootElement ?? default;
    public JsonElement Extensions => _extensions?.RootElement ?? default;

    /// <summary>Reads a JSON text, which is copied first.</summary>
    /// <exception cref="Refusal">It is no JSON object, or a parameter is missing, twice or of the wrong type.</exception>
    public static RequestParameters FromJson(in ReadOnlySequence<byte> json) {
        var length = (int)json.Length;
        // The second half takes the query with its escapes resolved, which is never longer.
        var request = new RequestParameters { _bytes = ArrayPool<byte>.Shared.Rent(length * 2) };
        try {
            json.CopyTo(request._bytes);
            request.ReadObject(length);
            return request.Complete();
        } catch (Exception e) when (e is JsonException or InvalidOperationException or Refusal) {
            request.Dispose();
            if (e is Refusal) throw;
            var message = e is InvalidOperationException ? NotText : "The request is not valid JSON, or nests deeper than 64 levels.";
            throw new Refusal(Status400BadRequest, message);
        }
    }

    /// <summary>Reads the parameters of a URL.</summary>
    /// <exception cref="Refusal">A parameter is missing, twice or of the wrong type.</exception>
    public static RequestParameters FromQuery(IQueryCollection query) {
        string[] texts =
            [.. s_names.Select(name => query[name] is { Count: < 2 } given ? given.ToString() : throw Wrong(name, "is given twice"))];
        return new RequestParameters {
            HasQuery = query.ContainsKey("query"),
            Query = Encoding.UTF8.GetBytes(texts[0]),
            _variables = ReadMap(Encoding.UTF8.GetBytes(texts[1]), "variables"),
            OperationName = texts[2],
            _extensions = ReadMap(Encoding.UTF8.GetBytes(texts[3]), "extensions"),
        }.Complete();
    }

    public void Dispose() {
        _variables?.Dispose();
        _extensions?.Dispose();
        if (_bytes is not null) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = null;
    }

    private RequestParameters Complete() => HasQuery ? this : throw Wrong("query", "is missing");

    private static Refusal Wrong(string what) => new(Status400BadRequest, what) { IsParameter = true };

    private static Refusal Wrong(string name, string fault) => Wrong($"The parameter \"{name}\" {fault}.");

    private void ReadObject(int length) {
        var reader = new Utf8JsonReader(_bytes.AsSpan(0, length));
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) {
            throw Wrong(reader.TokenType == JsonTokenType.StartArray
                ? "Batches of requests are not supported: send one JSON object for each request."
                : "The request must be a JSON object.");
        }
        var seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) {
            var index = 0;
            while (index < s_names.Length && !reader.ValueTextEquals(s_names[index])) index++;
            reader.Read();
            if (index == s_names.Length) {
                reader.Skip();
                continue;
            }
            if ((seen & (1 << index)) != 0) throw Wrong(s_names[index], "is given twice");
            seen |= 1 << index;
            ReadParameter(ref reader, index, length);
        }
        // Anything behind the object makes this throw.
        reader.Read();
    }

    private void ReadParameter(ref Utf8JsonReader reader, int index, int length) {
        var name = s_names[index];
        var isMap = name is "variables" or "extensions";
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType != (isMap ? JsonTokenType.StartObject : JsonTokenType.String))
            throw Wrong(name, isMap ? "must be an object" : "must be a string");
        if (isMap) {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var map = ReadMap(_bytes.AsMemory(start, (int)reader.BytesConsumed - start), name);
            if (name == "variables") _variables = map;
            else _extensions = map;
        } else if (name == "operationName") OperationName = reader.GetString();
        else ReadQuery(in reader, length);
    }

    private void ReadQuery(in Utf8JsonReader reader, int length) {
        HasQuery = true;
        Query = reader.ValueIsEscaped
            ? _bytes.AsMemory(length, reader.CopyString(_bytes.AsSpan(length)))
            : _bytes.AsMemory((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        if (!reader.ValueIsEscaped && !Utf8.IsValid(Query.Span)) throw new Refusal(Status400BadRequest, NotText);
    }

    private static JsonDocument? ReadMap(ReadOnlyMemory<byte> json, string name) {
        if (json.IsEmpty || json.Span.SequenceEqual("{}"u8)) return null;
        if (!InputCheck.AreText(json.Span)) throw new Refusal(Status400BadRequest, NotText);

        try {
            var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Null
                ? document : throw Wrong(name, "must be an object");
        } catch (JsonException) {
            throw new Refusal(Status400BadRequest, $"\"{name}\" is not valid JSON, has a member twice, or nests deeper than 64 levels.");
        }
    }
}

namespace Hierarchy.GraphQL.Execution;

/// <summary>The errors of one execution as JSON, in the order in which they arose (specification 7.1.2).</summary>
internal sealed class ErrorList : IDisposable
{
    private JsonBuffer? _json;
    private bool _isFull;

    /// <summary>Errors after this many are dropped, and the last one says so.</summary>
    public int CountMax { get; set; } = 100;

    public int Count { get; private set; }

    /// <summary>The code of the first error; <c>_OTHER</c> when that has none.</summary>
    public string? FirstCode { get; private set; }

    /// <summary>The errors separated by commas, without the brackets.</summary>
    public ReadOnlyMemory<byte> Written => _json?.Written ?? default;

    public void Add(string message, string? code, IReadOnlyList<object>? input, string? id, SourceText? source, FieldNode[] nodes,
        SyntaxNode? at, object[]? path)
    {
        if (source is not null)
        {
            GraphQLTelemetry.FieldFailed(code);
        }
        if (BeginError(code) is not { } json)
        {
            return;
        }
        ErrorJson.WriteMessage(json, message);
        if (source is not null && (nodes.Length > 0 || at is not null))
        {
            json.WriteRaw(",\"locations\":["u8);
            for (var i = 0; i < (at is null ? nodes.Length : 1); i++)
            {
                ErrorJson.WriteLocation(json, i == 0, source.Locate((at ?? nodes[i]).Start));
            }
            json.WriteRaw((byte)']');
        }
        if (path is not null)
        {
            json.WriteRaw(",\"path\":"u8);
            ErrorJson.WritePath(json, path);
        }
        ErrorJson.WriteExtensions(json, code, input, id);
        json.WriteRaw((byte)'}');
    }

    public void Add(GraphQLError error)
    {
        if (BeginError(error.Code) is { } json)
        {
            ErrorJson.Write(json, error);
        }
    }

    public void Clear()
    {
        _json?.Clear();
        (Count, FirstCode, _isFull) = (0, null, false);
    }

    public void Dispose() => _json?.Dispose();

    private JsonBuffer? BeginError(string? code)
    {
        if (_isFull)
        {
            return null;
        }
        _json ??= new JsonBuffer();
        FirstCode ??= code ?? "_OTHER";
        if (Count++ > 0)
        {
            _json.WriteRaw((byte)',');
        }
        if (Count <= CountMax)
        {
            return _json;
        }
        _isFull = true;
        ErrorJson.WriteMessage(_json, $"More than {CountMax} errors; the others are left out.");
        ErrorJson.WriteExtensions(_json, ExecutionCodes.Limit, null, null);
        _json.WriteRaw((byte)'}');
        return null;
    }
}

/// <summary>The parts of an error's JSON.</summary>
internal static class ErrorJson
{
    public static void Write(JsonBuffer json, GraphQLError error)
    {
        WriteMessage(json, error.Message);
        if (!error.Locations.IsDefaultOrEmpty)
        {
            json.WriteRaw(",\"locations\":["u8);
            for (var i = 0; i < error.Locations.Length; i++)
            {
                WriteLocation(json, i == 0, error.Locations[i]);
            }
            json.WriteRaw((byte)']');
        }
        if (error.Path is { } path)
        {
            json.WriteRaw(",\"path\":"u8);
            WritePath(json, path);
        }
        WriteExtensions(json, error.Code, null, null);
        json.WriteRaw((byte)'}');
    }

    /// <summary>Opens the error's object.</summary>
    public static void WriteMessage(JsonBuffer json, string message)
    {
        json.WriteRaw("{\"message\":"u8);
        json.WriteString(message);
    }

    public static void WriteLocation(JsonBuffer json, bool isFirst, SourceLocation location)
    {
        json.WriteRaw(isFirst ? "{\"line\":"u8 : ",{\"line\":"u8);
        json.WriteNumber(location.Line);
        json.WriteRaw(",\"column\":"u8);
        json.WriteNumber(location.Column);
        json.WriteRaw((byte)'}');
    }

    public static void WritePath(JsonBuffer json, IReadOnlyList<object> path)
    {
        json.WriteRaw((byte)'[');
        for (var i = 0; i < path.Count; i++)
        {
            if (i > 0)
            {
                json.WriteRaw((byte)',');
            }
            if (path[i] is int index)
            {
                json.WriteNumber(index);
            }
            else
            {
                json.WriteString(path[i].ToString());
            }
        }
        json.WriteRaw((byte)']');
    }

    public static void WriteExtensions(JsonBuffer json, string? code, IReadOnlyList<object>? input, string? id)
    {
        if (code is null && input is null && id is null)
        {
            return;
        }
        json.WriteRaw(",\"extensions\":{"u8);
        var separator = false;
        if (code is not null)
        {
            json.WriteRaw("\"code\":"u8);
            json.WriteString(code);
            separator = true;
        }
        if (input is not null)
        {
            json.WriteRaw(separator ? ",\"input\":"u8 : "\"input\":"u8);
            WritePath(json, input);
            separator = true;
        }
        if (id is not null)
        {
            json.WriteRaw(separator ? ",\"id\":"u8 : "\"id\":"u8);
            json.WriteString(id);
        }
        json.WriteRaw((byte)'}');
    }
}

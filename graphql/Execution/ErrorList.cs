namespace Hierarchy.GraphQL.Execution;

/// <summary>The errors of one execution as JSON, in the order in which they arose (specification 7.1.2).</summary>
internal sealed class ErrorList : IDisposable
{
    private JsonBuffer? _json;

    /// <summary>Errors after this many are dropped, and the last one says so.</summary>
    public int CountMax { get; set; } = 100;
    public int Count { get; private set; }
    public bool IsFull => Count > CountMax;

    /// <summary>The code of the first error; <c>_OTHER</c> when that has none.</summary>
    public string? FirstCode { get; private set; }

    /// <summary>The errors separated by commas, without the brackets.</summary>
    public ReadOnlySpan<byte> Written => _json is null ? default : _json.Written.Span;

    /// <param name="input">Way to the refused input, if any.</param>
    /// <param name="id">Where the log has more, if it has.</param>
    public void Add(GraphQLError error, IReadOnlyList<object>? input = null, string? id = null)
    {
        if (IsFull) return;
        FirstCode ??= error.Code ?? GraphQLTelemetry.Other;
        _json ??= new JsonBuffer();
        if (Count++ > 0) _json.WriteRaw((byte)',');
        if (IsFull) Write(_json, new($"More than {CountMax} errors; the others are left out.") { Code = ExecutionCodes.Limit }, null, null);
        else Write(_json, error, input, id);
    }

    public void Clear()
    {
        _json?.Clear();
        (Count, FirstCode) = (0, null);
    }

    public void Dispose() => _json?.Dispose();

    private static void Write(JsonBuffer json, GraphQLError error, IReadOnlyList<object>? input, string? id)
    {
        json.WriteRaw("{\"message\":"u8);
        json.WriteString(error.Message);
        var head = ",\"locations\":["u8;
        foreach (var at in error.Locations)
        {
            json.WriteRaw(head);
            json.WriteRaw("{\"line\":"u8);
            json.WriteNumber(at.Line);
            json.WriteRaw(",\"column\":"u8);
            json.WriteNumber(at.Column);
            json.WriteRaw((byte)'}');
            head = ","u8;
        }
        if (!error.Locations.IsEmpty) json.WriteRaw((byte)']');
        if (error.Path is { } path) WritePath(json, ",\"path\":"u8, path);
        if ((error.Code ?? id ?? (object?)input) is not null) WriteExtensions(json, error.Code, input, id);
        json.WriteRaw((byte)'}');
    }

    private static void WriteExtensions(JsonBuffer json, string? code, IReadOnlyList<object>? input, string? id)
    {
        json.WriteRaw(",\"extensions\":{"u8);
        if (code is not null)
        {
            json.WriteRaw("\"code\":"u8);
            json.WriteString(code);
        }
        if (input is not null) WritePath(json, code is null ? "\"input\":"u8 : ",\"input\":"u8, input);
        if (id is not null)
        {
            json.WriteRaw(code is null && input is null ? "\"id\":"u8 : ",\"id\":"u8);
            json.WriteString(id);
        }
        json.WriteRaw((byte)'}');
    }

    private static void WritePath(JsonBuffer json, ReadOnlySpan<byte> name, IReadOnlyList<object> path)
    {
        json.WriteRaw(name);
        json.WriteRaw((byte)'[');
        for (var i = 0; i < path.Count; i++)
        {
            if (i > 0) json.WriteRaw((byte)',');
            if (path[i] is int index) json.WriteNumber(index);
            else json.WriteString(path[i].ToString());
        }
        json.WriteRaw((byte)']');
    }
}

using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace Hierarchy.GraphQL.Execution;

/// <summary>The errors of one execution as JSON, in the order in which they arose (specification 7.1.2).</summary>
internal sealed class ErrorList {
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ArrayBufferWriter<byte> _json = new();

    /// <summary>Errors after this many are dropped, and the last one says so.</summary>
    public required int CountMax { get; init; }
    public int Count { get; private set; }
    public bool IsFull => Count > CountMax;

    /// <summary>The code of the first error; <c>_OTHER</c> when that has none.</summary>
    public string? FirstCode { get; private set; }

    /// <summary>The errors separated by commas, without the brackets.</summary>
    public ReadOnlySpan<byte> Written => _json.WrittenSpan;

    /// <param name="input">Way to the refused input, if any.</param>
    /// <param name="id">Where the log has more, if it has.</param>
    public void Add(GraphQLError error, IReadOnlyList<object>? input = null, string? id = null) {
        if (IsFull) return;
        FirstCode ??= error.Code ?? GraphQLTelemetry.Other;
        if (Count++ > 0) _json.Write(","u8);
        if (IsFull) error = new($"More than {CountMax} errors; the others are left out.") { Code = ExecutionCodes.AnswerErrorLimit };
        if (IsFull) (input, id) = (null, null);
        _json.Write(JsonSerializer.SerializeToUtf8Bytes(new {
            error.Message,
            Locations = error.Locations.IsEmpty ? null : error.Locations.ToArray(),
            error.Path,
            Extensions = (error.Code ?? id ?? (object?)input) is null ? null : new { error.Code, Input = input, Id = id },
        }, s_json));
    }

    public void Clear() {
        (Count, FirstCode) = (0, null);
        _json.ResetWrittenCount();
    }
}

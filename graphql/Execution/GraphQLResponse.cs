namespace Hierarchy.GraphQL.Execution;

/// <summary>How far a request came; transports choose their status by it.</summary>
public enum ResponseKind {
    /// <summary>It was executed; <c>data</c> is present, though perhaps null or with errors.</summary>
    Executed,

    /// <summary>The document is no GraphQL.</summary>
    SyntaxError,

    /// <summary>The document is not valid for this schema.</summary>
    ValidationError,

    /// <summary>No operation was chosen, or the variables do not fit it.</summary>
    RequestError,

    /// <summary>The transport does not allow this kind of operation.</summary>
    OperationRefused,

    /// <summary>The execution was given up: too slow, too large, or nobody waits for it.</summary>
    Aborted,
}

/// <summary>
/// An answer (specification 7.1) as UTF-8, in pooled memory. Dispose it as soon as it is written; after that it is another request's.
/// </summary>
public sealed class GraphQLResponse : IDisposable {
    private readonly GraphQLEngine _engine;
    private byte[]? _withErrors;
    private bool _isReturned;

    internal GraphQLResponse(GraphQLEngine engine) => (_engine, Executor) = (engine, new(engine));

    /// <summary>How far the request came.</summary>
    public ResponseKind Kind { get; internal set; }

    /// <summary>Whether the answer has errors.</summary>
    public bool HasErrors => Executor.Errors.Count > 0;

    /// <summary>The whole answer, errors first; valid until it is disposed.</summary>
    public ReadOnlyMemory<byte> Bytes => !HasErrors ? Executor.Out.Written : _withErrors ??= Kind == ResponseKind.Executed
        ? [.. "{\"errors\":["u8, .. Executor.Errors.Written, .. "],"u8, .. Executor.Out.Written.Span[1..]]
        : [.. "{\"errors\":["u8, .. Executor.Errors.Written, .. "]}"u8];

    internal Executor Executor { get; }

    /// <summary>The answer in an array of its own.</summary>
    public byte[] ToArray() => Bytes.ToArray();

    /// <summary>Appends the errors alone, as a JSON list.</summary>
    public void WriteErrorsTo(IBufferWriter<byte> output) {
        output.Write("["u8);
        output.Write(Executor.Errors.Written);
        output.Write("]"u8);
    }

    /// <summary>The answer as text, for tests and logs.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>Gives the memory back.</summary>
    public void Dispose() {
        if (_isReturned) return;
        _isReturned = true;
        _engine.Return(this);
    }

    internal void Reuse() => (Kind, _withErrors, _isReturned) = (ResponseKind.Executed, null, false);
}

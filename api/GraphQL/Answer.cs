namespace Hierarchy.Api.GraphQL;

/// <summary>How far a request came. Transports choose their status by it; the library's result does not tell.</summary>
public enum AnswerKind {
    /// <summary>It was executed; <c>data</c> is present, though perhaps null or with errors.</summary>
    Executed,
    SyntaxError,
    ValidationError,
    /// <summary>No operation was chosen, or the variables do not fit it.</summary>
    RequestError,
    /// <summary>The transport does not allow this kind of operation.</summary>
    OperationRefused,
    /// <summary>The execution was given up: too slow, or too large.</summary>
    Aborted,
}

/// <summary>An answer (specification 7.1) as UTF-8, errors first.</summary>
internal sealed record Answer(AnswerKind Kind, ReadOnlyMemory<byte> Bytes, IReadOnlyList<ExecutionError> Errors);

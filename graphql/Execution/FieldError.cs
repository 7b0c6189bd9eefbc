namespace Hierarchy.GraphQL.Execution;

/// <summary>An expected failure of a field or an input: its message and code reach the caller (specification 7.1.2).</summary>
/// <remarks>
/// Anything else that a resolver throws is masked as "Internal error", code <c>INTERNAL</c>. Throwing costs microseconds; where a refusal
/// is frequent return a <see cref="FieldResult{T}"/> instead.
/// </remarks>
public sealed class FieldError : Exception {
    /// <summary>A failure with a code, and where it concerns an input the way to it.</summary>
    /// <param name="message">For the developer of the client, complete in itself.</param>
    /// <param name="code">Goes to <c>extensions.code</c>; null leaves it out.</param>
    /// <param name="input">Names and indexes from the argument down to the refused value; goes to <c>extensions.input</c>. Null when
    /// none.</param>
    public FieldError(string message, string? code = null, IReadOnlyList<object>? input = null) : base(message) =>
        (Code, Input) = (code, input);

    /// <summary>Machine-readable reason, or null.</summary>
    public string? Code { get; }

    /// <summary>Way to the refused input value (string = field or argument, int = list index), or null.</summary>
    public IReadOnlyList<object>? Input { get; }

    /// <summary>The literal at fault, where the engine itself refused an argument; else the field is meant.</summary>
    internal SyntaxNode? At { get; init; }

    /// <summary>Where the log has more, in the masked form of an unexpected failure.</summary>
    internal string? Id { get; init; }
}

/// <summary>A field's value, or the refusal that takes its place, without the cost of an exception.</summary>
/// <typeparam name="T">What the field would resolve to.</typeparam>
public readonly struct FieldResult<T> {
    private FieldResult(T value, FieldError? refusal) => (Value, Refusal) = (value, refusal);

    /// <summary>The value; meaningless when <see cref="Refusal"/> is set.</summary>
    public T Value { get; }

    /// <summary>Why there is no value, or null when there is one.</summary>
    public FieldError? Refusal { get; }

    /// <summary>A value.</summary>
    public static implicit operator FieldResult<T>(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    public static implicit operator FieldResult<T>(FieldError refusal) => new(default!, refusal);
}

/// <summary>
/// Codes that execution and the transports put into <c>extensions.code</c>, beside those of <see cref="ErrorCodes"/>.
/// </summary>
public static class ExecutionCodes {
    /// <summary>The request is not a well-formed GraphQL request, or its operation name does not fit the document.</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>
    /// A value is none of its type, whether it stands in a variable or in the document (specification 5.6.1, 6.1.2, 6.4.1). The code that
    /// resolvers give to input which breaks a rule of theirs: to whoever sent it both are the same mistake.
    /// </summary>
    public const string Invalid = "INVALID";

    /// <summary>The document breaks a validation rule (specification 5).</summary>
    public const string Validation = "VALIDATION";

    /// <summary>A bound of a resolver or source was exceeded; the message names it.</summary>
    public const string Limit = "LIMIT_EXCEEDED";

    /// <summary>The request has more bytes than allowed.</summary>
    public const string BodyLimit = "LIMIT_BODY";

    /// <summary>The document has more bytes than allowed.</summary>
    public const string QueryLimit = "LIMIT_QUERY";

    /// <summary>The operation has more distinct selections than allowed.</summary>
    public const string PlanLimit = "LIMIT_PLAN";

    /// <summary>More operations are under way on one connection than allowed.</summary>
    public const string OperationLimit = "LIMIT_OPERATIONS";

    /// <summary>The server holds more connections than allowed; nothing was done, so a retry is safe.</summary>
    public const string ConnectionLimit = "LIMIT_CONNECTIONS";

    /// <summary>The caller holds more connections than allowed.</summary>
    public const string CallerConnectionLimit = "LIMIT_CONNECTIONS_PER_CALLER";

    /// <summary>The body took longer to arrive than allowed; nothing was done.</summary>
    public const string BodyTimeLimit = "LIMIT_BODY_TIME";

    /// <summary>The answer has more errors than are told.</summary>
    public const string AnswerErrorLimit = "LIMIT_ANSWER_ERRORS";

    /// <summary>The server has too much work; nothing was done, so a retry is safe.</summary>
    public const string Overloaded = "OVERLOADED";

    /// <summary>The time limit ended the execution; a mutation may have taken effect.</summary>
    public const string Timeout = "TIMEOUT";

    /// <summary>No trusted document has the id.</summary>
    public const string DocumentUnknown = "DOCUMENT_UNKNOWN";

    /// <summary>The server executes trusted documents alone, and the request names none.</summary>
    public const string DocumentNotTrusted = "DOCUMENT_NOT_TRUSTED";

    /// <summary>An unexpected failure; the log has its details under <c>extensions.id</c>.</summary>
    public const string Internal = "INTERNAL";

    /// <summary>The answer would be longer than the limit.</summary>
    public const string ResponseTooLarge = "RESPONSE_TOO_LARGE";
}

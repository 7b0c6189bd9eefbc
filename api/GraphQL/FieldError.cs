namespace Hierarchy.Api.GraphQL;

/// <summary>An expected failure of a field or an input: callers see it, all else is masked. The library's has no way to an input.</summary>
internal sealed class FieldError : ExecutionError {
    /// <param name="input">Names and indexes from the argument down to the refused value; goes to <c>extensions.input</c>.</param>
    public FieldError(string message, string? code = null, IReadOnlyList<object>? input = null) : base(message) =>
        (Code, Input) = (code, input);
    public IReadOnlyList<object>? Input { get; }
    /// <summary>The id of the log entry, for the masked form of an unexpected failure.</summary>
    public string? Id { get; init; }
    /// <summary>A constant more specific than the code, and a number; both go to <c>extensions</c>.</summary>
    public string? Reason { get; init; }
    public int? Count { get; init; }
    /// <summary>The same failure of another field: the library writes path and place into the error itself.</summary>
    public FieldError Copy() => new(Message, Code, Input) { Id = Id, Reason = Reason, Count = Count };
    /// <summary>The same failure, of a value that is part of a larger one.</summary>
    public FieldError Within(params IEnumerable<object> place) => new(Message, Code, [.. place, .. Input ?? []]) { Id = Id, Reason = Reason, Count = Count };
}

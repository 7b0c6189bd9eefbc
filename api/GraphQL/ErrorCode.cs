namespace Hierarchy.Api.GraphQL;

/// <summary>
/// The code of an error as clients know it. The library has one for each of its exceptions, which clients would have to follow.
/// </summary>
internal static class ErrorCode {
    public static string? Of(ExecutionError error) => error switch {
        FieldError or LimitError or SyntaxFault => error.Code,
        InvalidVariableError or ArgumentsOfCorrectTypeError or DefaultValuesOfCorrectTypeError or InvalidLiteralError or InvalidValueError
            => Codes.Invalid,
        ValidationError => Codes.Validation,
        _ => Codes.Internal,
    };
}

namespace Hierarchy.Api.GraphQL;

/// <summary>Values of <c>extensions.code</c>, besides the domain's. The library's codes change with its versions.</summary>
internal static class Codes {
    public const string Syntax = "SYNTAX", Validation = "VALIDATION";
    /// <summary>The request is not a well-formed GraphQL request, or its operation name does not fit the document.</summary>
    public const string BadRequest = "BAD_REQUEST";
    /// <summary>A value does not match its type, in a variable or in the document, or breaks a resolver's rule.</summary>
    public const string Invalid = "INVALID";
    /// <summary>A bound of a resolver or source was exceeded; the message names it.</summary>
    public const string Limit = "LIMIT_EXCEEDED";
    /// <summary>The server has too much work; nothing was done, so a retry is safe.</summary>
    public const string Overloaded = "OVERLOADED";
    /// <summary>The time limit ended the execution; a mutation may have taken effect.</summary>
    public const string Timeout = "TIMEOUT";
    /// <summary>An unexpected failure; the log has its details under <c>extensions.id</c>.</summary>
    public const string Internal = "INTERNAL";
    // One for each bound; see the README's table.
    public const string AnswerTooLarge = "RESPONSE_TOO_LARGE";
    public const string BodyLimit = "LIMIT_BODY", BodyTimeLimit = "LIMIT_BODY_TIME", QueryLimit = "LIMIT_QUERY";
    public const string ConnectionLimit = "LIMIT_CONNECTIONS", CallerConnectionLimit = "LIMIT_CONNECTIONS_PER_CALLER";
    public const string OperationLimit = "LIMIT_OPERATIONS", TokenLimit = "LIMIT_TOKENS", NestingLimit = "LIMIT_NESTING";
    public const string DocumentOperationLimit = "LIMIT_DOCUMENT_OPERATIONS", RootFieldLimit = "LIMIT_ROOT_FIELDS";
    public const string FragmentLimit = "LIMIT_FRAGMENTS", VariableLimit = "LIMIT_VARIABLES";
    public const string DirectivesPerPlaceLimit = "LIMIT_DIRECTIVES_PER_PLACE", DirectiveLimit = "LIMIT_DIRECTIVES";
    public const string AliasesPerFieldLimit = "LIMIT_ALIASES_PER_FIELD", AliasLimit = "LIMIT_ALIASES";
    public const string DepthLimit = "LIMIT_DEPTH", BreadthLimit = "LIMIT_BREADTH", CostLimit = "LIMIT_COST";
    public const string IntrospectionDepthLimit = "LIMIT_INTROSPECTION_DEPTH", IntrospectionListLimit = "LIMIT_INTROSPECTION_LISTS";
    public const string ErrorLimit = "LIMIT_ERRORS", MergeLimit = "LIMIT_MERGE", AnswerErrorLimit = "LIMIT_ANSWER_ERRORS";
    public const string InputDepthLimit = "LIMIT_INPUT_DEPTH", InputItemLimit = "LIMIT_INPUT_ITEMS", InputTextLimit = "LIMIT_INPUT_TEXT";
    /// <summary>The code of an error, as sent to clients.</summary>
    public static string? Of(ExecutionError error) => error switch {
        FieldError or DocumentError => error.Code,
        InvalidVariableError or ArgumentsOfCorrectTypeError or DefaultValuesOfCorrectTypeError or InvalidLiteralError or InvalidValueError
            => Invalid,
        ValidationError => Validation,
        _ => Internal,
    };
}

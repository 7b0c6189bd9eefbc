namespace Hierarchy.GraphQL.Language;

/// <summary>One entry of a response's <c>errors</c> (specification section 7.1.2). Immutable; safe to cache and to share.</summary>
/// <param name="Message">What is wrong, for the developer who sent the request.</param>
public sealed record GraphQLError(string Message) {
    /// <summary>Where in the document; empty when no place is known.</summary>
    public ImmutableArray<SourceLocation> Locations { get; init; } = [];

    /// <summary>The response path: <see cref="string"/> keys and <see cref="int"/> indexes. Null before execution.</summary>
    public ImmutableArray<object>? Path { get; init; }

    /// <summary>Value of <c>extensions.code</c>, one of <see cref="ErrorCodes"/> or the application's own; null for none.</summary>
    public string? Code { get; init; }

    /// <summary>
    /// The validation rule that reported it, such as <c>KnownTypeNamesRule</c>; null outside validation. Not sent to clients.
    /// </summary>
    public string? Rule { get; init; }
}

/// <summary>Values of <c>extensions.code</c> that the engine itself uses.</summary>
public static class ErrorCodes {
    /// <summary>The text is not a GraphQL document.</summary>
    public const string Syntax = "SYNTAX";

    /// <summary>More lexical tokens than the parser accepts.</summary>
    public const string TokenLimit = "LIMIT_TOKENS";

    /// <summary>Selections, values or types nested deeper than the parser accepts.</summary>
    public const string NestingLimit = "LIMIT_NESTING";

    /// <summary>More validation errors than are reported.</summary>
    public const string ErrorLimit = "LIMIT_ERRORS";

    /// <summary>Fields that are too many to compare for conflicts.</summary>
    public const string MergeLimit = "LIMIT_MERGE";

    /// <summary>Introspection that nests lists deeper than allowed.</summary>
    public const string IntrospectionListLimit = "LIMIT_INTROSPECTION_LISTS";

    /// <summary>Introspection that nests fields deeper than allowed, fragments included.</summary>
    public const string IntrospectionDepthLimit = "LIMIT_INTROSPECTION_DEPTH";

    /// <summary>Introspection where it is not allowed.</summary>
    public const string IntrospectionDisabled = "INTROSPECTION_DISABLED";

    /// <summary>More directives at one place than allowed.</summary>
    public const string DirectivesPerPlaceLimit = "LIMIT_DIRECTIVES_PER_PLACE";

    /// <summary>More directives in all than allowed.</summary>
    public const string DirectiveLimit = "LIMIT_DIRECTIVES";

    /// <summary>More aliases of fields of one name than allowed.</summary>
    public const string AliasesPerFieldLimit = "LIMIT_ALIASES_PER_FIELD";

    /// <summary>More aliases in all than allowed.</summary>
    public const string AliasLimit = "LIMIT_ALIASES";

    /// <summary>Fields nested deeper than allowed, fragments included; introspection counts apart.</summary>
    public const string DepthLimit = "LIMIT_DEPTH";

    /// <summary>More fields in one selection than allowed, fragments included.</summary>
    public const string BreadthLimit = "LIMIT_BREADTH";

    /// <summary>More root fields in one mutation than allowed.</summary>
    public const string RootFieldLimit = "LIMIT_ROOT_FIELDS";

    /// <summary>A higher cost than allowed.</summary>
    public const string CostLimit = "LIMIT_COST";

    /// <summary>More operations in one document than the parser accepts.</summary>
    public const string OperationLimit = "LIMIT_DOCUMENT_OPERATIONS";

    /// <summary>More fragments in one document than the parser accepts.</summary>
    public const string FragmentLimit = "LIMIT_FRAGMENTS";

    /// <summary>More variables in one document than the parser accepts.</summary>
    public const string VariableLimit = "LIMIT_VARIABLES";

    /// <summary>A value of a variable or an argument that nests lists and objects deeper than allowed.</summary>
    public const string InputDepthLimit = "LIMIT_INPUT_DEPTH";

    /// <summary>More items in one list of a variable or an argument than allowed.</summary>
    public const string InputItemLimit = "LIMIT_INPUT_ITEMS";

    /// <summary>A string in a variable, or the name of a field of one, with more bytes than allowed.</summary>
    public const string InputTextLimit = "LIMIT_INPUT_TEXT";
}

/// <summary>A text that cannot be parsed. Repeating the call cannot help.</summary>
public sealed class GraphQLSyntaxError : Exception {
    /// <summary>Reports a fault at a byte offset of the source.</summary>
    public GraphQLSyntaxError(SourceText source, int offset, string description, string code = ErrorCodes.Syntax)
        : base("Syntax Error: " + description) => Error = new(Message) { Locations = [source.Locate(offset)], Code = code };

    /// <summary>The fault as a response would carry it; always with exactly one location.</summary>
    public GraphQLError Error { get; }
}

namespace Hierarchy.GraphQL.Language;

/// <summary>
/// What the parser accepts. Each bound is checked while reading, so memory stays in proportion to the bounds, not to the text.
/// </summary>
public record ParserOptions {
    /// <summary>For documents of clients: the limits of a public endpoint.</summary>
    public static ParserOptions Default { get; } = new();

    /// <summary>For schemas and other texts of our own: no limit but nesting.</summary>
    public static ParserOptions Trusted { get; } =
        new() { TokensMax = int.MaxValue, OperationsMax = int.MaxValue, FragmentsMax = int.MaxValue, VariablesMax = int.MaxValue };

    /// <summary>Lexical tokens of one document, comments not counted. Default 5,000; a token costs up to 100 bytes and 0.1 µs.</summary>
    public int TokensMax { get; init; } = 5_000;

    /// <summary>
    /// Depth of nested selection sets, list and object values, and list types. Default 64. The parser recurses: keep it below 1,000.
    /// </summary>
    public int NestingMax { get; init; } = 64;

    /// <summary>Operations in one document. Default 10.</summary>
    public int OperationsMax { get; init; } = 10;

    /// <summary>Fragment definitions in one document. Default 100.</summary>
    public int FragmentsMax { get; init; } = 100;

    /// <summary>Variables of all operations of one document. Default 100.</summary>
    public int VariablesMax { get; init; } = 100;

    /// <summary>
    /// Whether <c>{ }</c> selects nothing instead of being a syntax error (section 2.4 demands a selection). Default false.
    /// graphql-js 17 accepts it.
    /// </summary>
    public bool AllowEmptySelectionSets { get; init; }
}

namespace Hierarchy.GraphQL.Validation;

/// <summary>
/// All bounds on a client's document in one place. Each is refused with a code of its own in <c>extensions.code</c>. They are checked in
/// the order
/// of this class: the first group while parsing, the second before the rules of validation, the last after them, fragments expanded.
/// </summary>
public sealed class DocumentLimits
{
    /// <summary>The limits of a public endpoint.</summary>
    public static DocumentLimits Default { get; } = new();

    /// <summary>Lexical tokens; <see cref="ErrorCodes.TokenLimit"/>. Default 5,000.</summary>
    public int TokensMax { get; init; } = 5_000;

    /// <summary>Nesting of selections, values and types as written; <see cref="ErrorCodes.NestingLimit"/>. Default 64.</summary>
    public int NestingMax { get; init; } = 64;

    /// <summary>Operations; <see cref="ErrorCodes.DefinitionLimit"/>. Default 10.</summary>
    public int OperationsMax { get; init; } = 10;

    /// <summary>Fragments; <see cref="ErrorCodes.DefinitionLimit"/>. Default 100.</summary>
    public int FragmentsMax { get; init; } = 100;

    /// <summary>Variables of all operations; <see cref="ErrorCodes.DefinitionLimit"/>. Default 100.</summary>
    public int VariablesMax { get; init; } = 100;

    /// <summary>Directives at one place; <see cref="ErrorCodes.DirectiveLimit"/>. Default 8.</summary>
    public int DirectivesPerPlaceMax { get; init; } = 8;

    /// <summary>Directives in all; <see cref="ErrorCodes.DirectiveLimit"/>. Default 100.</summary>
    public int DirectivesMax { get; init; } = 100;

    /// <summary>Aliases of fields of one name; <see cref="ErrorCodes.AliasLimit"/>. Default 30.</summary>
    public int AliasesPerFieldMax { get; init; } = 30;

    /// <summary>Aliases in all; <see cref="ErrorCodes.AliasLimit"/>. Default 200.</summary>
    public int AliasesMax { get; init; } = 200;

    /// <summary>Depth of fields; <see cref="ErrorCodes.DepthLimit"/>. Introspection counts apart. Default 12.</summary>
    public int DepthMax { get; init; } = 12;

    /// <summary>
    /// Depth of fields below <c>__schema</c> and <c>__type</c>; <see cref="ErrorCodes.DepthLimit"/>. Default 20: tools need 14.
    /// </summary>
    public int IntrospectionDepthMax { get; init; } = 20;

    /// <summary>Fields of one selection; <see cref="ErrorCodes.BreadthLimit"/>. Default 150.</summary>
    public int BreadthMax { get; init; } = 150;

    /// <summary>Root fields of a mutation; <see cref="ErrorCodes.RootFieldLimit"/>. Default 10.</summary>
    public int MutationFieldsMax { get; init; } = 10;

    /// <summary>
    /// Cost; <see cref="ErrorCodes.CostLimit"/>. Default 20,000. A field costs 1 for each object or list it yields, times the sizes of the
    /// lists
    /// around it; plain leaves are free, and so is introspection.
    /// </summary>
    public long CostMax { get; init; } = 20_000;

    /// <summary>Items assumed in a list whose size nothing tells. Default 10.</summary>
    public int ListSizeDefault { get; init; } = 10;

    /// <summary>
    /// Arguments that bound a list, or the lists right below their field, where no <c>@listSize</c> names others. Default first, last,
    /// limit.
    /// </summary>
    public IReadOnlyList<string> SizeArguments { get; init; } = ["first", "last", "limit"];

    /// <summary>What the parser has to know.</summary>
    public ParserOptions ToParserOptions() => new()
    {
        TokensMax = TokensMax,
        NestingMax = NestingMax,
        OperationsMax = OperationsMax,
        FragmentsMax = FragmentsMax,
        VariablesMax = VariablesMax,
    };
}

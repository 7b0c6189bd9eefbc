namespace Hierarchy.GraphQL.Validation;

/// <summary>
/// All bounds on a client's document in one place. Each is refused with a code of its own in <c>extensions.code</c>. What the parser counts
/// comes first, then <see cref="CheckText"/> before the rules of validation, then <see cref="CheckOperation"/>, fragments expanded.
/// </summary>
public sealed record DocumentLimits : ParserOptions {
    /// <summary>The limits of a public endpoint.</summary>
    public static new DocumentLimits Default { get; } = new();

    /// <summary>Directives at one place; <see cref="ErrorCodes.DirectivesPerPlaceLimit"/>. Default 8.</summary>
    public int DirectivesPerPlaceMax { get; init; } = 8;

    /// <summary>Directives in all; <see cref="ErrorCodes.DirectiveLimit"/>. Default 100.</summary>
    public int DirectivesMax { get; init; } = 100;

    /// <summary>Aliases of fields of one name; <see cref="ErrorCodes.AliasesPerFieldLimit"/>. Default 30.</summary>
    public int AliasesPerFieldMax { get; init; } = 30;

    /// <summary>Aliases in all; <see cref="ErrorCodes.AliasLimit"/>. Default 200.</summary>
    public int AliasesMax { get; init; } = 200;

    /// <summary>Depth of fields; <see cref="ErrorCodes.DepthLimit"/>. Introspection counts apart. Default 12.</summary>
    public int DepthMax { get; init; } = 12;

    /// <summary>
    /// Depth of fields below <c>__schema</c> and <c>__type</c>; <see cref="ErrorCodes.IntrospectionDepthLimit"/>. Default 20: tools need
    /// 14.
    /// </summary>
    public int IntrospectionDepthMax { get; init; } = 20;

    /// <summary>Fields of one selection; <see cref="ErrorCodes.BreadthLimit"/>. Default 150.</summary>
    public int BreadthMax { get; init; } = 150;

    /// <summary>Root fields of a mutation; <see cref="ErrorCodes.RootFieldLimit"/>. Default 10.</summary>
    public int MutationFieldsMax { get; init; } = 10;

    /// <summary>
    /// Cost; <see cref="ErrorCodes.CostLimit"/>. Default 20,000. A field costs 1 for each object or list it yields, times the sizes of the
    /// lists around it; plain leaves are free, and so is introspection.
    /// </summary>
    public long CostMax { get; init; } = 20_000;

    /// <summary>Items assumed in a list whose size nothing tells; ten times that at most where an argument's default does. Default 10.</summary>
    public int ListSizeDefault { get; init; } = 10;

    /// <summary>
    /// Arguments that bound a list, or the lists right below their field, where no <c>@listSize</c> names others. Default first, last,
    /// limit.
    /// </summary>
    public IReadOnlyList<string> SizeArguments { get; init; } = ["first", "last", "limit"];

    /// <summary>Counts directives and aliases; needs no valid document, and is far cheaper than validation.</summary>
    /// <returns>At most one error: the first limit that is exceeded.</returns>
    internal ImmutableArray<GraphQLError> CheckText(DocumentNode document) =>
        [.. DocumentValidator.Apply([new Counter(this)], document, null, new() { ErrorsMax = 1 }).Take(1)];

    /// <summary>Measures an operation of a valid document and compares.</summary>
    /// <param name="schema">The schema that the document is valid for.</param>
    /// <param name="document">The document.</param>
    /// <param name="operation">One of its operations.</param>
    /// <param name="variables">Real values make list sizes exact; null assumes the default of each variable, else of each list.</param>
    /// <returns>At most one error for each exceeded limit.</returns>
    internal ImmutableArray<GraphQLError> CheckOperation(
        GraphQLSchema schema, DocumentNode document, OperationDefinitionNode operation, VariableValues? variables) {
        var measure = OperationMeasure.Of(schema, document, operation, variables, this);
        var errors = ImmutableArray.CreateBuilder<GraphQLError>(initialCapacity: 0);
        Check(measure.Depth, DepthMax, "The operation is {0} fields deep, more than {1}.", ErrorCodes.DepthLimit);
        const string Introspection = "Introspection is {0} fields deep, more than {1}.";
        Check(measure.IntrospectionDepth, IntrospectionDepthMax, Introspection, ErrorCodes.IntrospectionDepthLimit);
        Check(measure.Breadth, BreadthMax, "A selection has {0} fields, more than {1}.", ErrorCodes.BreadthLimit);
        var rootFieldsMax = operation.Operation == OperationKind.Mutation ? MutationFieldsMax : int.MaxValue;
        Check(measure.RootFields, rootFieldsMax, "The mutation has {0} root fields, more than {1}.", ErrorCodes.RootFieldLimit);
        Check(measure.Cost, CostMax, "The operation costs {0}, more than {1}. Ask for fewer items.", ErrorCodes.CostLimit);
        return errors.ToImmutable();

        void Check(long value, long max, string message, string code) {
            if (value <= max) return;
            errors.Add(new(string.Format(null, message, value, max)) { Code = code, Locations = document.Source.Locate(operation) });
        }
    }

    private sealed class Counter(DocumentLimits limits) : ValidationRule<AnnotatedNode> {
        private readonly Dictionary<string, int> _aliases = [];
        private int _aliasCount;
        private int _directiveCount;

        protected override void Visit(AnnotatedNode node) {
            _directiveCount += node.Directives.Length;
            if (node.Directives.Length > limits.DirectivesPerPlaceMax)
                Report(ErrorCodes.DirectivesPerPlaceLimit, $"More than {limits.DirectivesPerPlaceMax} directives are at one place.", node);
            else if (_directiveCount > limits.DirectivesMax)
                Report(ErrorCodes.DirectiveLimit, $"More than {limits.DirectivesMax} directives are in the document.", node);

            if (node is not FieldNode { Alias: not null, Name.Value: var name }) return;
            if ((_aliases[name] = _aliases.GetValueOrDefault(name) + 1) > limits.AliasesPerFieldMax)
                Report(ErrorCodes.AliasesPerFieldLimit, $"Field \"{name}\" has more than {limits.AliasesPerFieldMax} aliases.", node);
            else if (++_aliasCount > limits.AliasesMax)
                Report(ErrorCodes.AliasLimit, $"More than {limits.AliasesMax} aliases are in the document.", node);
        }
    }
}

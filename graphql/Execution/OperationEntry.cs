namespace Hierarchy.GraphQL.Execution;

/// <summary>One operation of a valid document, with a plan for each combination of its conditions that has occurred. Thread-safe.</summary>
internal sealed class OperationEntry
{
    private const int ConditionsMax = 16;

    private readonly BoundSchema _schema;
    private readonly DocumentNode _document;
    private readonly EngineOptions _options;
    private readonly int[] _conditions;
    private readonly bool _isMeasuredOnce;
    private readonly ImmutableArray<GraphQLError> _exceeded = [];
    private readonly Lock _compiling = new();
    private volatile Variant[] _variants = [];

    public OperationEntry(BoundSchema schema, DocumentNode document, OperationDefinitionNode node, EngineOptions options)
    {
        _schema = schema;
        _document = document;
        _options = options;
        Node = node;
        Variables = OperationVariables.Of(schema.Schema, document, node);
        // Only numbers among the variables can change what an operation costs: they bound its lists.
        _isMeasuredOnce = Variables.Signatures.All(variable => variable.Type.NamedType.Name != "Int");
        if (_isMeasuredOnce)
        {
            _exceeded = LimitChecks.CheckOperation(schema.Schema, document, node, null, options.Limits);
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        FindConditions(node.SelectionSet, names);
        foreach (var fragment in document.Fragments)
        {
            FindConditions(fragment.SelectionSet, names);
        }
        _conditions = [.. names.Select(Variables.IndexOf).Where(index => index >= 0)];
    }

    public OperationDefinitionNode Node { get; }
    public string? Name => Node.Name?.Value;
    public OperationKind Kind => Node.Operation;
    public OperationVariables Variables { get; }

    /// <summary>For logs and traces: the text without any value.</summary>
    public string Normalised => field ??= NormalisedDocument.Of(_document, Node);

    /// <summary>The limits that the operation exceeds with these variables.</summary>
    public ImmutableArray<GraphQLError> CheckLimits(VariableValues? variables) => _isMeasuredOnce
        ? _exceeded
        : LimitChecks.CheckOperation(_schema.Schema, _document, Node, variables, _options.Limits);

    /// <exception cref="PlanTooLargeException">The operation selects too much.</exception>
    public OperationPlan PlanFor(VariableValues? variables)
    {
        if (_conditions.Length > ConditionsMax)
        {
            return Compile(variables);
        }
        var bits = 0;
        for (var i = 0; i < _conditions.Length; i++)
        {
            bits |= variables?[_conditions[i]] is true ? 1 << i : 0;
        }
        if (Find(bits) is { } known)
        {
            return known;
        }
        lock (_compiling)
        {
            if (Find(bits) is { } other)
            {
                return other;
            }
            var plan = Compile(variables);
            if (_variants.Length < _options.PlanVariantsMax)
            {
                _variants = [.. _variants, new(bits, plan)];
            }
            return plan;
        }
    }

    private OperationPlan? Find(int bits)
    {
        foreach (var variant in _variants)
        {
            if (variant.Bits == bits)
            {
                return variant.Plan;
            }
        }
        return null;
    }

    private OperationPlan Compile(VariableValues? variables) => new PlanCompiler(_schema, _document,
        name => Variables.IndexOf(name) is >= 0 and var index && variables?[index] is true, _options.Inputs, _options.PlanNodesMax)
        .Compile(Node);

    private static void FindConditions(SelectionSetNode set, HashSet<string> names)
    {
        foreach (var selection in set.Selections)
        {
            foreach (var directive in selection.Directives)
            {
                if (directive.Name.Value is "skip" or "include" && directive.FindArgument("if")?.Value is VariableNode variable)
                {
                    names.Add(variable.Name.Value);
                }
            }
            var below = selection switch
            {
                FieldNode field => field.SelectionSet,
                InlineFragmentNode inline => inline.SelectionSet,
                _ => null,
            };
            if (below is not null)
            {
                FindConditions(below, names);
            }
        }
    }

    private sealed record Variant(int Bits, OperationPlan Plan);
}

namespace Hierarchy.GraphQL.Execution;

/// <summary>A document that was parsed and validated, with the plans of its operations; or what is wrong with it.</summary>
internal sealed record DocumentEntry(ImmutableArray<GraphQLError> Errors, bool IsSyntaxError, bool UsesIntrospection,
    OperationEntry[] Operations) {
    /// <summary>GetOperation of the specification (6.1): the one with the name, or the only one.</summary>
    public OperationEntry? Find(string? name) {
        if (string.IsNullOrEmpty(name)) return Operations.Length == 1 ? Operations[0] : null;
        // Not a lambda: that would cost each request an object.
        foreach (var operation in Operations) if (operation.Name == name) return operation;
        return null;
    }
}

/// <summary>One operation of a valid document. Thread-safe.</summary>
/// <remarks>It has a plan for each combination of its Boolean variables that has occurred, for these may skip and include.</remarks>
internal sealed class OperationEntry {
    private const int ConditionsMax = 16;

    private readonly BoundSchema _schema;
    private readonly DocumentNode _document;
    private readonly EngineOptions _options;
    private readonly int[] _conditions;
    private readonly ImmutableArray<GraphQLError>? _exceeded;
    private readonly Lock _compiling = new();
    private readonly ConcurrentDictionary<int, OperationPlan> _plans = new();

    public OperationEntry(BoundSchema schema, DocumentNode document, OperationDefinitionNode node, EngineOptions options) {
        (_schema, _document, _options, Node) = (schema, document, options, node);
        Variables = OperationVariables.Of(schema.Schema, document, node);
        // Only numbers among the variables can change what an operation costs: they bound its lists.
        if (Variables.Signatures.All(variable => variable.Type.NamedType.Name != "Int")) _exceeded = Measure(null);
        _conditions = [.. Variables.Signatures.Where(variable => variable.Type.Nullable is { Item: null, NamedType.Name: "Boolean" })
            .Select(variable => variable.Index)];
    }

    public OperationDefinitionNode Node { get; }
    public string? Name => Node.Name?.Value;
    public OperationKind Kind => Node.Operation;
    public OperationVariables Variables { get; }

    /// <summary>For logs and traces: the text without any value.</summary>
    public string Normalised => field ??= NormalisedDocument.Of(_document, Node);

    /// <summary>The limits that the operation exceeds with these variables.</summary>
    public ImmutableArray<GraphQLError> CheckLimits(VariableValues? variables) => _exceeded ?? Measure(variables);

    /// <exception cref="PlanTooLargeException">The operation selects too much.</exception>
    public OperationPlan PlanFor(VariableValues? variables) {
        if (_conditions.Length > ConditionsMax) return Compile(variables);
        var bits = 0;
        for (var i = 0; i < _conditions.Length; i++) bits |= variables?[_conditions[i]] is true ? 1 << i : 0;
        if (_plans.TryGetValue(bits, out var known)) return known;
        lock (_compiling) {
            if (_plans.TryGetValue(bits, out known)) return known;
            var plan = Compile(variables);
            if (_plans.Count < _options.PlanVariantsMax) _plans[bits] = plan;
            return plan;
        }
    }

    private OperationPlan Compile(VariableValues? variables) =>
        new PlanCompiler(_schema, _document, name => variables?[name] is true, _options).Compile(Node);

    private ImmutableArray<GraphQLError> Measure(VariableValues? variables) =>
        _options.Limits.CheckOperation(_schema.Schema, _document, Node, variables);
}

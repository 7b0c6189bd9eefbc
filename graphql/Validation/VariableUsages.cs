namespace Hierarchy.GraphQL.Validation;

/// <summary>A use of a variable and what its position expects.</summary>
internal sealed record VariableUsage(VariableNode Node, TypeReference? Type, TypeReference? ParentType, InputValueDefinition? Position) {
    public string Name => Node.Name.Value;
}

/// <summary>Where operations use fragments and variables. Each definition is walked once; the keys are offsets of definitions.</summary>
internal sealed class VariableUsages(ValidationContext context) {
    private readonly Dictionary<int, List<FragmentSpreadNode>> _spreads = [];
    private readonly Dictionary<int, List<FragmentDefinitionNode>> _fragments = [];
    private readonly Dictionary<int, List<VariableUsage>> _usages = [];

    /// <summary>The spreads below a selection set, without those inside the fragments they name.</summary>
    public List<FragmentSpreadNode> Spreads(SelectionSetNode set) {
        if (_spreads.TryGetValue(set.Start, out var spreads)) return spreads;
        spreads = [];
        var pending = new Stack<SelectionSetNode>([set]);
        while (pending.TryPop(out var next)) {
            foreach (var selection in next.Selections) {
                if (selection is FragmentSpreadNode spread) spreads.Add(spread);
                if (selection.Below is { } below) pending.Push(below);
            }
        }

        return _spreads[set.Start] = spreads;
    }

    /// <summary>The fragments that an operation reaches, directly or through others, each once.</summary>
    public List<FragmentDefinitionNode> Fragments(OperationDefinitionNode operation) {
        if (_fragments.TryGetValue(operation.Start, out var fragments)) return fragments;
        fragments = [];
        var names = new HashSet<string>();
        Reach(operation.SelectionSet);
        for (var i = 0; i < fragments.Count; i++) Reach(fragments[i].SelectionSet);

        return _fragments[operation.Start] = fragments;

        void Reach(SelectionSetNode set) => fragments.AddRange(
            Spreads(set).Where(spread => names.Add(spread.Name.Value)).Select(spread => context.FindFragment(spread.Name.Value))
                .OfType<FragmentDefinitionNode>());
    }

    /// <summary>All uses of variables in an operation and in the fragments that it reaches.</summary>
    public IEnumerable<VariableUsage> Of(OperationDefinitionNode operation) =>
        Local(operation).Concat(Fragments(operation).SelectMany(Local));

    private List<VariableUsage> Local(DefinitionNode definition) {
        if (_usages.TryGetValue(definition.Start, out var usages)) return usages;
        var collector = new Collector();
        new DocumentWalker(new(context.Document, context.ExistingSchema, context.Options), [collector]).Walk(definition);
        return _usages[definition.Start] = collector.Usages;
    }

    private sealed class Collector : ValidationRule<VariableNode> {
        public List<VariableUsage> Usages { get; } = [];

        protected override void Visit(VariableNode node) {
            // The variable of a declaration is no use; a directive's arguments below the declaration cannot hold one.
            if (Context.Ancestors[^1] is VariableDefinitionNode) return;
            Usages.Add(new(node, Context.Types.InputType, Context.Types.ParentInputType, Context.Types.Position));
        }
    }
}

namespace Hierarchy.GraphQL.Validation;

/// <summary>A use of a variable and what its position expects.</summary>
internal sealed record VariableUsage(VariableNode Node, TypeReference? Type, TypeReference? ParentType, InputValueDefinition? Position);

/// <summary>Where operations use fragments and variables. Each definition is walked once.</summary>
internal sealed class VariableUsages(ValidationContext context)
{
    private readonly Dictionary<int, List<FragmentSpreadNode>> _spreads = [];
    private readonly Dictionary<int, List<FragmentDefinitionNode>> _fragments = [];
    private readonly Dictionary<int, List<VariableUsage>> _usages = [];

    /// <summary>The spreads below a selection set, without those inside the fragments they name.</summary>
    public List<FragmentSpreadNode> Spreads(SelectionSetNode set)
    {
        if (_spreads.TryGetValue(set.Id, out var spreads))
        {
            return spreads;
        }

        spreads = [];
        var pending = new Stack<SelectionSetNode>([set]);
        while (pending.TryPop(out var next))
        {
            foreach (var selection in next.Selections)
            {
                var below = selection switch
                {
                    FieldNode field => field.SelectionSet,
                    InlineFragmentNode inline => inline.SelectionSet,
                    _ => null,
                };
                if (selection is FragmentSpreadNode spread)
                {
                    spreads.Add(spread);
                }
                else if (below is not null)
                {
                    pending.Push(below);
                }
            }
        }

        return _spreads[set.Id] = spreads;
    }

    /// <summary>The fragments that an operation reaches, directly or through others, each once.</summary>
    public List<FragmentDefinitionNode> Fragments(OperationDefinitionNode operation)
    {
        if (_fragments.TryGetValue(operation.Start, out var fragments))
        {
            return fragments;
        }

        fragments = [];
        var names = new OrderedDictionary<string, bool>();
        Spreads(operation.SelectionSet).ForEach(spread => names.TryAdd(spread.Name.Value, true));
        for (var i = 0; i < names.Count; i++)
        {
            if (context.FindFragment(names.GetAt(i).Key) is { } fragment)
            {
                fragments.Add(fragment);
                Spreads(fragment.SelectionSet).ForEach(spread => names.TryAdd(spread.Name.Value, true));
            }
        }

        return _fragments[operation.Start] = fragments;
    }

    /// <summary>All uses of variables in an operation and in the fragments that it reaches.</summary>
    public IEnumerable<VariableUsage> Of(OperationDefinitionNode operation) =>
        Local(operation).Concat(Fragments(operation).SelectMany(Local));

    private List<VariableUsage> Local(DefinitionNode definition)
    {
        if (_usages.TryGetValue(definition.Start, out var usages))
        {
            return usages;
        }

        var collector = new Collector();
        var walk = new ValidationContext(context.Document, context.ExistingSchema, context.Options);
        new DocumentWalker(walk, [collector]).Walk(definition);
        return _usages[definition.Start] = collector.Usages;
    }

    private sealed class Collector : ValidationRule
    {
        public List<VariableUsage> Usages { get; } = [];

        public override void Enter(SyntaxNode node, ValidationContext context)
        {
            // The variable of a declaration is no use; a directive's arguments below the declaration cannot hold one.
            if (node is VariableNode variable && context.Ancestors[^1] is not VariableDefinitionNode)
            {
                var types = context.Types;
                Usages.Add(new(variable, types.InputType, types.ParentInputType, types.Position));
            }
        }
    }
}

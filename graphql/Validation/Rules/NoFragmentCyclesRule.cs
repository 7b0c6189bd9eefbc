namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>No fragment spreads itself, directly or through others (section 5.5.2.2).</summary>
internal sealed class NoFragmentCyclesRule : ValidationRule<FragmentDefinitionNode> {
    private static readonly IEqualityComparer<FragmentDefinitionNode> ByName = EqualityComparer<FragmentDefinitionNode>.Create(
        (a, b) => a!.Name.Value == b!.Name.Value, fragment => fragment.Name.Value.GetHashCode(StringComparison.Ordinal));

    private CycleSearch<FragmentDefinitionNode, FragmentSpreadNode>? _search;

    protected override void Visit(FragmentDefinitionNode fragment) => (_search ??= new(StepsOf, ReportCycle, ByName)).From(fragment);

    private IEnumerable<(FragmentSpreadNode, FragmentDefinitionNode)> StepsOf(FragmentDefinitionNode fragment) =>
        from spread in Context.Usages.Spreads(fragment.SelectionSet)
        let next = Context.FindFragment(spread.Name.Value)
        where next is not null
        select (spread, next);

    private void ReportCycle(List<FragmentSpreadNode> cycle) {
        if (Context.IsFull) return;
        var via = string.Join(", ", cycle.SkipLast(1).Select(step => $"\"{step.Name}\""));
        Report($"Cannot spread fragment \"{cycle[^1].Name}\" within itself{(via.Length > 0 ? " via " + via : "")}.", [.. cycle]);
    }
}

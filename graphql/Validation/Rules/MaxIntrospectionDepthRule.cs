namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Introspection does not nest lists that lead back to types: such a query grows exponentially.</summary>
internal sealed class MaxIntrospectionDepthRule(int listDepthMax) : ValidationRule {
    private readonly Dictionary<string, int> _checked = [];
    private readonly Dictionary<string, int> _exceeded = [];
    private SyntaxNode? _reported;

    public override void Enter(SyntaxNode node) {
        if (_reported is not null || node is not FieldNode { Name.Value: "__schema" or "__type" } field || !Exceeds(field, 0, [])) return;
        _reported = node;
        Report(ErrorCodes.IntrospectionListLimit, "Maximum introspection depth exceeded", node);
    }

    public override void Leave(SyntaxNode node) => _reported = ReferenceEquals(node, _reported) ? null : _reported;

    private bool Exceeds(SelectionNode selection, int depth, Dictionary<string, int> visited) {
        if (selection is FragmentSpreadNode spread) return ExceedsFragment(spread.Name.Value, depth, visited);
        var isList = selection is FieldNode { Name.Value: "fields" or "interfaces" or "possibleTypes" or "inputFields" };
        return isList && ++depth >= listDepthMax || selection.Below?.Selections.Any(below => Exceeds(below, depth, visited)) == true;
    }

    // A fragment is entered again only at a greater depth, so that nested spreads cost no more than fragments times depth.
    private bool ExceedsFragment(string name, int depth, Dictionary<string, int> visited) {
        if (_exceeded.TryGetValue(name, out var exceeded) && exceeded <= depth) return true;
        var isKnown = (visited.TryGetValue(name, out var before) && before >= depth)
            || (_checked.TryGetValue(name, out var passed) && passed >= depth);
        if (isKnown || Context.FindFragment(name) is not { } fragment) return false;
        visited[name] = depth;
        var exceeds = fragment.SelectionSet.Selections.Any(selection => Exceeds(selection, depth, visited));
        (exceeds ? _exceeded : _checked)[name] = depth;
        return exceeds;
    }
}

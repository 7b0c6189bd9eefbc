namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Introspection does not nest lists that lead back to types: such a query grows exponentially.</summary>
public sealed class MaxIntrospectionDepthRule(int listDepthMax = 3) : ValidationRule
{
    private readonly Dictionary<string, int> _checked = [];
    private readonly Dictionary<string, int> _exceeded = [];
    private SyntaxNode? _reported;

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (_reported is null && node is FieldNode { Name.Value: "__schema" or "__type" } && Exceeds(node, 0, [], context))
        {
            _reported = node;
            context.Report(this, ErrorCodes.IntrospectionDepthLimit, "Maximum introspection depth exceeded", node);
        }
    }

    /// <inheritdoc/>
    public override void Leave(SyntaxNode node, ValidationContext context)
    {
        _reported = ReferenceEquals(node, _reported) ? null : _reported;
    }

    private bool Exceeds(SyntaxNode node, int depth, Dictionary<string, int> visited, ValidationContext context)
    {
        if (node is FragmentSpreadNode spread)
        {
            return ExceedsFragment(spread.Name.Value, depth, visited, context);
        }

        if (node is FieldNode { Name.Value: "fields" or "interfaces" or "possibleTypes" or "inputFields" } && ++depth >= listDepthMax)
        {
            return true;
        }

        var set = node switch
        {
            FieldNode field => field.SelectionSet,
            InlineFragmentNode inline => inline.SelectionSet,
            FragmentDefinitionNode fragment => fragment.SelectionSet,
            _ => null,
        };
        foreach (var selection in set?.Selections ?? [])
        {
            if (Exceeds(selection, depth, visited, context))
            {
                return true;
            }
        }

        return false;
    }

    // A fragment is entered again only at a greater depth, so that nested spreads cost no more than fragments times depth.
    private bool ExceedsFragment(string name, int depth, Dictionary<string, int> visited, ValidationContext context)
    {
        if (_exceeded.TryGetValue(name, out var exceeded) && exceeded <= depth)
        {
            return true;
        }

        var isKnown = (visited.TryGetValue(name, out var before) && before >= depth)
            || (_checked.TryGetValue(name, out var passed) && passed >= depth);
        if (isKnown || context.FindFragment(name) is not { } fragment)
        {
            return false;
        }

        visited[name] = depth;
        var exceeds = Exceeds(fragment, depth, visited, context);
        (exceeds ? _exceeded : _checked)[name] = depth;
        return exceeds;
    }
}

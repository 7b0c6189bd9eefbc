namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>No fragment spreads itself, directly or through others (section 5.5.2.2).</summary>
public sealed class NoFragmentCyclesRule : ValidationRule
{
    private readonly HashSet<string> _visited = [];
    private readonly List<FragmentSpreadNode> _path = [];
    private readonly Dictionary<string, int> _pathIndexes = [];

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is FragmentDefinitionNode fragment)
        {
            Detect(fragment, context);
        }
    }

    // Recursion is as deep as fragments refer to each other: at most the parser's limit of fragments.
    private void Detect(FragmentDefinitionNode fragment, ValidationContext context)
    {
        var name = fragment.Name.Value;
        if (context.IsFull || !_visited.Add(name))
        {
            return;
        }

        _pathIndexes[name] = _path.Count;
        foreach (var spread in context.Usages.Spreads(fragment.SelectionSet))
        {
            _path.Add(spread);
            if (_pathIndexes.TryGetValue(spread.Name.Value, out var start))
            {
                var cycle = _path[start..];
                var via = string.Join(", ", cycle.SkipLast(1).Select(step => $"\"{step.Name}\""));
                var rest = via.Length > 0 ? " via " + via : "";
                context.Report(this, $"Cannot spread fragment \"{spread.Name}\" within itself{rest}.", [.. cycle]);
            }
            else if (context.FindFragment(spread.Name.Value) is { } next)
            {
                Detect(next, context);
            }

            _path.RemoveAt(_path.Count - 1);
        }

        _pathIndexes.Remove(name);
    }
}

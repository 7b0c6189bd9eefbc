namespace Hierarchy.GraphQL.Validation;

/// <summary>Searches depth first and reports each cycle once, as the steps from a node back to it. Each node is entered once.</summary>
/// <param name="stepsOf">The steps that leave a node, each with the node where it leads.</param>
/// <param name="report">Is given the steps of a cycle.</param>
/// <param name="same">Which nodes are the same.</param>
internal sealed class CycleSearch<TNode, TStep>(Func<TNode, IEnumerable<(TStep Step, TNode Next)>> stepsOf, Action<List<TStep>> report,
    IEqualityComparer<TNode>? same = null) where TNode : notnull {
    private readonly HashSet<TNode> _visited = new(same);
    private readonly Dictionary<TNode, int> _pathIndexes = new(same);
    private readonly List<TStep> _path = [];

    public void From(TNode node) {
        if (!_visited.Add(node)) return;
        _pathIndexes[node] = _path.Count;
        foreach (var (step, next) in stepsOf(node)) {
            _path.Add(step);
            if (_pathIndexes.TryGetValue(next, out var start)) report(_path[start..]);
            else From(next);

            _path.RemoveAt(_path.Count - 1);
        }

        _pathIndexes.Remove(node);
    }
}

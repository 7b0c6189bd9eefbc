namespace Hierarchy.GraphQL.Validation;

/// <summary>Two fields, or lists of fields with their parents, that cannot be merged.</summary>
internal sealed record FieldConflict(string ResponseKey, string Reason, List<FieldNode> First, List<FieldNode> Second);

/// <summary>
/// Names the fields that conflict within a selection set, in pairs: fields of the set, of its fragments, and of their fragments. Each pair
/// of a set and a fragment, and each pair of fragments, is compared once. The number of comparisons is bounded.
/// </summary>
internal sealed class FieldConflicts(FieldSets sets, int comparisonsMax) {
    private const int ReasonLengthMax = 1_000;
    private const int NodesMax = 20;

    private readonly Dictionary<(FieldSet Fields, FieldSet Fragment), bool> _fieldPairs = [];
    private readonly Dictionary<(FieldSet First, FieldSet Second), bool> _fragmentPairs = [];
    private int _comparisons;

    /// <summary>Whether the comparisons were exhausted; what was found by then is incomplete.</summary>
    public bool IsExhausted => _comparisons > comparisonsMax;

    public static string Abbreviate(string text) => text.Length > ReasonLengthMax ? text[..ReasonLengthMax] + "..." : text;

    public List<FieldConflict> Within(FieldSet fields) {
        var conflicts = new List<FieldConflict>();
        foreach (var (key, entries) in fields.ByKey) {
            for (var i = 0; i < entries.Count && !IsExhausted; i++)
                entries[(i + 1)..].ForEach(other => Compare(conflicts, isExclusive: false, key, entries[i], other));
        }

        for (var i = 0; i < fields.Spreads.Count; i++) {
            FieldsAndFragment(conflicts, isExclusive: false, fields, fields.Spreads[i]);
            fields.Spreads[(i + 1)..].ForEach(other => Fragments(conflicts, isExclusive: false, fields.Spreads[i], other));
        }

        return conflicts;
    }

    /// <summary>Marks a pair as compared; a pair compared as not exclusive covers the exclusive comparison too.</summary>
    private static bool IsNew(Dictionary<(FieldSet, FieldSet), bool> compared, (FieldSet, FieldSet) pair, bool isExclusive) {
        if (compared.TryGetValue(pair, out var wasExclusive) && (isExclusive || !wasExclusive)) return false;
        compared[pair] = isExclusive;
        return true;
    }

    private void FieldsAndFragment(List<FieldConflict> conflicts, bool isExclusive, FieldSet fields, FieldSet fragment) {
        if (fields.ByKey.Count == 0 || IsExhausted || !IsNew(_fieldPairs, (fields, fragment), isExclusive)) return;
        _comparisons++;
        if (ReferenceEquals(fields, fragment)) return;
        Between(conflicts, isExclusive, fields, fragment);
        fragment.Spreads.ForEach(spread => FieldsAndFragment(conflicts, isExclusive, fields, spread));
    }

    private void Fragments(List<FieldConflict> conflicts, bool isExclusive, FieldSet first, FieldSet second) {
        var pair = first.Id <= second.Id ? (first, second) : (second, first);
        if (ReferenceEquals(first, second) || IsExhausted || !IsNew(_fragmentPairs, pair, isExclusive)) return;
        _comparisons++;
        Between(conflicts, isExclusive, first, second);
        second.Spreads.ForEach(spread => Fragments(conflicts, isExclusive, first, spread));
        first.Spreads.ForEach(spread => Fragments(conflicts, isExclusive, spread, second));
    }

    private void Between(List<FieldConflict> conflicts, bool isExclusive, FieldSet first, FieldSet second) {
        foreach (var (key, entries) in first.ByKey) {
            foreach (var entry in entries) {
                if (IsExhausted) return;
                second.ByKey.GetValueOrDefault(key)?.ForEach(other => Compare(conflicts, isExclusive, key, entry, other));
            }
        }
    }

    private void Compare(List<FieldConflict> conflicts, bool isExclusive, string key, FieldEntry first, FieldEntry second) {
        if (IsExhausted) return;
        _comparisons++;
        isExclusive |= first.Parent is ObjectType && second.Parent is ObjectType && !ReferenceEquals(first.Parent, second.Parent);
        if (Difference(isExclusive, first, second) is { } reason) conflicts.Add(new(key, reason, [first.Node], [second.Node]));
        else if (sets.Below(first) is { } firstFields && sets.Below(second) is { } secondFields) {
            var below = Below(isExclusive, firstFields, secondFields);
            if (below.Count > 0) conflicts.Add(Summary(key, first.Node, second.Node, below));
        }
    }

    private string? Difference(bool isExclusive, FieldEntry first, FieldEntry second) {
        var (name1, name2) = (first.Node.Name.Value, second.Node.Name.Value);
        if (!isExclusive && name1 != name2) return $"\"{Abbreviate(name1)}\" and \"{Abbreviate(name2)}\" are different fields";
        if (!isExclusive && !sets.SameArguments(first.Node, second.Node)) return "they have differing arguments";
        return first.Definition?.Type is { } type1 && second.Definition?.Type is { } type2 && !FieldSets.SameShape(type1, type2)
            ? $"they return conflicting types \"{type1}\" and \"{type2}\"" : null;
    }

    private List<FieldConflict> Below(bool isExclusive, FieldSet first, FieldSet second) {
        var conflicts = new List<FieldConflict>();
        Between(conflicts, isExclusive, first, second);
        second.Spreads.ForEach(spread => FieldsAndFragment(conflicts, isExclusive, first, spread));
        first.Spreads.ForEach(spread => FieldsAndFragment(conflicts, isExclusive, second, spread));
        first.Spreads.ForEach(spread => second.Spreads.ForEach(other => Fragments(conflicts, isExclusive, spread, other)));
        return conflicts;
    }

    private static FieldConflict Summary(string key, FieldNode first, FieldNode second, List<FieldConflict> below) {
        var reasons = below.Select(conflict => $"subfields \"{Abbreviate(conflict.ResponseKey)}\" conflict because {conflict.Reason}");
        var reason = Abbreviate(string.Join(" and ", reasons));
        var (firsts, seconds) = (below.Select(conflict => conflict.First), below.Select(conflict => conflict.Second));
        return new(key, reason, Nodes(first, firsts), Nodes(second, seconds));
    }

    /// <summary>A field and what conflicts below it; of the list that no longer fits, the deepest fields.</summary>
    private static List<FieldNode> Nodes(FieldNode node, IEnumerable<List<FieldNode>> below) {
        List<FieldNode> nodes = [node];
        foreach (var list in below) nodes.AddRange(list.TakeLast(NodesMax - nodes.Count));

        return nodes;
    }
}

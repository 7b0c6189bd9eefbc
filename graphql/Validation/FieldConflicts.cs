namespace Hierarchy.GraphQL.Validation;

/// <summary>Two fields, or lists of fields with their parents, that cannot be merged.</summary>
internal sealed record FieldConflict(string ResponseKey, string Reason, List<FieldNode> First, List<FieldNode> Second);

/// <summary>
/// Names the fields that conflict within a selection set, in pairs: fields of the set, of its fragments, and of their fragments. Each pair
/// of a set
/// and a fragment, and each pair of fragments, is compared once. The number of comparisons is bounded.
/// </summary>
internal sealed class FieldConflicts(ValidationContext context, FieldGroups groups, int comparisonsMax)
{
    private const int ReasonLengthMax = 1_000;
    private const int NodesMax = 20;

    private readonly Dictionary<(int Set, CompositeType? Parent), Fields> _fields = [];
    private readonly Dictionary<(Fields Fields, int Fragment), bool> _fieldPairs = [];
    private readonly Dictionary<(int First, int Second), bool> _fragmentPairs = [];
    private int _comparisons;

    /// <summary>Whether the comparisons were exhausted; what was found by then is incomplete.</summary>
    public bool IsExhausted => _comparisons > comparisonsMax;

    public static string Abbreviate(string text) => text.Length > ReasonLengthMax ? text[..ReasonLengthMax] + "..." : text;

    public List<FieldConflict> Within(CompositeType? parent, SelectionSetNode set)
    {
        var conflicts = new List<FieldConflict>();
        var fields = FieldsOf(parent, set);
        foreach (var (key, entries) in fields.ByKey)
        {
            for (var i = 0; i < entries.Count && !IsExhausted; i++)
            {
                for (var j = i + 1; j < entries.Count && !IsExhausted; j++)
                {
                    Add(conflicts, Compare(isExclusive: false, key, entries[i], entries[j]));
                }
            }
        }

        for (var i = 0; i < fields.Spreads.Count; i++)
        {
            FieldsAndFragment(conflicts, isExclusive: false, fields, fields.Spreads[i]);
            for (var j = i + 1; j < fields.Spreads.Count; j++)
            {
                Fragments(conflicts, isExclusive: false, fields.Spreads[i], fields.Spreads[j]);
            }
        }

        return conflicts;
    }

    private static void Add(List<FieldConflict> conflicts, FieldConflict? conflict)
    {
        if (conflict is not null)
        {
            conflicts.Add(conflict);
        }
    }

    /// <summary>Marks a pair as compared; a pair compared as not exclusive covers the exclusive comparison too.</summary>
    private static bool IsNew<TKey>(Dictionary<TKey, bool> compared, TKey key, bool isExclusive)
        where TKey : notnull
    {
        if (compared.TryGetValue(key, out var wasExclusive) && (isExclusive || !wasExclusive))
        {
            return false;
        }

        compared[key] = isExclusive;
        return true;
    }

    private void FieldsAndFragment(List<FieldConflict> conflicts, bool isExclusive, Fields fields, FragmentDefinitionNode fragment)
    {
        if (fields.ByKey.Count == 0 || IsExhausted || !IsNew(_fieldPairs, (fields, fragment.Start), isExclusive))
        {
            return;
        }

        _comparisons++;
        var other = FieldsOf(fragment);
        if (ReferenceEquals(fields, other))
        {
            return;
        }

        Between(conflicts, isExclusive, fields, other);
        foreach (var spread in other.Spreads)
        {
            FieldsAndFragment(conflicts, isExclusive, fields, spread);
        }
    }

    private void Fragments(List<FieldConflict> conflicts, bool isExclusive, FragmentDefinitionNode first, FragmentDefinitionNode second)
    {
        var key = (Math.Min(first.Start, second.Start), Math.Max(first.Start, second.Start));
        if (ReferenceEquals(first, second) || IsExhausted || !IsNew(_fragmentPairs, key, isExclusive))
        {
            return;
        }

        _comparisons++;
        var firstFields = FieldsOf(first);
        var secondFields = FieldsOf(second);
        Between(conflicts, isExclusive, firstFields, secondFields);
        foreach (var spread in secondFields.Spreads)
        {
            Fragments(conflicts, isExclusive, first, spread);
        }

        foreach (var spread in firstFields.Spreads)
        {
            Fragments(conflicts, isExclusive, spread, second);
        }
    }

    private void Between(List<FieldConflict> conflicts, bool isExclusive, Fields first, Fields second)
    {
        foreach (var (key, entries) in first.ByKey)
        {
            foreach (var entry in entries)
            {
                foreach (var other in second.ByKey.GetValueOrDefault(key) ?? [])
                {
                    if (IsExhausted)
                    {
                        return;
                    }

                    Add(conflicts, Compare(isExclusive, key, entry, other));
                }
            }
        }
    }

    private FieldConflict? Compare(bool isExclusive, string key, FieldEntry first, FieldEntry second)
    {
        _comparisons++;
        isExclusive = isExclusive
            || (first.Parent is ObjectType && second.Parent is ObjectType && !ReferenceEquals(first.Parent, second.Parent));
        var (name1, name2) = (first.Node.Name.Value, second.Node.Name.Value);
        if (!isExclusive && name1 != name2)
        {
            var reason = $"\"{Abbreviate(name1)}\" and \"{Abbreviate(name2)}\" are different fields";
            return new(key, reason, [first.Node], [second.Node]);
        }

        if (!isExclusive && !groups.SameArguments(first.Node, second.Node))
        {
            return new(key, "they have differing arguments", [first.Node], [second.Node]);
        }

        if (first.Definition?.Type is { } type1 && second.Definition?.Type is { } type2 && !FieldGroups.SameShape(type1, type2))
        {
            return new(key, $"they return conflicting types \"{type1}\" and \"{type2}\"", [first.Node], [second.Node]);
        }

        return first.Node.SelectionSet is { } set1 && second.Node.SelectionSet is { } set2
            ? Below(isExclusive, key, first, FieldsOf(first.ResultType, set1), second, FieldsOf(second.ResultType, set2))
            : null;
    }

    private FieldConflict? Below(bool isExclusive, string key, FieldEntry first, Fields firstFields, FieldEntry second, Fields secondFields)
    {
        var conflicts = new List<FieldConflict>();
        Between(conflicts, isExclusive, firstFields, secondFields);
        foreach (var spread in secondFields.Spreads)
        {
            FieldsAndFragment(conflicts, isExclusive, firstFields, spread);
        }

        foreach (var spread in firstFields.Spreads)
        {
            FieldsAndFragment(conflicts, isExclusive, secondFields, spread);
        }

        foreach (var firstSpread in firstFields.Spreads)
        {
            foreach (var secondSpread in secondFields.Spreads)
            {
                Fragments(conflicts, isExclusive, firstSpread, secondSpread);
            }
        }

        if (conflicts.Count == 0)
        {
            return null;
        }

        var reasons = conflicts.Select(conflict => $"subfields \"{Abbreviate(conflict.ResponseKey)}\" conflict because {conflict.Reason}");
        return new(
            key,
            Abbreviate(string.Join(" and ", reasons)),
            Nodes(first.Node, conflicts.Select(conflict => conflict.First)),
            Nodes(second.Node, conflicts.Select(conflict => conflict.Second)));
    }

    /// <summary>A field and what conflicts below it; of the list that no longer fits, the deepest fields.</summary>
    private static List<FieldNode> Nodes(FieldNode node, IEnumerable<List<FieldNode>> below)
    {
        List<FieldNode> nodes = [node];
        foreach (var list in below)
        {
            nodes.AddRange(list.TakeLast(NodesMax - nodes.Count));
        }

        return nodes;
    }

    private Fields FieldsOf(FragmentDefinitionNode fragment) =>
        FieldsOf(groups.TypeOf(fragment.TypeCondition, parent: null), fragment.SelectionSet);

    private Fields FieldsOf(CompositeType? parent, SelectionSetNode set)
    {
        if (!_fields.TryGetValue((set.Id, parent), out var fields))
        {
            fields = _fields[(set.Id, parent)] = new Fields();
            Collect(parent, set, fields);
        }

        return fields;
    }

    private void Collect(CompositeType? parent, SelectionSetNode set, Fields fields)
    {
        foreach (var selection in set.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    if (!fields.ByKey.TryGetValue(field.ResponseKey, out var entries))
                    {
                        fields.ByKey.Add(field.ResponseKey, entries = []);
                    }

                    entries.Add(groups.Entry(parent, field));
                    break;
                case InlineFragmentNode inline:
                    Collect(groups.TypeOf(inline.TypeCondition, parent), inline.SelectionSet, fields);
                    break;
                case FragmentSpreadNode spread when context.FindFragment(spread.Name.Value) is { } fragment:
                    if (!fields.Spreads.Exists(other => ReferenceEquals(other, fragment)))
                    {
                        fields.Spreads.Add(fragment);
                    }

                    break;
            }
        }
    }

    /// <summary>The fields that stand in a selection set and its inline fragments, and the fragments that it spreads.</summary>
    private sealed class Fields
    {
        public OrderedDictionary<string, List<FieldEntry>> ByKey { get; } = [];

        public List<FragmentDefinitionNode> Spreads { get; } = [];
    }
}

namespace Hierarchy.GraphQL.Validation;

/// <summary>
/// Tells in about linear time whether any two fields of a document conflict (section 5.3.2). All fields that share a response key are
/// merged, as
/// execution would, and each is compared with one representative; equal lists of selection sets are looked at once. Which fields conflict
/// is for
/// <see cref="FieldConflicts"/>, which is slower and runs only when something does.
/// </summary>
internal sealed class FieldMergeCheck(ValidationContext context, FieldGroups groups, int visitsMax)
{
    private readonly HashSet<SetListKey> _shapes = [];
    private readonly HashSet<SetListKey> _merges = [];
    private int _visits;

    public enum Verdict
    {
        Fine,
        Conflict,
        TooCostly,
    }

    public Verdict Run()
    {
        var isFine = true;
        foreach (var operation in context.Document.Operations)
        {
            isFine = isFine && CheckRoot(context.Schema.RootType(operation.Operation), operation.SelectionSet);
        }

        foreach (var fragment in context.Document.Fragments)
        {
            isFine = isFine && CheckRoot(groups.TypeOf(fragment.TypeCondition, parent: null), fragment.SelectionSet);
        }

        return isFine ? Verdict.Fine : _visits > visitsMax ? Verdict.TooCostly : Verdict.Conflict;
    }

    private bool CheckRoot(CompositeType? type, SelectionSetNode set)
    {
        List<(CompositeType? Type, SelectionSetNode Set)> sets = [(type, set)];
        return CheckShapes(sets) && CheckMerges(sets);
    }

    /// <summary>All fields of one response key have the same shape, whatever object they are on.</summary>
    private bool CheckShapes(List<(CompositeType? Type, SelectionSetNode Set)> sets)
    {
        if (!_shapes.Add(new(sets)))
        {
            return true;
        }

        foreach (var entries in Collect(sets).Values)
        {
            TypeReference? first = null;
            foreach (var type in entries.Select(entry => entry.Definition?.Type).OfType<TypeReference>())
            {
                first ??= type;
                if (!FieldGroups.SameShape(first, type))
                {
                    return false;
                }
            }

            if (!CheckBelow(entries, CheckShapes))
            {
                return false;
            }
        }

        return _visits <= visitsMax;
    }

    /// <summary>Fields of one response key that can be on the same object are the same field with the same arguments.</summary>
    private bool CheckMerges(List<(CompositeType? Type, SelectionSetNode Set)> sets)
    {
        if (!_merges.Add(new(sets)))
        {
            return true;
        }

        foreach (var entries in Collect(sets).Values)
        {
            foreach (var together in ByObject(entries))
            {
                var first = together[0].Node;
                foreach (var entry in together)
                {
                    if (entry.Node.Name.Value != first.Name.Value || !groups.SameArguments(first, entry.Node))
                    {
                        return false;
                    }
                }

                if (!CheckBelow(together, CheckMerges))
                {
                    return false;
                }
            }
        }

        return _visits <= visitsMax;
    }

    /// <summary>Splits fields by the object type they are on; those on interfaces and unknown types belong to every part.</summary>
    private static IEnumerable<List<FieldEntry>> ByObject(List<FieldEntry> entries)
    {
        if (entries.Count == 1 || entries.TrueForAll(entry => ReferenceEquals(entry.Parent, entries[0].Parent)))
        {
            return [entries];
        }

        var objects = entries.Select(entry => entry.Parent).OfType<ObjectType>().Distinct().ToList();
        return objects.Count < 2
            ? [entries]
            : objects.Select(type => entries.FindAll(entry => entry.Parent is not ObjectType || ReferenceEquals(entry.Parent, type)));
    }

    private static bool CheckBelow(List<FieldEntry> entries, Func<List<(CompositeType? Type, SelectionSetNode Set)>, bool> check)
    {
        List<(CompositeType? Type, SelectionSetNode Set)>? below = null;
        foreach (var entry in entries)
        {
            if (entry.Node.SelectionSet is { } set)
            {
                below ??= [];
                below.Add((entry.ResultType, set));
            }
        }

        return below is null || check(below);
    }

    private OrderedDictionary<string, List<FieldEntry>> Collect(List<(CompositeType? Type, SelectionSetNode Set)> sets)
    {
        var fields = new OrderedDictionary<string, List<FieldEntry>>();
        var fragments = new HashSet<string>();
        foreach (var (type, set) in sets)
        {
            Collect(type, set, fields, fragments);
        }

        return fields;
    }

    private void Collect(
        CompositeType? parent, SelectionSetNode set, OrderedDictionary<string, List<FieldEntry>> fields, HashSet<string> fragments)
    {
        _visits += set.Selections.Length;
        if (_visits > visitsMax)
        {
            return;
        }

        foreach (var selection in set.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    if (!fields.TryGetValue(field.ResponseKey, out var entries))
                    {
                        fields.Add(field.ResponseKey, entries = []);
                    }

                    entries.Add(groups.Entry(parent, field));
                    break;
                case InlineFragmentNode inline:
                    Collect(groups.TypeOf(inline.TypeCondition, parent), inline.SelectionSet, fields, fragments);
                    break;
                case FragmentSpreadNode spread when fragments.Add(spread.Name.Value):
                    if (context.FindFragment(spread.Name.Value) is { } fragment)
                    {
                        Collect(groups.TypeOf(fragment.TypeCondition, parent: null), fragment.SelectionSet, fields, fragments);
                    }

                    break;
            }
        }
    }

    /// <summary>A set of selection sets with their types; order and repetition make no difference to the verdict.</summary>
    private readonly struct SetListKey : IEquatable<SetListKey>
    {
        private readonly long[] _ids;

        public SetListKey(List<(CompositeType? Type, SelectionSetNode Set)> sets)
        {
            _ids = new long[sets.Count];
            for (var i = 0; i < _ids.Length; i++)
            {
                _ids[i] = ((long)(sets[i].Type?.Id ?? -1) << 32) | (uint)sets[i].Set.Id;
            }

            Array.Sort(_ids);
        }

        public bool Equals(SetListKey other) => _ids.AsSpan().SequenceEqual(other._ids);

        public override bool Equals(object? obj) => obj is SetListKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var id in _ids)
            {
                hash.Add(id);
            }

            return hash.ToHashCode();
        }
    }
}

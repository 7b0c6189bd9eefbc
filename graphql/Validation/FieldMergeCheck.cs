namespace Hierarchy.GraphQL.Validation;

internal enum MergeVerdict { Fine, Conflict, TooCostly }

/// <summary>
/// Tells in about linear time whether any two fields of a document conflict (section 5.3.2). All fields that share a response key are
/// merged, as execution would, and each is compared with one representative; equal lists of selection sets are looked at once. Which fields
/// conflict is for <see cref="FieldConflicts"/>, which is slower and runs only when something does.
/// </summary>
internal sealed class FieldMergeCheck(FieldSets sets, int visitsMax) {
    private readonly HashSet<string> _shapes = [];
    private readonly HashSet<string> _merges = [];
    private int _visits;

    private bool IsExhausted => _visits > visitsMax;

    public MergeVerdict Run(DocumentNode document, GraphQLSchema schema) {
        var roots = document.Operations.Select(operation => sets.Of(schema.RootType(operation.Operation), operation.SelectionSet))
            .Concat(document.Fragments.Select(sets.Of));
        return roots.All(root => CheckShapes([root]) && CheckMerges([root])) ? MergeVerdict.Fine
            : IsExhausted ? MergeVerdict.TooCostly
            : MergeVerdict.Conflict;
    }

    /// <summary>All fields of one response key have the same shape, whatever object they are on.</summary>
    private bool CheckShapes(List<FieldSet> fields) {
        if (!_shapes.Add(KeyOf(fields))) return true;
        foreach (var entries in Merge(fields).Values) {
            var first = entries.Find(entry => entry.Definition is not null)?.Definition!.Type;
            if (!entries.TrueForAll(entry => entry.Definition is null || FieldSets.SameShape(first!, entry.Definition.Type))) return false;
            if (!CheckBelow(entries, CheckShapes)) return false;
        }

        return !IsExhausted;
    }

    /// <summary>Fields of one response key that can be on the same object are the same field with the same arguments.</summary>
    private bool CheckMerges(List<FieldSet> fields) {
        if (!_merges.Add(KeyOf(fields))) return true;
        foreach (var together in Merge(fields).Values.SelectMany(ByObject)) {
            var first = together[0].Node;
            var isSame = together.TrueForAll(entry => entry.Node.Name.Value == first.Name.Value && sets.SameArguments(first, entry.Node));
            if (!isSame || !CheckBelow(together, CheckMerges)) return false;
        }

        return !IsExhausted;
    }

    /// <summary>Splits fields by the object type they are on; those on interfaces and unknown types belong to every part.</summary>
    private static IEnumerable<List<FieldEntry>> ByObject(List<FieldEntry> entries) {
        if (entries.TrueForAll(entry => ReferenceEquals(entry.Parent, entries[0].Parent))) return [entries];
        var objects = entries.Select(entry => entry.Parent).OfType<ObjectType>().Distinct().ToList();
        return objects.Count < 2
            ? [entries]
            : objects.Select(type => entries.FindAll(entry => entry.Parent is not ObjectType || ReferenceEquals(entry.Parent, type)));
    }

    private bool CheckBelow(List<FieldEntry> entries, Func<List<FieldSet>, bool> check) {
        var below = entries.Select(sets.Below).OfType<FieldSet>().ToList();
        return below.Count == 0 || check(below);
    }

    /// <summary>The fields of some sets and of the fragments that they reach.</summary>
    private OrderedDictionary<string, List<FieldEntry>> Merge(List<FieldSet> fields) {
        if (fields is [{ Spreads.Count: 0 } only]) {
            _visits += only.Visits;
            return only.ByKey;
        }

        var merged = new OrderedDictionary<string, List<FieldEntry>>();
        var pending = new List<FieldSet>(fields);
        var spreads = new HashSet<FieldSet>();
        for (var i = 0; i < pending.Count && !IsExhausted; i++) {
            _visits += pending[i].Visits;
            pending.AddRange(pending[i].Spreads.Where(spreads.Add));
            foreach (var (key, entries) in pending[i].ByKey) {
                merged.TryAdd(key, []);
                merged[key].AddRange(entries);
            }
        }

        return merged;
    }

    /// <summary>A key of a list of sets; order and repetition make no difference to the verdict.</summary>
    private static string KeyOf(List<FieldSet> fields) {
        int[] ids = [.. fields.Select(set => set.Id)];
        Array.Sort(ids);
        return new string(MemoryMarshal.Cast<int, char>(ids));
    }
}

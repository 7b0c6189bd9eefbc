namespace Hierarchy.Api.GraphQL;

/// <summary>
/// Tells in about linear time whether any two fields of a document conflict (section 5.3.2). It stands in for the library's
/// OverlappingFieldsCanBeMerged, which compares pairs: seconds for fields that overlap, and an overflow of the stack, which ends the
/// process, where fragments go round through a field.
/// </summary>
/// <remarks>All fields that share a response key are merged, as execution would, and each is compared with one representative; equal lists
/// of selection sets are looked at once.</remarks>
internal sealed class MergeRule(int comparisonsMax) : ValidationRuleBase {
    // Visiting a field is about ten times cheaper than comparing a pair.
    private const int VisitsPerComparison = 10;

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) {
        var check = new Check(new FieldSets(context.Schema, context.Document), (long)comparisonsMax * VisitsPerComparison);
        var conflict = check.Run(context.Document, context.Schema);
        if (check.IsExhausted) {
            context.ReportError(new LimitError("Too many fields to compare for conflicts. Use fewer aliases and fragments.",
                Codes.MergeLimit));
        } else if (conflict is { } pair) {
            context.ReportError(new MergeError(context.Document, pair.First, pair.Other));
        }
        return default;
    }

    private sealed class Check(FieldSets sets, long visitsMax) {
        private readonly HashSet<string> _shapes = [];
        private readonly HashSet<string> _merges = [];
        private (GraphQLField First, GraphQLField Other)? _conflict;
        private long _visits;

        public bool IsExhausted => _visits > visitsMax;

        public (GraphQLField First, GraphQLField Other)? Run(GraphQLDocument document, ISchema schema) {
            foreach (var definition in document.Definitions) {
                var root = definition switch {
                    GraphQLFragmentDefinition fragment => sets.Of(fragment),
                    GraphQLOperationDefinition operation => sets.Of(RootOf(schema, operation), operation.SelectionSet),
                    _ => null,
                };
                if (root is not null && !(CheckShapes([root]) && CheckMerges([root]))) break;
            }
            return _conflict;
        }

        private static IObjectGraphType? RootOf(ISchema schema, GraphQLOperationDefinition operation) => operation.Operation switch {
            OperationType.Mutation => schema.Mutation,
            OperationType.Subscription => schema.Subscription,
            _ => schema.Query,
        };

        /// <summary>All fields of one response key have the same shape, whatever object they are on.</summary>
        private bool CheckShapes(List<FieldSet> fields) {
            if (!_shapes.Add(KeyOf(fields))) return true;
            foreach (var entries in Merge(fields).Values) {
                var first = entries.Find(entry => entry.Definition is not null);
                var other = entries.Find(entry => entry.Definition is not null
                    && !FieldSets.SameShape(first!.Definition!.ResolvedType!, entry.Definition.ResolvedType!));
                if (other is not null) {
                    _conflict = (first!.Node, other.Node);
                    return false;
                }
                if (!CheckBelow(entries, CheckShapes)) return false;
            }
            return !IsExhausted;
        }

        /// <summary>Fields of one response key that can be on the same object are the same field with the same arguments.</summary>
        private bool CheckMerges(List<FieldSet> fields) {
            if (!_merges.Add(KeyOf(fields))) return true;
            foreach (var together in Merge(fields).Values.SelectMany(ByObject)) {
                var first = together[0].Node;
                var other = together.Find(entry => entry.Node.Name.Value != first.Name.Value || !sets.SameArguments(first, entry.Node));
                if (other is not null) {
                    _conflict = (first, other.Node);
                    return false;
                }
                if (!CheckBelow(together, CheckMerges)) return false;
            }
            return !IsExhausted;
        }

        /// <summary>Splits fields by the object type they are on; those on interfaces and unknown types belong to every part.</summary>
        private static IEnumerable<List<FieldEntry>> ByObject(List<FieldEntry> entries) {
            if (entries.TrueForAll(entry => ReferenceEquals(entry.Parent, entries[0].Parent))) return [entries];
            var objects = entries.Select(entry => entry.Parent).OfType<IObjectGraphType>().Distinct().ToList();
            return objects.Count < 2
                ? [entries]
                : objects.Select(type => entries.FindAll(entry => entry.Parent is not IObjectGraphType
                    || ReferenceEquals(entry.Parent, type)));
        }

        private bool CheckBelow(List<FieldEntry> entries, Func<List<FieldSet>, bool> check) {
            var below = entries.Select(sets.Below).OfType<FieldSet>().ToList();
            return below.Count == 0 || check(below);
        }

        /// <summary>The fields of some sets and of the fragments that they reach.</summary>
        private Dictionary<string, List<FieldEntry>> Merge(List<FieldSet> fields) {
            if (fields is [{ Spreads.Count: 0 } only]) {
                _visits += only.Visits;
                return only.ByKey;
            }
            var merged = new Dictionary<string, List<FieldEntry>>(StringComparer.Ordinal);
            var pending = fields.Distinct().ToList();
            var seen = new HashSet<FieldSet>(pending);
            for (var i = 0; i < pending.Count && !IsExhausted; i++) {
                _visits += pending[i].Visits;
                pending.AddRange(pending[i].Spreads.Where(seen.Add));
                foreach (var (key, entries) in pending[i].ByKey) {
                    merged.TryAdd(key, []);
                    merged[key].AddRange(entries);
                }
            }
            return merged;
        }

        // Order and repetition make no difference to the verdict.
        private static string KeyOf(List<FieldSet> fields) => string.Join(' ', fields.Select(set => set.Id).Distinct().Order());
    }
}

/// <summary>Two fields that cannot be merged.</summary>
internal sealed class MergeError : ValidationError {
    public MergeError(GraphQLDocument document, GraphQLField first, GraphQLField other)
        : base($"Fields \"{(first.Alias?.Name ?? first.Name).StringValue}\" conflict: "
            + "they are different fields, or have other arguments or types. "
            + "Use different aliases on the fields to fetch both if this was intentional.") {
        this.AddLocation(first, document);
        this.AddLocation(other, document);
    }
}

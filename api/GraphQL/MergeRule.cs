namespace Hierarchy.Api.GraphQL;

/// <summary>Tells in about linear time whether any two fields of a document conflict (section 5.3.2). The library's rule compares pairs:
/// seconds for fields that overlap, and an overflow of the stack, which ends the process, where fragments go round.</summary>
/// <remarks>Fields that share a response key are merged, each compared with one of them; equal lists of sets are looked at once.</remarks>
internal sealed class MergeRule(int comparisonsMax) : ValidationRuleBase {
    public const string Section = "5.3.2";
    // Visiting a field is about ten times cheaper than comparing a pair.
    private const int VisitsPerComparison = 10;

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) {
        var check = new Check(context.Schema, context.Document, (long)comparisonsMax * VisitsPerComparison);
        var conflict = check.Run();
        if (check.IsExhausted) {
            context.ReportError(new DocumentError("Too many fields to compare for conflicts. Use fewer aliases and fragments.",
                Codes.MergeLimit));
        } else if (conflict is { } pair) {
            context.ReportError(new ValidationError(context.Document.Source, Section, $"Fields \"{pair.First.KeyOf()}\" conflict: they are "
                + "different fields, or have other arguments or types. Use different aliases to fetch both.", pair.First, pair.Other));
        }
        return default;
    }

    private sealed class Check(ISchema schema, GraphQLDocument document, long visitsMax) {
        private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = document.Fragments();
        private readonly Dictionary<(IGraphType? Parent, GraphQLSelectionSet Set), int> _ids = [];
        private readonly HashSet<string> _shapes = [];
        private readonly HashSet<string> _merges = [];
        private readonly SameFields _same = new();
        private (GraphQLField First, GraphQLField Other)? _conflict;
        private long _visits;
        public bool IsExhausted => _visits > visitsMax;

        public (GraphQLField First, GraphQLField Other)? Run() {
            foreach (var definition in document.Definitions) {
                (IGraphType? Parent, GraphQLSelectionSet Set)[] root = definition switch {
                    GraphQLFragmentDefinition fragment => [(schema.TypeOf(fragment.TypeCondition), fragment.SelectionSet)],
                    GraphQLOperationDefinition operation => [(schema.RootOf(operation), operation.SelectionSet)],
                    _ => [],
                };
                if (!CheckShapes(root) || !CheckMerges(root)) break;
            }
            return _conflict;
        }

        /// <summary>Whether all fields of one response key have the same shape, on whatever object.</summary>
        private bool CheckShapes((IGraphType? Parent, GraphQLSelectionSet Set)[] sets) => !_shapes.Add(KeyOf(sets))
            || Collect(sets).TrueForAll(entries => {
                var known = entries.FindAll(entry => entry.Definition is not null);
                var other = known.Find(entry =>
                    !SameFields.HaveSameShape(known[0].Definition!.ResolvedType!, entry.Definition!.ResolvedType!));
                return other is null ? CheckShapes(Below(entries)) : Conflict(known[0], other);
            });

        /// <summary>Whether fields of one response key that can be on the same object are equal, with equal arguments.</summary>
        private bool CheckMerges((IGraphType? Parent, GraphQLSelectionSet Set)[] sets) => !_merges.Add(KeyOf(sets))
            || Collect(sets).SelectMany(ByObject).All(entries => {
                var other = entries.Find(entry => !_same.AreSame(entries[0].Node, entry.Node));
                return other is null ? CheckMerges(Below(entries)) : Conflict(entries[0], other);
            });

        private bool Conflict(FieldEntry first, FieldEntry other) {
            _conflict = (first.Node, other.Node);
            return false;
        }

        /// <summary>Splits fields by the object type they are on; those on interfaces and unknown types belong to every part.</summary>
        private static IEnumerable<List<FieldEntry>> ByObject(List<FieldEntry> entries) {
            var objects = entries.Select(entry => entry.Parent).OfType<IObjectGraphType>().Distinct().ToList();
            return objects.Count < 2
                ? [entries]
                : objects.Select(type => entries.FindAll(entry => entry.Parent is not IObjectGraphType
                    || ReferenceEquals(entry.Parent, type)));
        }

        private static (IGraphType? Parent, GraphQLSelectionSet Set)[] Below(List<FieldEntry> entries) =>
            [.. entries.Where(entry => entry.Node.SelectionSet is not null)
                .Select(entry => (entry.Definition?.ResolvedType?.GetNamedType(), entry.Node.SelectionSet!)).Distinct()];

        /// <summary>The fields of some sets and their fragments, by response key; none if there are too many.</summary>
        private List<List<FieldEntry>> Collect((IGraphType? Parent, GraphQLSelectionSet Set)[] sets) {
            var fields = new Dictionary<string, List<FieldEntry>>(StringComparer.Ordinal);
            var entered = new HashSet<GraphQLFragmentDefinition>(ReferenceEqualityComparer.Instance);
            foreach (var (parent, set) in sets) Visit(parent, set);
            return IsExhausted ? [] : [.. fields.Values];

            void Visit(IGraphType? parent, GraphQLSelectionSet set) {
                _visits += set.Selections.Count;
                foreach (var selection in IsExhausted ? [] : set.Selections) {
                    switch (selection) {
                        case GraphQLField field:
                            fields.TryAdd(field.KeyOf(), []);
                            fields[field.KeyOf()].Add(new(parent, field, schema.FieldOf(parent, field)));
                            break;
                        case GraphQLInlineFragment inline: Visit(schema.TypeOf(inline.TypeCondition, parent), inline.SelectionSet); break;
                        case GraphQLFragmentSpread spread when _fragments.GetValueOrDefault(spread.NameOf()) is { } fragment
                            && entered.Add(fragment):
                            Visit(schema.TypeOf(fragment.TypeCondition), fragment.SelectionSet);
                            break;
                    }
                }
            }
        }

        // Order and repetition make no difference to the verdict.
        private string KeyOf((IGraphType? Parent, GraphQLSelectionSet Set)[] sets) => string.Join(' ', sets.Select(set => {
            if (!_ids.TryGetValue(set, out var id)) _ids.Add(set, id = _ids.Count);
            return id;
        }).Order());
    }
}

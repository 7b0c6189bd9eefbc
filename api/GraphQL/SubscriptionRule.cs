namespace Hierarchy.Api.GraphQL;

/// <summary>Requires that the schema has the operation's root, and that a subscription has one root field, whatever the variables, and not
/// of introspection (section 5.2.4.1). The library refuses fields in fragments, evaluates <c>@skip</c>, and ignores the root.</summary>
internal sealed class SubscriptionRule : ValidationRuleBase {
    public const string Section = "5.2.4.1", RootSection = "5.2.1";

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) {
        foreach (var operation in context.Document.Definitions.OfType<GraphQLOperationDefinition>()) {
            if (context.Schema.RootOf(operation) is not { } root) {
                context.ReportError(new ValidationError(context.Document.Source, RootSection,
                    $"The {Telemetry.TypeOf(operation.Operation)} operation is not supported by the schema.", operation));
            } else if (operation.Operation == OperationType.Subscription) {
                Check(operation, root, context);
            }
        }
        return default;
    }

    private static void Check(GraphQLOperationDefinition operation, IObjectGraphType root, ValidationContext context) {
        var (fields, conditions) = (new Dictionary<string, GraphQLField>(StringComparer.Ordinal), new List<ASTNode>());
        var (fragments, visited) = (context.Document.Fragments(), new HashSet<string>(StringComparer.Ordinal));
        Collect(operation.SelectionSet);
        if (conditions.Count > 0) {
            Report("A subscription must not use @skip or @include at its top level.", conditions[0]);
        } else if (fields.Count != 1) {
            Report("A subscription must select exactly one top level field.", fields.Count == 0 ? operation : fields.Values.Last());
        } else if (fields.Values.First() is var field && field.Name.StringValue.StartsWith("__", StringComparison.Ordinal)) {
            Report("A subscription must not select an introspection field at its top level.", field);
        }

        void Report(string message, ASTNode node) =>
            context.ReportError(new ValidationError(context.Document.Source, Section, message, node));

        void Collect(GraphQLSelectionSet set) {
            foreach (var selection in set.Selections) {
                var directives = (selection as IHasDirectivesNode)?.Directives;
                if (directives?.Items.Find(each => each.Name.Value == "skip" || each.Name.Value == "include") is { } condition) {
                    conditions.Add(condition);
                    continue;
                }
                switch (selection) {
                    case GraphQLField field: fields.TryAdd(field.KeyOf(), field); break;
                    case GraphQLInlineFragment inline when Applies(inline.TypeCondition): Collect(inline.SelectionSet); break;
                    case GraphQLFragmentSpread spread when fragments.GetValueOrDefault(spread.NameOf()) is { } fragment
                        && Applies(fragment.TypeCondition) && visited.Add(spread.NameOf()):
                        Collect(fragment.SelectionSet);
                        break;
                }
            }
        }

        bool Applies(GraphQLTypeCondition? condition) => context.Schema.TypeOf(condition, root) is var type
            && (ReferenceEquals(type, root) || type is IAbstractGraphType general && general.PossibleTypes.Contains(root));
    }
}

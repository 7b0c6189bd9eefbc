namespace Hierarchy.Api.GraphQL;

/// <summary>
/// An operation has a root in the schema, and a subscription has one root field, whatever the variables, and none of introspection (section
/// 5.2.4.1). It stands in for the library's rule, which refuses a field that is written in a fragment, and lets <c>@skip</c> decide whether
/// there is a field.
/// </summary>
internal sealed class SubscriptionRule : ValidationRuleBase {
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(
        new MatchingNodeVisitor<GraphQLOperationDefinition>((operation, found) => {
            if (RootOf(operation, found.Schema) is not { } root) {
                found.ReportError(new RootError(operation, found.Document));
            } else if (operation.Operation == OperationType.Subscription) {
                Check(operation, root, found);
            }
        }));

    private static IObjectGraphType? RootOf(GraphQLOperationDefinition operation, ISchema schema) => operation.Operation switch {
        OperationType.Mutation => schema.Mutation,
        OperationType.Subscription => schema.Subscription,
        _ => schema.Query,
    };

    private static void Check(GraphQLOperationDefinition operation, IObjectGraphType root, ValidationContext context) {
        var fields = new Dictionary<string, GraphQLField>(StringComparer.Ordinal);
        var conditions = new List<ASTNode>();
        Collect(operation.SelectionSet, root, context, fields, conditions, []);
        if (conditions.Count > 0) {
            Report("A subscription must not use @skip or @include at its top level.", conditions[0]);
        } else if (fields.Count != 1) {
            Report("A subscription must select exactly one top level field.", fields.Count == 0 ? operation : fields.Values.Last());
        } else if (fields.Values.First() is var field && field.Name.StringValue.StartsWith("__", StringComparison.Ordinal)) {
            Report("A subscription must not select an introspection field at its top level.", field);
        }

        void Report(string message, ASTNode node) => context.ReportError(new SubscriptionError(message, context.Document, node));
    }

    private static void Collect(
        GraphQLSelectionSet set, IObjectGraphType root, ValidationContext context, Dictionary<string, GraphQLField> fields,
        List<ASTNode> conditions, HashSet<string> visited) {
        foreach (var selection in set.Selections) {
            var directives = (selection as IHasDirectivesNode)?.Directives;
            if (directives?.Items.Find(directive => directive.Name.Value == "skip" || directive.Name.Value == "include") is { } condition) {
                conditions.Add(condition);
                continue;
            }
            switch (selection) {
                case GraphQLField field:
                    fields.TryAdd((field.Alias?.Name ?? field.Name).StringValue, field);
                    break;
                case GraphQLInlineFragment inline when Applies(inline.TypeCondition):
                    Collect(inline.SelectionSet, root, context, fields, conditions, visited);
                    break;
                case GraphQLFragmentSpread spread when Find(spread.FragmentName.Name.StringValue) is { } fragment
                    && Applies(fragment.TypeCondition) && visited.Add(spread.FragmentName.Name.StringValue):
                    Collect(fragment.SelectionSet, root, context, fields, conditions, visited);
                    break;
            }
        }

        GraphQLFragmentDefinition? Find(string name) => context.Document.Definitions.OfType<GraphQLFragmentDefinition>()
            .FirstOrDefault(fragment => fragment.FragmentName.Name.Value == name);

        bool Applies(GraphQLTypeCondition? condition) => condition is null
            || context.Schema.AllTypes[condition.Type.Name.Value] is { } type
            && (ReferenceEquals(type, root) || type is IAbstractGraphType general && general.PossibleTypes.Contains(root));
    }
}

/// <summary>An operation of a kind that the schema does not have: the library finds out when it executes it.</summary>
internal sealed class RootError : ValidationError {
    public RootError(GraphQLOperationDefinition operation, GraphQLDocument document)
        : base($"The {operation.Operation.ToString().ToLowerInvariant()} operation is not supported by the schema.") =>
        this.AddLocation(operation, document);
}

internal sealed class SubscriptionError : ValidationError {
    public SubscriptionError(string message, GraphQLDocument document, ASTNode node)
        : base(message) => this.AddLocation(node, document);
}

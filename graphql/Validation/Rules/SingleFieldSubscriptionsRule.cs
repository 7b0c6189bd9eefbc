namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>A subscription has one root field, whatever the variables, and none of introspection (section 5.2.4.1).</summary>
internal sealed class SingleFieldSubscriptionsRule : ValidationRule<OperationDefinitionNode> {
    protected override void Visit(OperationDefinitionNode operation) {
        if (operation.Operation != OperationKind.Subscription || Context.Schema.SubscriptionType is not { } root) return;
        var fields = new OrderedDictionary<string, List<FieldNode>>();
        var conditions = new List<DirectiveNode>();
        Collect(operation.SelectionSet, root, fields, conditions, []);
        var name = operation.Name is null ? "Anonymous Subscription" : $"Subscription \"{operation.Name}\"";
        if (conditions.Count > 0) {
            Report($"{name} must not use `@skip` or `@include` directives in the top level selection.", [.. conditions]);
            return;
        }

        if (fields.Count == 0) Report($"{name} must select one top level field.", operation.SelectionSet);
        var others = fields.Values.Skip(1).SelectMany(nodes => nodes);
        if (fields.Count > 1) Report($"{name} must select only one top level field.", [.. others]);
        foreach (var nodes in fields.Values.Where(nodes => nodes[0].Name.Value.StartsWith("__", StringComparison.Ordinal)))
            Report($"{name} must not select an introspection top level field.", [.. nodes]);
    }

    private void Collect(SelectionSetNode set, ObjectType root, OrderedDictionary<string, List<FieldNode>> fields,
        List<DirectiveNode> conditions, HashSet<string> visited) {
        foreach (var selection in set.Selections) {
            var condition = selection.Directives.FirstOrDefault(directive => directive.Name.Value == "skip")
                ?? selection.Directives.FirstOrDefault(directive => directive.Name.Value == "include");
            switch (selection) {
                case not null when condition is not null:
                    conditions.Add(condition);
                    break;
                case FieldNode field:
                    fields.TryAdd(field.ResponseKey, []);
                    fields[field.ResponseKey].Add(field);
                    break;
                case InlineFragmentNode inline when inline.TypeCondition is null || Applies(inline.TypeCondition, root):
                    Collect(inline.SelectionSet, root, fields, conditions, visited);
                    break;
                case FragmentSpreadNode { Name.Value: var name } when Context.FindFragment(name) is { } fragment
                    && Applies(fragment.TypeCondition, root) && visited.Add(name):
                    Collect(fragment.SelectionSet, root, fields, conditions, visited);
                    break;
            }
        }
    }

    private bool Applies(NamedTypeNode condition, ObjectType root) => Context.TypeOf(condition)?.CanBe(root) == true;
}

namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>A subscription has one root field, whatever the variables, and none of introspection (section 5.2.4.1).</summary>
public sealed class SingleFieldSubscriptionsRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not OperationDefinitionNode { Operation: OperationKind.Subscription } operation
            || context.Schema.SubscriptionType is not { } root)
        {
            return;
        }

        var fields = new OrderedDictionary<string, List<SyntaxNode>>();
        var conditions = new List<SyntaxNode>();
        Collect(operation.SelectionSet, root, context, fields, conditions, []);
        var name = operation.Name is null ? "Anonymous Subscription" : $"Subscription \"{operation.Name}\"";
        if (conditions.Count > 0)
        {
            var message = $"{name} must not use `@skip` or `@include` directives in the top level selection.";
            context.Report(this, message, [.. conditions]);
            return;
        }

        if (fields.Count == 0)
        {
            context.Report(this, $"{name} must select one top level field.", operation.SelectionSet);
        }
        else if (fields.Count > 1)
        {
            context.Report(this, $"{name} must select only one top level field.", [.. fields.Values.Skip(1).SelectMany(nodes => nodes)]);
        }

        foreach (var nodes in fields.Values)
        {
            if (((FieldNode)nodes[0]).Name.Value.StartsWith("__", StringComparison.Ordinal))
            {
                context.Report(this, $"{name} must not select an introspection top level field.", [.. nodes]);
            }
        }
    }

    private static void Collect(
        SelectionSetNode set,
        ObjectType root,
        ValidationContext context,
        OrderedDictionary<string, List<SyntaxNode>> fields,
        List<SyntaxNode> conditions,
        HashSet<string> visited)
    {
        foreach (var selection in set.Selections)
        {
            var condition = selection.Directives.FirstOrDefault(directive => directive.Name.Value == "skip")
                ?? selection.Directives.FirstOrDefault(directive => directive.Name.Value == "include");
            if (condition is not null)
            {
                conditions.Add(condition);
                continue;
            }

            switch (selection)
            {
                case FieldNode field:
                    fields.TryAdd(field.ResponseKey, []);
                    fields[field.ResponseKey].Add(field);
                    break;
                case InlineFragmentNode inline when Applies(inline.TypeCondition, root, context):
                    Collect(inline.SelectionSet, root, context, fields, conditions, visited);
                    break;
                case FragmentSpreadNode spread when context.FindFragment(spread.Name.Value) is { } fragment
                    && Applies(fragment.TypeCondition, root, context) && visited.Add(spread.Name.Value):
                    Collect(fragment.SelectionSet, root, context, fields, conditions, visited);
                    break;
            }
        }
    }

    private static bool Applies(NamedTypeNode? condition, ObjectType root, ValidationContext context) =>
        condition is null || (context.Schema.FindType(condition.Name.Value) is CompositeType type && type.CanBe(root));
}

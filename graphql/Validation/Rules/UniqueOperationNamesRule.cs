namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Operations have different names (section 5.2.2.1).</summary>
internal sealed class UniqueOperationNamesRule : UniqueNamesRule<OperationDefinitionNode> {
    protected override void Visit(OperationDefinitionNode node) {
        if (node.Name is { } name) Check(name.Value, name, $"There can be only one operation named \"{name}\".");
    }
}

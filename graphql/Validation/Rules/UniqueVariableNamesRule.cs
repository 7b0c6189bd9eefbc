namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Variables of one operation have different names (section 5.8.1).</summary>
internal sealed class UniqueVariableNamesRule : UniqueNamesRule<OperationDefinitionNode> {
    protected override void Visit(OperationDefinitionNode operation) => CheckAll(
        operation.VariableDefinitions.Select(definition => definition.Variable.Name),
        name => $"There can be only one variable named \"${name}\".");
}

namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every declared variable is used (section 5.8.4).</summary>
internal sealed class NoUnusedVariablesRule : ValidationRule<OperationDefinitionNode> {
    protected override void Visit(OperationDefinitionNode operation) {
        if (operation.VariableDefinitions.IsEmpty) return;
        var used = Context.Usages.Of(operation).Select(usage => usage.Name).ToHashSet();
        var where = operation.Name is null ? "" : $" in operation \"{operation.Name}\"";
        foreach (var definition in operation.VariableDefinitions) {
            var name = definition.Variable.Name.Value;
            if (!used.Contains(name)) Report($"Variable \"${name}\" is never used{where}.", definition);
        }
    }
}

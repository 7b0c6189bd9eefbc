namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every variable that an operation uses is declared by it (section 5.8.3).</summary>
internal sealed class NoUndefinedVariablesRule : ValidationRule<OperationDefinitionNode> {
    protected override void Visit(OperationDefinitionNode operation) {
        var defined = operation.VariableDefinitions.Select(definition => definition.Variable.Name.Value).ToHashSet();
        var where = operation.Name is null ? "" : $" by operation \"{operation.Name}\"";
        foreach (var usage in Context.Usages.Of(operation))
            if (!defined.Contains(usage.Name)) Report($"Variable \"${usage.Name}\" is not defined{where}.", usage.Node, operation);
    }
}

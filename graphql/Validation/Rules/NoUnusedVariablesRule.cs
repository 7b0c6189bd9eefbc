namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every declared variable is used (section 5.8.4).</summary>
public sealed class NoUnusedVariablesRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not OperationDefinitionNode { VariableDefinitions.IsEmpty: false } operation)
        {
            return;
        }

        var used = context.Usages.Of(operation).Select(usage => usage.Node.Name.Value).ToHashSet();
        var where = operation.Name is null ? "" : $" in operation \"{operation.Name}\"";
        foreach (var definition in operation.VariableDefinitions)
        {
            if (!used.Contains(definition.Variable.Name.Value))
            {
                context.Report(this, $"Variable \"${definition.Variable.Name}\" is never used{where}.", definition);
            }
        }
    }
}

namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every variable that an operation uses is declared by it (section 5.8.3).</summary>
public sealed class NoUndefinedVariablesRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not OperationDefinitionNode operation)
        {
            return;
        }

        var defined = operation.VariableDefinitions.Select(definition => definition.Variable.Name.Value).ToHashSet();
        var where = operation.Name is null ? "" : $" by operation \"{operation.Name}\"";
        foreach (var usage in context.Usages.Of(operation))
        {
            if (!defined.Contains(usage.Node.Name.Value))
            {
                context.Report(this, $"Variable \"${usage.Node.Name}\" is not defined{where}.", usage.Node, operation);
            }
        }
    }
}

namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Variables of one operation have different names (section 5.8.1).</summary>
public sealed class UniqueVariableNamesRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not OperationDefinitionNode operation)
        {
            return;
        }

        var names = operation.VariableDefinitions.Select(definition => definition.Variable.Name);
        foreach (var group in names.GroupBy(name => name.Value).Where(group => group.Count() > 1))
        {
            context.Report(this, $"There can be only one variable named \"${group.Key}\".", [.. group]);
        }
    }
}

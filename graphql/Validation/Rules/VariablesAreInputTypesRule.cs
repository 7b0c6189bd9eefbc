namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Variables have input types (section 5.8.2).</summary>
public sealed class VariablesAreInputTypesRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is VariableDefinitionNode variable && context.Schema.Resolve(variable.Type) is { NamedType.IsInput: false } type)
        {
            context.Report(this, $"Variable \"${variable.Variable.Name}\" cannot be non-input type \"{type}\".", variable.Type);
        }
    }
}

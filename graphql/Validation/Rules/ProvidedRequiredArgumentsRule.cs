namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Required arguments of fields are given (section 5.4.3), and those of directives too.</summary>
public sealed class ProvidedRequiredArgumentsRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Leave(SyntaxNode node, ValidationContext context)
    {
        if (node is DirectiveNode)
        {
            ProvidedRequiredArgumentsOnDirectivesRule.Check(node, context, this);
        }

        if (node is not FieldNode field || context.Types.Field is not { } definition)
        {
            return;
        }

        foreach (var argument in definition.Arguments)
        {
            if (argument.IsRequired && !field.Arguments.Any(given => given.Name.Value == argument.Name))
            {
                context.Report(this, $"Argument \"{argument}\" of type \"{argument.Type}\" is required, but it was not provided.", node);
            }
        }
    }
}

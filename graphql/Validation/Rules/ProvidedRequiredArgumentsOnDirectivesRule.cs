namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Required arguments of directives are given (section 5.4.3).</summary>
public sealed class ProvidedRequiredArgumentsOnDirectivesRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Leave(SyntaxNode node, ValidationContext context) => Check(node, context, this);

    internal static void Check(SyntaxNode node, ValidationContext context, ValidationRule rule)
    {
        if (node is not DirectiveNode directive || context.FindDirective(directive.Name.Value) is not { } signature)
        {
            return;
        }

        foreach (var (name, type) in signature.Required)
        {
            if (directive.FindArgument(name) is null)
            {
                var coordinate = $"@{directive.Name}({name}:)";
                context.Report(rule, $"Argument \"{coordinate}\" of type \"{type}\" is required, but it was not provided.", node);
            }
        }
    }
}

namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every argument of a directive is defined (section 5.4.1).</summary>
public sealed class KnownArgumentNamesOnDirectivesRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context) => Check(node, context, this);

    internal static void Check(SyntaxNode node, ValidationContext context, ValidationRule rule)
    {
        if (node is not DirectiveNode directive || context.FindDirective(directive.Name.Value) is not { } signature)
        {
            return;
        }

        foreach (var argument in directive.Arguments)
        {
            var name = argument.Name.Value;
            if (!signature.Arguments.Contains(name))
            {
                var suggestion = context.DidYouMean(name, signature.Arguments);
                context.Report(rule, $"Unknown argument \"{name}\" on directive \"@{directive.Name}\".{suggestion}", argument);
            }
        }
    }
}

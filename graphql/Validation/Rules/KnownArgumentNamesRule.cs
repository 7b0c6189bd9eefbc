namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>
/// Every argument of a field is defined (section 5.4.1); <see cref="KnownArgumentNamesOnDirectivesRule"/> sees to directives.
/// </summary>
public sealed class KnownArgumentNamesRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is DirectiveNode)
        {
            KnownArgumentNamesOnDirectivesRule.Check(node, context, this);
        }

        if (node is not ArgumentNode argument || context.Ancestors[^1] is not FieldNode
            || context.Types is not { Argument: null, Field: { } field })
        {
            return;
        }

        var suggestion = context.DidYouMean(argument.Name.Value, field.Arguments.Select(other => other.Name));
        context.Report(this, $"Unknown argument \"{argument.Name}\" on field \"{field}\".{suggestion}", node);
    }
}

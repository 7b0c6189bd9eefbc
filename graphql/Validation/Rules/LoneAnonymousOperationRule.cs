namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>An anonymous operation is the only one (section 5.2.3.1).</summary>
public sealed class LoneAnonymousOperationRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is OperationDefinitionNode { Name: null } && context.Document.Operations.Length > 1)
        {
            context.Report(this, "This anonymous operation must be the only defined operation.", node);
        }
    }
}

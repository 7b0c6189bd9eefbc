namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every spread names a fragment of the document (section 5.5.2.1).</summary>
public sealed class KnownFragmentNamesRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is FragmentSpreadNode { Name: var name } && context.FindFragment(name.Value) is null)
        {
            context.Report(this, $"Unknown fragment \"{name}\".", name);
        }
    }
}

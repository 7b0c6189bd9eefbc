namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every fragment is used by an operation (section 5.5.1.4).</summary>
public sealed class NoUnusedFragmentsRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Leave(SyntaxNode node, ValidationContext context)
    {
        if (node is not DocumentNode document || document.Fragments.IsEmpty)
        {
            return;
        }

        var used = document.Operations.SelectMany(context.Usages.Fragments).Select(fragment => fragment.Name.Value).ToHashSet();
        foreach (var fragment in document.Fragments)
        {
            if (!used.Contains(fragment.Name.Value))
            {
                context.Report(this, $"Fragment \"{fragment.Name}\" is never used.", fragment);
            }
        }
    }
}

namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>A fragment stands where some object can match it (section 5.5.2.3).</summary>
public sealed class PossibleFragmentSpreadsRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (context.Types.ParentType is not { } parent)
        {
            return;
        }

        var (type, name) = node switch
        {
            InlineFragmentNode => (context.Types.Type?.NamedType, ""),
            FragmentSpreadNode spread when context.FindFragment(spread.Name.Value) is { } fragment =>
                (context.Schema.FindType(fragment.TypeCondition.Name.Value), $" \"{spread.Name}\""),
            _ => (null, ""),
        };
        if (type is CompositeType composite && !ReferenceEquals(composite, parent) && !composite.Overlaps(parent))
        {
            var message = $"Fragment{name} cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".";
            context.Report(this, message, node);
        }
    }
}

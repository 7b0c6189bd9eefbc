namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Fragments apply to objects, interfaces and unions (section 5.5.1.3).</summary>
public sealed class FragmentsOnCompositeTypesRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        var (condition, name) = node switch
        {
            InlineFragmentNode inline => (inline.TypeCondition, ""),
            FragmentDefinitionNode fragment => (fragment.TypeCondition, $" \"{fragment.Name}\""),
            _ => (null, ""),
        };
        if (condition is not null && context.Schema.FindType(condition.Name.Value) is { } type and not CompositeType)
        {
            context.Report(this, $"Fragment{name} cannot condition on non composite type \"{type}\".", condition);
        }
    }
}

namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>A fragment stands where some object can match it (section 5.5.2.3).</summary>
internal sealed class PossibleFragmentSpreadsRule : ValidationRule {
    public override void Enter(SyntaxNode node) {
        if (node is InlineFragmentNode) Check(node, "", Context.Types.Type?.NamedType);
        if (node is FragmentSpreadNode { Name: var name } && Context.FindFragment(name.Value) is { } fragment)
            Check(node, $" \"{name}\"", Context.TypeOf(fragment.TypeCondition));
    }

    private void Check(SyntaxNode node, string name, NamedType? type) {
        if (Context.Types.ParentType is not { } parent || type is not CompositeType composite || composite.Overlaps(parent)) return;
        if (ReferenceEquals(type, parent)) return;
        Report($"Fragment{name} cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".", node);
    }
}

namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Fragments apply to objects, interfaces and unions (section 5.5.1.3).</summary>
internal sealed class FragmentsOnCompositeTypesRule : ValidationRule {
    public override void Enter(SyntaxNode node) {
        if (node is InlineFragmentNode { TypeCondition: { } inline }) Check(inline, "");
        if (node is FragmentDefinitionNode fragment) Check(fragment.TypeCondition, $" \"{fragment.Name}\"");
    }

    private void Check(NamedTypeNode condition, string name) {
        if (Context.Schema.FindType(condition.Name.Value) is { } type and not CompositeType)
            Report($"Fragment{name} cannot condition on non composite type \"{type}\".", condition);
    }
}

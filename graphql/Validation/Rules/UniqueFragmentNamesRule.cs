namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Fragments have different names (section 5.5.1.1).</summary>
internal sealed class UniqueFragmentNamesRule : UniqueNamesRule<FragmentDefinitionNode> {
    protected override void Visit(FragmentDefinitionNode node) =>
        Check(node.Name.Value, node.Name, $"There can be only one fragment named \"{node.Name}\".");
}

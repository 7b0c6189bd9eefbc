namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Arguments of one field or directive have different names (sections 3.6.1, 3.13).</summary>
internal sealed class UniqueArgumentDefinitionNamesRule : UniqueNamesRule<TypeSystemDefinitionNode> {
    protected override void Visit(TypeSystemDefinitionNode node) {
        if (node is DirectiveDefinitionNode directive) Check($"@{directive.Name}", directive.Arguments);
        foreach (var field in (node as FieldsTypeDefinitionNode)?.Fields ?? [])
            Check($"{((FieldsTypeDefinitionNode)node).Name}.{field.Name}", field.Arguments);
    }

    private void Check(string owner, ImmutableArray<InputValueDefinitionNode> arguments) => CheckAll(
        arguments.Select(argument => argument.Name), name => $"Argument \"{owner}({name}:)\" can only be defined once.");
}

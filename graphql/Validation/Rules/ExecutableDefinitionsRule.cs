namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Documents of clients define operations and fragments only (section 5.1.1).</summary>
internal sealed class ExecutableDefinitionsRule : ValidationRule<DocumentNode> {
    protected override void Visit(DocumentNode document) {
        foreach (var definition in document.Definitions.OfType<TypeSystemDefinitionNode>()) {
            var name = definition switch {
                TypeDefinitionNode type => $"\"{type.Name}\"",
                DirectiveDefinitionNode directive => $"\"{directive.Name}\"",
                _ => "schema",
            };
            Report($"The {name} definition is not executable.", definition);
        }
    }
}

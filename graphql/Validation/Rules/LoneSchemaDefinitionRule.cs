namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>A schema text has at most one <c>schema</c> definition, and an extension has none (section 3.3).</summary>
internal sealed class LoneSchemaDefinitionRule : ValidationRule<SchemaDefinitionNode> {
    private bool _seen;

    protected override void Visit(SchemaDefinitionNode node) {
        if (node.IsExtension) return;
        var existing = Context.ExistingSchema;
        if (existing?.Nodes.Any(other => !other.IsExtension) == true || existing?.DeclaredRoots.Any(root => root is not null) == true) {
            Report("Cannot define a new schema within a schema extension.", node);
            return;
        }

        if (_seen) Report("Must provide only one schema definition.", node);
        _seen = true;
    }
}

namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Each operation has at most one root type (section 3.3.1).</summary>
internal sealed class UniqueOperationTypesRule : UniqueNamesRule<SchemaDefinitionNode> {
    protected override void Visit(SchemaDefinitionNode schema) {
        foreach (var root in schema.OperationTypes) {
            var name = Printer.Keyword(root.Operation);
            Check(name, root, $"There can be only one {name} type in schema.", Context.ExistingSchema?.DeclaredRoots[(int)root.Operation],
                $"Type for {name} already defined in the schema. It cannot be redefined.");
        }
    }
}

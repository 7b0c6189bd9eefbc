namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Fields of one type have different names (sections 3.6, 3.7, 3.10).</summary>
internal sealed class UniqueFieldDefinitionNamesRule : UniqueNamesRule<TypeDefinitionNode> {
    protected override void Visit(TypeDefinitionNode type) {
        var names = (type as FieldsTypeDefinitionNode)?.Fields.Select(field => field.Name)
            ?? (type as InputObjectTypeDefinitionNode)?.Fields.Select(field => field.Name) ?? [];
        var existing = Context.ExistingSchema?.FindType(type.Name.Value);
        foreach (var name in names) {
            var coordinate = $"{type.Name}.{name}";
            Check(coordinate, name, $"Field \"{coordinate}\" can only be defined once.",
                (object?)(existing as FieldsType)?.FindField(name.Value) ?? (existing as InputObjectType)?.FindField(name.Value),
                $"Field \"{coordinate}\" already exists in the schema. It cannot also be defined in this type extension.");
        }
    }
}

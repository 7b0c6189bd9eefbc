namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Values of one enum have different names (section 3.9).</summary>
internal sealed class UniqueEnumValueNamesRule : UniqueNamesRule<EnumTypeDefinitionNode> {
    protected override void Visit(EnumTypeDefinitionNode type) {
        var existing = Context.ExistingSchema?.FindType(type.Name.Value) as EnumType;
        foreach (var value in type.Values) {
            var coordinate = $"{type.Name}.{value.Name}";
            Check(coordinate, value.Name, $"Enum value \"{coordinate}\" can only be defined once.", existing?.FindValue(value.Name.Value),
                $"Enum value \"{coordinate}\" already exists in the schema. It cannot also be defined in this type extension.");
        }
    }
}

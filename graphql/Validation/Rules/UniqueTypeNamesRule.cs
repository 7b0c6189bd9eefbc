namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Types have different names (section 3.3).</summary>
internal sealed class UniqueTypeNamesRule : UniqueNamesRule<TypeDefinitionNode> {
    protected override void Visit(TypeDefinitionNode type) {
        if (type.IsExtension) return;
        var name = type.Name.Value;
        Check(name, type.Name, $"There can be only one type named \"{name}\".", Context.ExistingSchema?.FindType(name),
            $"Type \"{name}\" already exists in the schema. It cannot also be defined in this type definition.");
    }
}

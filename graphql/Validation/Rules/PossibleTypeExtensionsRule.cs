namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>An extension extends a type of its own kind that exists (section 3.4.3).</summary>
internal sealed class PossibleTypeExtensionsRule : ValidationRule<TypeDefinitionNode>
{
    private Dictionary<string, TypeDefinitionNode>? _defined;

    protected override void Enter(TypeDefinitionNode extension)
    {
        if (!extension.IsExtension) return;
        _defined ??= Context.Document.Definitions.OfType<TypeDefinitionNode>().Where(definition => !definition.IsExtension)
            .GroupBy(definition => definition.Name.Value).ToDictionary(group => group.Key, group => group.Last());
        var name = extension.Name.Value;
        var kind = KindOf(extension);
        var existing = Context.ExistingSchema?.FindType(name);
        if (_defined.TryGetValue(name, out var definition))
        {
            if (KindOf(definition) != kind) Report($"Cannot extend non-{Describe(kind)} type \"{name}\".", definition, extension);
        }
        else if (existing is null)
        {
            var names = _defined.Keys.Concat(Context.ExistingSchema?.Types.Select(type => type.Name) ?? []).Distinct();
            Report($"Cannot extend type \"{name}\" because it is not defined.{Context.DidYouMean(name, names)}", extension.Name);
        }
        else if (existing.Kind != kind)
        {
            Report($"Cannot extend non-{Describe(kind)} type \"{name}\".", extension);
        }
    }

    private static TypeKind KindOf(TypeDefinitionNode node) => node switch
    {
        ScalarTypeDefinitionNode => TypeKind.Scalar,
        ObjectTypeDefinitionNode => TypeKind.Object,
        InterfaceTypeDefinitionNode => TypeKind.Interface,
        UnionTypeDefinitionNode => TypeKind.Union,
        EnumTypeDefinitionNode => TypeKind.Enum,
        _ => TypeKind.InputObject,
    };

    private static string Describe(TypeKind kind) => kind == TypeKind.InputObject ? "input object" : kind.ToString().ToLowerInvariant();
}

namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>An extension extends a type of its own kind that exists (section 3.4.3).</summary>
internal sealed class PossibleTypeExtensionsRule : ValidationRule<TypeDefinitionNode> {
    private Dictionary<string, TypeDefinitionNode>? _defined;

    protected override void Visit(TypeDefinitionNode extension) {
        if (!extension.IsExtension) return;
        _defined ??= Context.Document.Definitions.OfType<TypeDefinitionNode>().Where(definition => !definition.IsExtension)
            .GroupBy(definition => definition.Name.Value).ToDictionary(group => group.Key, group => group.Last());
        var name = extension.Name.Value;
        var kind = KindOf(extension);
        var existing = Context.ExistingSchema?.FindType(name);
        var message = $"Cannot extend non-{Describe(kind)} type \"{name}\".";
        if (_defined.TryGetValue(name, out var definition)) {
            if (KindOf(definition) != kind) Report(message, definition, extension);
        } else if (existing is not null) {
            if (existing.Kind != kind) Report(message, extension);
        } else {
            var names = _defined.Keys.Concat(Context.ExistingSchema?.Types.Select(type => type.Name) ?? []).Distinct();
            Report($"Cannot extend type \"{name}\" because it is not defined.{Context.DidYouMean(name, names)}", extension.Name);
        }
    }

    private static TypeKind KindOf(TypeDefinitionNode node) => node switch {
        ScalarTypeDefinitionNode => TypeKind.Scalar,
        ObjectTypeDefinitionNode => TypeKind.Object,
        InterfaceTypeDefinitionNode => TypeKind.Interface,
        UnionTypeDefinitionNode => TypeKind.Union,
        EnumTypeDefinitionNode => TypeKind.Enum,
        _ => TypeKind.InputObject,
    };

    private static string Describe(TypeKind kind) => kind == TypeKind.InputObject ? "input object" : kind.ToString().ToLowerInvariant();
}

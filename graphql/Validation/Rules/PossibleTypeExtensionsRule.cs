namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>An extension extends a type of its own kind that exists (section 3.4.3).</summary>
public sealed class PossibleTypeExtensionsRule : ValidationRule
{
    private Dictionary<string, TypeDefinitionNode>? _defined;

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not TypeDefinitionNode { IsExtension: true } extension)
        {
            return;
        }

        _defined ??= Definitions(context.Document);
        var name = extension.Name.Value;
        var kind = KindOf(extension);
        if (_defined.TryGetValue(name, out var definition))
        {
            if (KindOf(definition) != kind)
            {
                context.Report(this, $"Cannot extend non-{Describe(kind)} type \"{name}\".", definition, node);
            }
        }
        else if (context.ExistingSchema?.FindType(name) is { } existing)
        {
            if (existing.Kind != kind)
            {
                context.Report(this, $"Cannot extend non-{Describe(kind)} type \"{name}\".", node);
            }
        }
        else
        {
            var names = _defined.Keys.Concat(context.ExistingSchema?.Types.Select(type => type.Name) ?? []).Distinct();
            var suggestion = context.DidYouMean(name, names);
            context.Report(this, $"Cannot extend type \"{name}\" because it is not defined.{suggestion}", extension.Name);
        }
    }

    private static Dictionary<string, TypeDefinitionNode> Definitions(DocumentNode document)
    {
        var defined = new Dictionary<string, TypeDefinitionNode>();
        foreach (var definition in document.Definitions.OfType<TypeDefinitionNode>().Where(definition => !definition.IsExtension))
        {
            defined[definition.Name.Value] = definition;
        }

        return defined;
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

namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every named type exists (sections 3.3, 5.5.1.2, 5.8.2).</summary>
public sealed class KnownTypeNamesRule : ValidationRule
{
    private List<string>? _defined;

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not NamedTypeNode type || context.ExistingSchema?.FindType(type.Name.Value) is not null)
        {
            return;
        }

        var name = type.Name.Value;
        _defined ??=
        [
            .. context.Document.Definitions.OfType<TypeDefinitionNode>().Where(d => !d.IsExtension).Select(d => d.Name.Value).Distinct(),
        ];
        var isTypeSystem = context.Ancestors[Math.Min(1, context.Ancestors.Count - 1)] is TypeSystemDefinitionNode;
        if (_defined.Contains(name) || (isTypeSystem && BuiltIns.IsTypeName(name)))
        {
            return;
        }

        var existing = context.ExistingSchema?.Types.Select(t => t.Name) ?? [];
        var names = (isTypeSystem ? BuiltIns.TypeNames : []).Concat(existing).Concat(_defined).Distinct();
        context.Report(this, $"Unknown type \"{name}\".{context.DidYouMean(name, names)}", node);
    }
}

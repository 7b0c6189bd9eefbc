namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every named type exists (sections 3.3, 5.5.1.2, 5.8.2).</summary>
internal sealed class KnownTypeNamesRule : ValidationRule<NamedTypeNode> {
    private List<string>? _defined;

    protected override void Visit(NamedTypeNode type) {
        var name = type.Name.Value;
        if (Context.ExistingSchema?.FindType(name) is not null) return;
        _defined ??=
        [
            .. Context.Document.Definitions.OfType<TypeDefinitionNode>().Where(d => !d.IsExtension).Select(d => d.Name.Value).Distinct(),
        ];
        var isTypeSystem = Context.Ancestors[Math.Min(1, Context.Ancestors.Count - 1)] is TypeSystemDefinitionNode;
        if (_defined.Contains(name) || (isTypeSystem && BuiltIns.TypeNames.Contains(name))) return;
        var existing = Context.ExistingSchema?.Types.Select(t => t.Name) ?? [];
        var names = (isTypeSystem ? BuiltIns.TypeNames : []).Concat(existing).Concat(_defined).Distinct();
        Report($"Unknown type \"{name}\".{Context.DidYouMean(name, names)}", type);
    }
}

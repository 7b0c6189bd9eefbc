namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>A directive that is not repeatable stands once at a place (section 5.7.3); a type and its extensions are one.</summary>
internal sealed class UniqueDirectivesPerLocationRule : ValidationRule<AnnotatedNode> {
    private readonly Dictionary<string, Dictionary<string, DirectiveNode>> _shared = [];

    protected override void Visit(AnnotatedNode node) {
        if (node.Directives.IsEmpty) return;
        var place = node switch {
            SchemaDefinitionNode => "schema",
            TypeDefinitionNode type => "type " + type.Name,
            DirectiveDefinitionNode directive => "directive " + directive.Name,
            _ => null,
        };
        Dictionary<string, DirectiveNode> seen = [];
        if (place is not null && !_shared.TryAdd(place, seen)) seen = _shared[place];
        foreach (var directive in node.Directives) {
            var name = directive.Name.Value;
            if (Context.FindDirective(name) is not { Repeatable: false } || seen.TryAdd(name, directive)) continue;
            Report($"The directive \"@{name}\" can only be used once at this location.", seen[name], directive);
        }
    }
}

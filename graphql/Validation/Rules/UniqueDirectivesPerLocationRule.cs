namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>
/// A directive that is not repeatable stands at most once at each place (section 5.7.3); a type and its extensions are one place.
/// </summary>
public sealed class UniqueDirectivesPerLocationRule : ValidationRule
{
    private readonly Dictionary<string, Dictionary<string, DirectiveNode>> _shared = [];

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        var directives = Directives(node);
        if (directives.IsEmpty)
        {
            return;
        }

        var place = node switch
        {
            SchemaDefinitionNode => "schema",
            TypeDefinitionNode type => "type " + type.Name.Value,
            DirectiveDefinitionNode directive => "directive " + directive.Name.Value,
            _ => null,
        };
        Dictionary<string, DirectiveNode>? seen = [];
        if (place is not null && !_shared.TryAdd(place, seen))
        {
            seen = _shared[place];
        }

        foreach (var directive in directives)
        {
            var name = directive.Name.Value;
            if (context.FindDirective(name) is { IsRepeatable: false } && !seen.TryAdd(name, directive))
            {
                context.Report(this, $"The directive \"@{name}\" can only be used once at this location.", seen[name], directive);
            }
        }
    }

    private static ImmutableArray<DirectiveNode> Directives(SyntaxNode node) => node switch
    {
        DefinitionNode definition => definition.Directives,
        SelectionNode selection => selection.Directives,
        VariableDefinitionNode variable => variable.Directives,
        FieldDefinitionNode field => field.Directives,
        InputValueDefinitionNode value => value.Directives,
        EnumValueDefinitionNode value => value.Directives,
        _ => [],
    };
}

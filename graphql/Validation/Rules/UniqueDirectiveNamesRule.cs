namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Directives have different names (section 3.13).</summary>
public sealed class UniqueDirectiveNamesRule : ValidationRule
{
    private readonly Dictionary<string, NameNode> _seen = [];

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is not DirectiveDefinitionNode { IsExtension: false } directive)
        {
            return;
        }

        var name = directive.Name.Value;
        if (context.ExistingSchema?.FindDirective(name) is not null)
        {
            context.Report(this, $"Directive \"@{name}\" already exists in the schema. It cannot be redefined.", directive.Name);
        }
        else if (!_seen.TryAdd(name, directive.Name))
        {
            context.Report(this, $"There can be only one directive named \"@{name}\".", _seen[name], directive.Name);
        }
    }
}

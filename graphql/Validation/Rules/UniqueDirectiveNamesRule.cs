namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Directives have different names (section 3.13).</summary>
internal sealed class UniqueDirectiveNamesRule : UniqueNamesRule<DirectiveDefinitionNode> {
    protected override void Visit(DirectiveDefinitionNode directive) {
        if (directive.IsExtension) return;
        var name = directive.Name.Value;
        Check(name, directive.Name, $"There can be only one directive named \"@{name}\".",
            Context.ExistingSchema?.FindDirective(name), $"Directive \"@{name}\" already exists in the schema. It cannot be redefined.");
    }
}

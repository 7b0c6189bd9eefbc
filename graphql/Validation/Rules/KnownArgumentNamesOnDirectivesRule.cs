namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every argument of a directive is defined (section 5.4.1).</summary>
internal class KnownArgumentNamesOnDirectivesRule : ValidationRule {
    public override void Enter(SyntaxNode node) {
        if (node is not DirectiveNode directive || Context.FindDirective(directive.Name.Value) is not { } definition) return;
        foreach (var argument in directive.Arguments) {
            var name = argument.Name.Value;
            if (definition.Arguments.Any(known => known.Name.Value == name)) continue;
            var suggestion = Context.DidYouMean(name, definition.Arguments.Select(known => known.Name.Value));
            Report($"Unknown argument \"{name}\" on directive \"@{directive.Name}\".{suggestion}", argument);
        }
    }
}

namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Required arguments of directives are given (section 5.4.3).</summary>
internal class ProvidedRequiredArgumentsOnDirectivesRule : ValidationRule {
    public override void Leave(SyntaxNode node) {
        if (node is not DirectiveNode directive || Context.FindDirective(directive.Name.Value) is not { } definition) return;
        foreach (var argument in definition.Arguments) {
            if (argument is not { Type: NonNullTypeNode type, DefaultValue: null, Name.Value: var name }) continue;
            if (directive.FindArgument(name) is not null) continue;
            var coordinate = $"@{directive.Name}({name}:)";
            Report($"Argument \"{coordinate}\" of type \"{Printer.Print(type)}\" is required, but it was not provided.", node);
        }
    }
}

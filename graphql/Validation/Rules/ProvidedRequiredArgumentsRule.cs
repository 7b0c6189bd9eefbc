namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Required arguments of fields are given (section 5.4.3), and those of directives.</summary>
internal sealed class ProvidedRequiredArgumentsRule : ProvidedRequiredArgumentsOnDirectivesRule {
    public override void Leave(SyntaxNode node) {
        base.Leave(node);
        if (node is not FieldNode field || Context.Types.Field is not { } definition) return;
        foreach (var argument in definition.Arguments) {
            if (!argument.IsRequired || field.Arguments.Any(given => given.Name.Value == argument.Name)) continue;
            Report($"Argument \"{argument}\" of type \"{argument.Type}\" is required, but it was not provided.", node);
        }
    }
}

namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Arguments in one list have different names (section 5.4.2).</summary>
internal sealed class UniqueArgumentNamesRule : UniqueNamesRule<SyntaxNode> {
    protected override void Visit(SyntaxNode node) {
        var arguments = (node as FieldNode)?.Arguments ?? (node as DirectiveNode)?.Arguments ?? [];
        if (arguments.Length < 2) return;
        CheckAll(arguments.Select(argument => argument.Name), name => $"There can be only one argument named \"{name}\".");
    }
}

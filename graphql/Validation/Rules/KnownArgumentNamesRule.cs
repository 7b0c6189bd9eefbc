namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Every argument of a field is defined (section 5.4.1), and of a directive.</summary>
internal sealed class KnownArgumentNamesRule : KnownArgumentNamesOnDirectivesRule {
    public override void Enter(SyntaxNode node) {
        base.Enter(node);
        if (node is not ArgumentNode { Name: var name } || Context.Ancestors[^1] is not FieldNode) return;
        if (Context.Types is not { Argument: null, Field: { } field }) return;
        var suggestion = Context.DidYouMean(name.Value, field.Arguments.Select(other => other.Name));
        Report($"Unknown argument \"{name}\" on field \"{field}\".{suggestion}", node);
    }
}

namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>An anonymous operation is the only one (section 5.2.3.1).</summary>
internal sealed class LoneAnonymousOperationRule : ValidationRule<OperationDefinitionNode> {
    protected override void Visit(OperationDefinitionNode operation) {
        if (operation.Name is not null || Context.Document.Operations.Length == 1) return;
        Report("This anonymous operation must be the only defined operation.", operation);
    }
}

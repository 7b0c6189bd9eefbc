namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>The schema has a root for each operation of the document (section 5.2.1.1).</summary>
public sealed class KnownOperationTypesRule : ValidationRule
{
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is OperationDefinitionNode operation && context.Schema.RootType(operation.Operation) is null)
        {
            var name = operation.Operation.ToString().ToLowerInvariant();
            context.Report(this, $"The {name} operation is not supported by the schema.", node);
        }
    }
}

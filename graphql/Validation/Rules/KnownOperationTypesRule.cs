namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>The schema has a root for each operation of the document (section 5.2.1.1).</summary>
internal sealed class KnownOperationTypesRule : ValidationRule<OperationDefinitionNode> {
    protected override void Visit(OperationDefinitionNode operation) {
        if (Context.Schema.RootType(operation.Operation) is not null) return;
        Report($"The {Printer.Keyword(operation.Operation)} operation is not supported by the schema.", operation);
    }
}

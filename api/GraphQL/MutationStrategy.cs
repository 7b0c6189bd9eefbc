namespace Hierarchy.Api.GraphQL;

/// <summary>Completes a mutation's field, and all below it, before the next one. The library runs all loads after the last field.</summary>
internal sealed class MutationStrategy(int valuesMax) : QueryStrategy(valuesMax) {
    public override async Task ExecuteNodeTreeAsync(ExecutionContext context, ExecutionNode rootNode) {
        var fields = ((RootExecutionNode)rootNode).SubFields!;
        foreach (var field in fields) {
            await base.ExecuteNodeTreeAsync(context, field).ConfigureAwait(false);
            // Data is null from here on, so later fields would make changes that the answer does not show.
            if (field.PropagateNull() && field.FieldDefinition.ResolvedType is NonNullGraphType) return;
            ((CallContext)context.UserContext).ForgetReads();
        }
    }
}

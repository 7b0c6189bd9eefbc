namespace Hierarchy.Api.GraphQL;

/// <summary>Opens the source of a subscription, and executes one event as a query whose root it is (specification 6.2.3). In the library
/// all events of a stream share one context, and so what loaders have read.</summary>
internal sealed class SubscriptionStrategy(int valuesMax) : QueryStrategy(valuesMax) {
    public override async Task<ExecutionResult> ExecuteAsync(ExecutionContext context) {
        if (context.RootValue is not null) return await base.ExecuteAsync(context).ConfigureAwait(false);
        var root = BuildExecutionRootNode(context, GetOperationRootType(context));
        if (root.SubFields is not [var field]) throw new FieldError("A subscription must select a field.", Codes.BadRequest);
        var stream = (PulledStream)field.FieldDefinition.StreamResolver!;
        var call = (CallContext)context.UserContext;
        call.Source = await stream.OpenAsync(new ReadonlyResolveFieldContext(field, context)).ConfigureAwait(false);
        call.IsLatest = LatestAttribute.IsOn(field.FieldDefinition);
        return new ExecutionResult { Executed = true };
    }
}

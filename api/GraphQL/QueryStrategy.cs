namespace Hierarchy.Api.GraphQL;

/// <summary>
/// Executes as the library does, level by level and loads together, and counts the values: the library holds a node for each and would go
/// on without end where a resolver gives more than its cost told. What was read at different times and does not fit together is read once
/// more, which the library has no notion of.
/// </summary>
internal class QueryStrategy(int valuesMax) : ParallelExecutionStrategy {
    // What a first run has asked for piece by piece, a second one asks for at once. Only what nobody has asked for yet needs more.
    private const int RunsMax = 8;

    /// <summary>Executes a node and all below it; the node itself only once, as it may be a command.</summary>
    public override async Task ExecuteNodeTreeAsync(ExecutionContext context, ExecutionNode node) {
        var call = (CallContext)context.UserContext;
        ExecutionError[] errors = [.. context.Errors];
        await base.ExecuteNodeTreeAsync(context, node).ConfigureAwait(false);
        for (var run = 2; call.Forget is { } forget && node is ObjectExecutionNode { Result: not null } again; run++) {
            if (run > RunsMax) throw new FieldError("What is asked for changes faster than it can be read; try again.", Codes.Overloaded);
            call.Forget = null;
            forget();
            context.Errors = [];
            context.Errors.AddRange(errors);
            call.CountValues(-call.CountValues(0));
            SetSubFieldNodes(context, again);
            var below = new RootExecutionNode(again.GetObjectGraphType(context.Schema)!, null) { SubFields = again.SubFields };
            await base.ExecuteNodeTreeAsync(context, below).ConfigureAwait(false);
        }
    }

    /// <summary>A variable that is null where its default lets it pass validation: the library hands null on where none may be.</summary>
    protected override Task ExecuteNodeAsync(ExecutionContext context, ExecutionNode node) {
        if (node.FieldDefinition?.Arguments is { Count: > 0 } arguments && node.Parent is not ArrayExecutionNode
            && context.ArgumentValues?.TryGetValue(node.Field, out var given) == true) {
            foreach (var argument in arguments) {
                if (argument.ResolvedType is NonNullGraphType && given.TryGetValue(argument.Name, out var value) && value.Value is null) {
                    SetNodeError(context, node, new FieldError($"Argument \"{argument.Name}\" must not be null.", Codes.Invalid));
                    return Task.CompletedTask;
                }
            }
        }
        return base.ExecuteNodeAsync(context, node);
    }

    protected override async Task SetArrayItemNodesAsync(ExecutionContext context, ArrayExecutionNode parent) {
        await base.SetArrayItemNodesAsync(context, parent).ConfigureAwait(false);
        Count(context, parent.Items?.Count ?? 0);
    }

    protected override void SetSubFieldNodes(ExecutionContext context, ObjectExecutionNode parent) {
        base.SetSubFieldNodes(context, parent);
        Count(context, parent.SubFields!.Length);
    }

    /// <summary>A null where none may be is the resolver's fault, but no secret: the caller learns which field it was.</summary>
    protected override void ValidateNodeResult(ExecutionContext context, ExecutionNode node) {
        var type = node.IndexInParentNode is null ? node.FieldDefinition.ResolvedType : ((ListGraphType)node.Parent.GraphType).ResolvedType;
        if (node.Result is null && type is NonNullGraphType) {
            var owner = node.Parent;
            while (owner is ArrayExecutionNode) owner = owner.Parent;
            throw new FieldError(
                $"Cannot return null for non-nullable field {owner.GraphType.Name}.{node.FieldDefinition.Name}.");
        }
        base.ValidateNodeResult(context, node);
    }

    private void Count(ExecutionContext context, int values) {
        if (((CallContext)context.UserContext).CountValues(values) > valuesMax) {
            throw new AnswerTooLargeException($"The answer has more than {valuesMax} values.");
        }
    }
}

namespace Hierarchy.Api.GraphQL;

/// <summary>
/// Executes as the library does, level by level and loads together, and counts the values: the library holds a node for each and would go on
/// without end where a resolver gives more than its cost told.
/// </summary>
internal class QueryStrategy(int valuesMax) : ParallelExecutionStrategy
{
    protected override async Task SetArrayItemNodesAsync(ExecutionContext context, ArrayExecutionNode parent)
    {
        await base.SetArrayItemNodesAsync(context, parent).ConfigureAwait(false);
        Count(context, parent.Items?.Count ?? 0);
    }

    protected override void SetSubFieldNodes(ExecutionContext context, ObjectExecutionNode parent)
    {
        base.SetSubFieldNodes(context, parent);
        Count(context, parent.SubFields!.Length);
    }

    /// <summary>A null where none may be is the resolver's fault, but no secret: the caller learns which field it was.</summary>
    protected override void ValidateNodeResult(ExecutionContext context, ExecutionNode node)
    {
        var type = node.IndexInParentNode is null ? node.FieldDefinition.ResolvedType : ((ListGraphType)node.Parent.GraphType).ResolvedType;
        if (node.Result is null && type is NonNullGraphType)
        {
            var owner = node.Parent;
            while (owner is ArrayExecutionNode)
            {
                owner = owner.Parent;
            }
            throw new FieldError(
                $"Cannot return null for non-nullable field {owner.GraphType.Name}.{node.FieldDefinition.Name}.");
        }
        base.ValidateNodeResult(context, node);
    }

    private void Count(ExecutionContext context, int values)
    {
        if (((CallContext)context.UserContext).CountValues(values) > valuesMax)
        {
            throw new AnswerTooLargeException($"The answer has more than {valuesMax} values.");
        }
    }
}

namespace Hierarchy.Api.GraphQL;

/// <summary>
/// Variables fit the positions where they are used (section 5.8.5). It stands in for the library's rule, which takes a list of nullable items
/// where none may be null, and a default of null for a value, and stops at the first variable that is not defined.
/// </summary>
internal sealed class VariablePositionRule : ValidationRuleBase
{
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(
        new MatchingNodeVisitor<GraphQLOperationDefinition>(
            enter: (_, _) => { },
            leave: (operation, found) =>
            {
                if (operation.Variables is { Count: > 0 })
                {
                    Check(operation, found);
                }
            }));

    private static void Check(GraphQLOperationDefinition operation, ValidationContext context)
    {
        var definitions = new Dictionary<string, GraphQLVariableDefinition>(StringComparer.Ordinal);
        foreach (var definition in operation.Variables!.Items)
        {
            definitions[definition.Variable.Name.StringValue] = definition;
        }
        foreach (var usage in context.GetRecursiveVariables(operation) ?? [])
        {
            if (definitions.TryGetValue(usage.Node.Name.StringValue, out var definition) && usage.Type is { } expected
                && definition.Type.GraphTypeFromType(context.Schema) is { } type && !Fits(definition, type, usage, expected))
            {
                context.ReportError(new VariablesInAllowedPositionError(context, definition, type, usage));
            }
        }
    }

    private static bool Fits(GraphQLVariableDefinition definition, IGraphType type, VariableUsage usage, IGraphType expected)
    {
        if (usage.IsRequired && type is not NonNullGraphType)
        {
            return false;
        }
        // A default of null is a value, which the library would hand on as if it were none.
        var hasDefault = definition.DefaultValue is null ? usage.HasDefault : definition.DefaultValue is not GraphQLNullValue;
        return expected is NonNullGraphType required && type is not NonNullGraphType
            ? hasDefault && IsSubtype(type, required.ResolvedType!)
            : IsSubtype(type, expected);
    }

    private static bool IsSubtype(IGraphType type, IGraphType of) => (type, of) switch
    {
        (NonNullGraphType one, NonNullGraphType other) => IsSubtype(one.ResolvedType!, other.ResolvedType!),
        (_, NonNullGraphType) => false,
        (NonNullGraphType one, _) => IsSubtype(one.ResolvedType!, of),
        (ListGraphType one, ListGraphType other) => IsSubtype(one.ResolvedType!, other.ResolvedType!),
        (ListGraphType, _) or (_, ListGraphType) => false,
        _ => type.Name == of.Name,
    };
}

namespace Hierarchy.Api.GraphQL;

/// <summary>A selected field with its parent type; null if the type is unknown.</summary>
internal sealed record FieldEntry(IGraphType? Parent, GraphQLField Node, FieldType? Definition);

/// <summary>Whether two fields may share a response key. The library prints both for each pair; here arguments are printed once.</summary>
internal sealed class SameFields {
    private readonly Dictionary<GraphQLField, string> _arguments = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether results of both types can be at the same place of a response (SameResponseShape).</summary>
    public static bool HaveSameShape(IGraphType a, IGraphType b) => (a, b) switch {
        (NonNullGraphType first, NonNullGraphType second) => HaveSameShape(first.ResolvedType!, second.ResolvedType!),
        (NonNullGraphType, _) or (_, NonNullGraphType) => false,
        (ListGraphType first, ListGraphType second) => HaveSameShape(first.ResolvedType!, second.ResolvedType!),
        (ListGraphType, _) or (_, ListGraphType) => false,
        _ => ReferenceEquals(a, b) || a is not ScalarGraphType && b is not ScalarGraphType,
    };

    /// <summary>Whether both are the same field with equal arguments, in whatever order (section 5.3.2).</summary>
    public bool AreSame(GraphQLField a, GraphQLField b) => a.Name.Value == b.Name.Value
        && (a.Arguments?.Count ?? 0) == (b.Arguments?.Count ?? 0) && (a.Arguments is not { Count: > 0 } || TextOf(a) == TextOf(b));

    private string TextOf(GraphQLField node) {
        if (!_arguments.TryGetValue(node, out var text)) {
            text = _arguments[node] = string.Join(',', node.Arguments!.Items
                .OrderBy(argument => argument.Name.StringValue, StringComparer.Ordinal)
                .Select(argument => $"{argument.Name.StringValue}:{TextOf(argument.Value)}"));
        }
        return text;
    }

    private static string TextOf(GraphQLValue value) => value switch {
        GraphQLListValue list => $"[{string.Join(',', (list.Values ?? []).Select(TextOf))}]",
        GraphQLObjectValue literal => $"{{{string.Join(',', (literal.Fields ?? [])
            .OrderBy(field => field.Name.StringValue, StringComparer.Ordinal)
            .Select(field => $"{field.Name.StringValue}:{TextOf(field.Value)}"))}}}",
        GraphQLVariable variable => "$" + variable.Name.StringValue,
        GraphQLStringValue text => JsonSerializer.Serialize(text.Value.ToString()),
        GraphQLBooleanValue boolean => boolean.BoolValue ? "true" : "false",
        GraphQLNullValue => "null",
        GraphQLEnumValue name => name.Name.StringValue,
        IHasValueNode number => number.Value.ToString(),
        _ => "",
    };
}

namespace Hierarchy.GraphQL.Schema;

/// <summary>Writes variables into literals of custom scalars, which never see a variable themselves.</summary>
internal static class VariableSubstitution
{
    public static ValueNode Replace(ValueNode node, VariableValues? variables) => node switch
    {
        VariableNode variable => variables?.AsLiteral(variable.Name.Value) ?? new NullValueNode { Start = node.Start, End = node.End },
        ListValueNode list => new ListValueNode
        {
            Start = node.Start,
            End = node.End,
            Values = [.. list.Values.Select(value => Replace(value, variables))],
        },
        ObjectValueNode value => new ObjectValueNode
        {
            Start = node.Start,
            End = node.End,
            Fields = [.. value.Fields.Where(field => !IsMissing(field.Value, variables)).Select(field => Replace(field, variables))],
        },
        _ => node,
    };

    /// <summary>A JSON value as a literal of a type: strings become enum values where the type is an enum.</summary>
    public static ValueNode ToLiteral(JsonElement value, NamedType type) => value.ValueKind switch
    {
        JsonValueKind.String when type is EnumType => new EnumValueNode { Value = value.GetString()! },
        JsonValueKind.String => new StringValueNode { Value = value.GetString()! },
        JsonValueKind.Number => ToNumber(value.GetRawText()),
        JsonValueKind.True or JsonValueKind.False => new BooleanValueNode { Value = value.GetBoolean() },
        JsonValueKind.Array => new ListValueNode { Values = [.. value.EnumerateArray().Select(item => ToLiteral(item, type))] },
        JsonValueKind.Object => new ObjectValueNode { Fields = ToFields(value, type as InputObjectType) },
        _ => new NullValueNode(),
    };

    private static ImmutableArray<ObjectFieldNode> ToFields(JsonElement value, InputObjectType? type) =>
    [
        .. value.EnumerateObject().Select(field => new ObjectFieldNode
        {
            Name = new NameNode { Value = field.Name },
            Value = ToLiteral(field.Value, type?.FindField(field.Name)?.Type.NamedType ?? type!),
        }),
    ];

    private static ValueNode ToNumber(string text) => text.AsSpan().ContainsAny('.', 'e', 'E')
        ? new FloatValueNode { Value = text }
        : new IntValueNode { Value = text };

    private static bool IsMissing(ValueNode node, VariableValues? variables) =>
        node is VariableNode variable && (variables is null || !variables.Has(variable.Name.Value));

    private static ObjectFieldNode Replace(ObjectFieldNode field, VariableValues? variables) =>
        new() { Start = field.Start, End = field.End, Name = field.Name, Value = Replace(field.Value, variables) };
}

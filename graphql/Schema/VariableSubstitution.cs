namespace Hierarchy.GraphQL.Schema;

/// <summary>Writes variables into literals of custom scalars, which never see a variable themselves.</summary>
internal static class VariableSubstitution {
    public static ValueNode Replace(ValueNode node, VariableValues? variables) => node switch {
        VariableNode variable => variables?.AsLiteral(variable.Name.Value) ?? new NullValueNode(),
        ListValueNode list => list with { Values = [.. list.Values.Select(value => Replace(value, variables))] },
        ObjectValueNode value => value with {
            Fields = [.. value.Fields.Where(field => field.Value is not VariableNode variable || variables?.Has(variable.Name.Value) == true)
                .Select(field => field with { Value = Replace(field.Value, variables) })],
        },
        _ => node,
    };

    /// <summary>A JSON value as a literal of a type: strings become enum values where the type is an enum.</summary>
    public static ValueNode ToLiteral(JsonElement value, NamedType? type) => value.ValueKind switch {
        JsonValueKind.String when type is EnumType => new EnumValueNode(value.GetString()!),
        JsonValueKind.String => new StringValueNode(value.GetString()!, Block: false),
        JsonValueKind.Number when value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') => new FloatValueNode(value.GetRawText()),
        JsonValueKind.Number => new IntValueNode(value.GetRawText()),
        JsonValueKind.True or JsonValueKind.False => new BooleanValueNode(value.GetBoolean()),
        JsonValueKind.Array => new ListValueNode([.. value.EnumerateArray().Select(item => ToLiteral(item, type))]),
        JsonValueKind.Object => new ObjectValueNode([.. value.EnumerateObject().Select(field => new ObjectFieldNode(
            new NameNode(field.Name),
            ToLiteral(field.Value, (type as InputObjectType)?.FindField(field.Name)?.Type.NamedType ?? type)))]),
        _ => new NullValueNode(),
    };
}

namespace Hierarchy.GraphQL.Schema;

/// <summary>Coerces JSON values. Values are meaningful only while no fault was found.</summary>
internal readonly struct JsonCoercion(InputFaults faults)
{
    public object? Coerce(JsonElement value, TypeReference type)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            if (type.IsNonNull)
            {
                faults.Add($"Expected value of non-null type \"{type}\" not to be null.", node: null);
            }

            return null;
        }

        if (type.Item is { } item)
        {
            return value.ValueKind == JsonValueKind.Array ? CoerceList(value, item) : new[] { Coerce(value, item) };
        }

        return type.NamedType switch
        {
            InputObjectType input => CoerceObject(value, input),
            EnumType values => CoerceEnum(value, values),
            ScalarType scalar => CoerceScalar(value, scalar),
            _ => throw new ArgumentException($"{type} is no input type.", nameof(type)),
        };
    }

    private object?[] CoerceList(JsonElement value, TypeReference item)
    {
        var length = value.GetArrayLength();
        if (!CoercionRules.CheckDepth(faults, node: null) || !CoercionRules.CheckLength(faults, length, node: null))
        {
            return [];
        }

        var result = new object?[length];
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            if (faults.IsFull)
            {
                break;
            }

            faults.Push(index);
            result[index++] = Coerce(element, item);
            faults.Pop();
        }

        return result;
    }

    private InputObjectValue? CoerceObject(JsonElement value, InputObjectType type)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(CoercionRules.NotAnObject(type, JsText.Inspect(value)), node: null);
            return null;
        }

        if (!CoercionRules.CheckDepth(faults, node: null))
        {
            return null;
        }

        var result = CoercionRules.AbsentValues(type.Fields.Length);
        foreach (var field in type.Fields)
        {
            if (value.TryGetProperty(field.Name, out var given))
            {
                faults.Push(field.Name);
                result[field.Index] = Coerce(given, field.Type);
                faults.Pop();
            }
            else if (field.IsRequired)
            {
                faults.Add(CoercionRules.MissingField(type, field, JsText.Inspect(value)), node: null);
            }
            else if (field.DefaultNode is not null)
            {
                result[field.Index] = field.DefaultValue;
            }
        }

        CheckNames(value, type);
        return new(type, result);
    }

    private void CheckNames(JsonElement value, InputObjectType type)
    {
        var known = 0;
        JsonProperty first = default;
        foreach (var property in value.EnumerateObject())
        {
            if (faults.IsFull)
            {
                return;
            }

            if (type.FindField(property.Name) is null)
            {
                faults.Add(CoercionRules.UnknownField(faults, type, property.Name, JsText.Inspect(value)), node: null);
            }
            else if (known++ == 0)
            {
                first = property;
            }
        }

        if (type.IsOneOf && known != 1)
        {
            faults.Add(CoercionRules.OneOf(type), node: null);
        }

        if (type.IsOneOf && known > 0 && first.Value.ValueKind == JsonValueKind.Null)
        {
            faults.Push(first.Name);
            faults.Add(CoercionRules.OneOf(type), node: null);
            faults.Pop();
        }
    }

    private object? CoerceEnum(JsonElement value, EnumType type)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            var found = JsText.Inspect(value);
            var hint = faults.DidYouMean(found, type.Values.Select(v => v.Name), "the enum value");
            faults.Add($"Enum \"{type.Name}\" cannot represent non-string value: {found}.{hint}", node: null);
            return null;
        }

        var name = value.GetString()!;
        if (type.FindValue(name) is { } known)
        {
            return known.Value;
        }

        var suggestion = faults.DidYouMean(name, type.Values.Select(v => v.Name), "the enum value");
        faults.Add($"Value \"{name}\" does not exist in \"{type.Name}\" enum.{suggestion}", node: null);
        return null;
    }

    private object? CoerceScalar(JsonElement value, ScalarType type)
    {
        var result = type.Coercion.ParseValue(value);
        if (!result.IsOk)
        {
            faults.Add(result.Message ?? $"Expected value of type \"{type.Name}\", found: {JsText.Inspect(value)}.", node: null);
        }

        return result.Value;
    }
}

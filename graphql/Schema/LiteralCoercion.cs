namespace Hierarchy.GraphQL.Schema;

/// <summary>Coerces literals, or only checks them while variables are unknown (static).</summary>
internal readonly struct LiteralCoercion(InputFaults faults, VariableValues? variables, bool isStatic)
{
    public object? Coerce(ValueNode node, TypeReference type)
    {
        if (node is VariableNode variable)
        {
            return isStatic ? null : TakeVariable(variable, type);
        }

        if (node is NullValueNode)
        {
            if (type.IsNonNull)
            {
                faults.Add($"Expected value of non-null type \"{type}\" not to be null.", node);
            }

            return null;
        }

        if (type.Item is { } item)
        {
            return node is ListValueNode list ? CoerceList(list, item) : new[] { Coerce(node, item) };
        }

        return type.NamedType switch
        {
            InputObjectType input => CoerceObject(node, input),
            EnumType values => CoerceEnum(node, values),
            ScalarType scalar => CoerceScalar(node, scalar),
            _ => throw new ArgumentException($"{type} is no input type.", nameof(type)),
        };
    }

    private object? TakeVariable(VariableNode variable, TypeReference type)
    {
        var name = variable.Name.Value;
        if (variables is null || !variables.Has(name))
        {
            if (type.IsNonNull)
            {
                faults.Add($"Expected variable \"${name}\" provided to type \"{type}\" to provide a runtime value.", variable);
            }

            return InputCoercion.Absent;
        }

        var value = variables[name];
        if (value is null && type.IsNonNull)
        {
            faults.Add($"Expected variable \"${name}\" provided to non-null type \"{type}\" not to be null.", variable);
        }

        return value;
    }

    private object?[] CoerceList(ListValueNode list, TypeReference item)
    {
        if (!CoercionRules.CheckDepth(faults, list) || !CoercionRules.CheckLength(faults, list.Values.Length, list))
        {
            return [];
        }

        var result = new object?[list.Values.Length];
        for (var i = 0; i < result.Length && !faults.IsFull; i++)
        {
            faults.Push(i);
            var value = Coerce(list.Values[i], item);
            result[i] = ReferenceEquals(value, InputCoercion.Absent) ? null : value;
            faults.Pop();
        }

        return result;
    }

    private InputObjectValue? CoerceObject(ValueNode node, InputObjectType type)
    {
        if (node is not ObjectValueNode literal)
        {
            faults.Add(CoercionRules.NotAnObject(type, Printer.PrintForError(node)), node);
            return null;
        }

        if (!CoercionRules.CheckDepth(faults, node))
        {
            return null;
        }

        var result = CoercionRules.AbsentValues(type.Fields.Length);
        foreach (var field in type.Fields)
        {
            var given = FindLast(literal, field.Name);
            if (given is null && field.IsRequired)
            {
                faults.Add(CoercionRules.MissingField(type, field, Printer.PrintForError(node)), node);
            }

            if (given is null || (!isStatic && given is VariableNode variable && !TakesVariable(literal, type, field, variable)))
            {
                result[field.Index] = field.DefaultNode is null || isStatic ? InputCoercion.Absent : field.DefaultValue;
                continue;
            }

            faults.Push(field.Name);
            result[field.Index] = Coerce(given, field.Type);
            faults.Pop();
        }

        CheckNames(literal, type);
        return new(type, result);
    }

    /// <summary>Whether the field takes the variable's value; a missing one leaves an optional field to its default.</summary>
    private bool TakesVariable(ObjectValueNode literal, InputObjectType type, InputFieldDefinition field, VariableNode variable)
    {
        var name = variable.Name.Value;
        var isGiven = variables is not null && variables.Has(name);
        if (type.IsOneOf && (!isGiven || variables![name] is null))
        {
            var start = $"Expected variable \"${name}\" provided to field \"{field.Name}\" for OneOf Input Object type \"{type.Name}\"";
            faults.Add(isGiven ? $"{start} not to be null." : $"{start} to provide a runtime value.", literal);
        }

        return isGiven || field.IsRequired;
    }

    private void CheckNames(ObjectValueNode literal, InputObjectType type)
    {
        ObjectFieldNode? first = null;
        var known = 0;
        foreach (var field in literal.Fields)
        {
            if (faults.IsFull)
            {
                return;
            }

            if (type.FindField(field.Name.Value) is null)
            {
                faults.Add(CoercionRules.UnknownField(faults, type, field.Name.Value, Printer.PrintForError(literal)), field);
            }
            else if (known++ == 0)
            {
                first = field;
            }
        }

        if (!type.IsOneOf)
        {
            return;
        }

        if (known != 1)
        {
            faults.Add(CoercionRules.OneOf(type), literal);
        }
        else if (first!.Value is NullValueNode)
        {
            faults.Push(first.Name.Value);
            faults.Add(CoercionRules.OneOf(type), literal);
            faults.Pop();
        }
    }

    private object? CoerceEnum(ValueNode node, EnumType type)
    {
        if (node is EnumValueNode name && type.FindValue(name.Value) is { } known)
        {
            return known.Value;
        }

        var found = Printer.PrintForError(node);
        var hint = faults.DidYouMean(found, type.Values.Select(value => value.Name), "the enum value");
        var message = node is EnumValueNode
            ? $"Value \"{found}\" does not exist in \"{type.Name}\" enum.{hint}"
            : $"Enum \"{type.Name}\" cannot represent non-enum value: {found}.{hint}";
        faults.Add(message, node);
        return null;
    }

    private object? CoerceScalar(ValueNode node, ScalarType type)
    {
        var literal = node is ListValueNode or ObjectValueNode ? VariableSubstitution.Replace(node, variables) : node;
        var result = type.Coercion.ParseLiteral(literal);
        if (!result.IsOk)
        {
            faults.Add(result.Message ?? $"Expected value of type \"{type.Name}\", found: {Printer.PrintForError(node)}.", node);
        }

        return result.Value;
    }

    private static ValueNode? FindLast(ObjectValueNode literal, string name)
    {
        for (var i = literal.Fields.Length - 1; i >= 0; i--)
        {
            if (literal.Fields[i].Name.Value == name)
            {
                return literal.Fields[i].Value;
            }
        }

        return null;
    }
}

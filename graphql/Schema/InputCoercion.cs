namespace Hierarchy.GraphQL.Schema;

/// <summary>
/// Turns JSON and literals into typed values (sections 3.5-3.12): int, double, string, bool, what a scalar's coercion gives, the CLR value
/// of an
/// enum value, <see cref="InputObjectValue"/>, and <c>object?[]</c> for lists.
/// </summary>
public static class InputCoercion
{
    /// <summary>Stands for "neither given nor defaulted" in arrays of coerced arguments, where null would mean null.</summary>
    public static object Absent { get; } = new AbsentValue();

    /// <summary>Coerces a JSON value.</summary>
    /// <returns>Whether it fits; otherwise the faults say why, in the order of the type's fields.</returns>
    public static bool TryCoerce(
        JsonElement value, TypeReference type, InputOptions options, out object? result, out ImmutableArray<InputFault> faults)
    {
        var sink = new InputFaults(options);
        result = new JsonCoercion(sink).Coerce(value, type);
        faults = sink.ToImmutable();
        return !sink.Any;
    }

    /// <summary>Coerces a literal; variables in it are taken from the values, which may be null when it has none.</summary>
    /// <returns>Whether it fits. A single absent variable gives <see cref="Absent"/> for a nullable type.</returns>
    public static bool TryCoerce(
        ValueNode literal,
        TypeReference type,
        VariableValues? variables,
        InputOptions options,
        out object? result,
        out ImmutableArray<InputFault> faults)
    {
        var sink = new InputFaults(options);
        result = new LiteralCoercion(sink, variables, isStatic: false).Coerce(literal, type);
        faults = sink.ToImmutable();
        return !sink.Any;
    }

    /// <summary>Checks a literal of a document before variables are known: a variable fits everywhere.</summary>
    public static ImmutableArray<InputFault> Validate(ValueNode literal, TypeReference type, InputOptions options)
    {
        var sink = new InputFaults(options);
        new LiteralCoercion(sink, variables: null, isStatic: true).Coerce(literal, type);
        return sink.ToImmutable();
    }

    /// <summary>
    /// Coerces the arguments of a field or directive (section 6.4.1) into an array by <see cref="InputValueDefinition.Index"/>, where
    /// <see cref="Absent"/> marks what was neither given nor defaulted.
    /// </summary>
    /// <returns>Null when they fit; otherwise the message and the node that is at fault: the field or directive, or the literal.</returns>
    public static InputFault? CoerceArguments(
        ImmutableArray<ArgumentDefinition> definitions,
        ImmutableArray<ArgumentNode> arguments,
        SyntaxNode owner,
        VariableValues? variables,
        InputOptions options,
        Span<object?> result)
    {
        for (var i = 0; i < definitions.Length; i++)
        {
            var definition = definitions[i];
            var node = FindLast(arguments, definition.Name)?.Value;
            if (node is null && definition.IsRequired)
            {
                var message = $"Argument \"{definition.Coordinate}\" of required type \"{definition.Type}\" was not provided.";
                return new(message, [], owner);
            }

            var isMissing = node is null or VariableNode && !IsGiven(node as VariableNode, variables);
            if (isMissing && !definition.IsRequired)
            {
                result[i] = definition.DefaultNode is null ? Absent : definition.DefaultValue;
            }
            else if (!TryCoerce(node!, definition.Type, variables, options, out result[i], out var faults))
            {
                var fault = faults[0];
                var message = $"Argument \"{definition.Coordinate}\" has invalid value{fault.PathText}: {fault.Message}";
                return new(message, fault.Path, fault.Node ?? owner);
            }
        }

        return null;
    }

    internal static object? CoerceDefault(ValueNode literal, TypeReference type) =>
        TryCoerce(literal, type, variables: null, InputOptions.Default, out var value, out var faults)
            ? value
            : throw new InvalidOperationException($"Invalid default value{faults[0].PathText}: {faults[0].Message}");

    private static bool IsGiven(VariableNode? variable, VariableValues? variables) =>
        variable is not null && variables is not null && variables.Has(variable.Name.Value);

    private static ArgumentNode? FindLast(ImmutableArray<ArgumentNode> arguments, string name)
    {
        for (var i = arguments.Length - 1; i >= 0; i--)
        {
            if (arguments[i].Name.Value == name)
            {
                return arguments[i];
            }
        }

        return null;
    }

    private sealed class AbsentValue
    {
        public override string ToString() => "absent";
    }
}

/// <summary>What JSON and literals have in common.</summary>
internal static class CoercionRules
{
    public static string OneOf(InputObjectType type) =>
        $"Within OneOf Input Object type \"{type.Name}\", exactly one field must be specified, "
        + "and the value for that field must be non-null.";

    public static string NotAnObject(InputObjectType type, string found) =>
        $"Expected value of type \"{type.Name}\" to be an object, found: {found}.";

    public static string MissingField(InputObjectType type, InputFieldDefinition field, string found) =>
        $"Expected value of type \"{type.Name}\" to include required field \"{field.Name}\", found: {found}.";

    public static string UnknownField(InputFaults faults, InputObjectType type, string name, string found)
    {
        var suggestion = faults.DidYouMean(name, type.Fields.Select(field => field.Name));
        var rest = suggestion.Length > 0 ? $".{suggestion} Found" : ", found";
        return $"Expected value of type \"{type.Name}\" not to include unknown field \"{name}\"{rest}: {found}.";
    }

    /// <summary>Whether one more level may be entered; reports it when not.</summary>
    public static bool CheckDepth(InputFaults faults, SyntaxNode? node)
    {
        if (faults.Depth < faults.Options.DepthMax)
        {
            return true;
        }

        faults.Add($"Expected a value nested no deeper than {faults.Options.DepthMax} levels.", node);
        return false;
    }

    public static bool CheckLength(InputFaults faults, int length, SyntaxNode? node)
    {
        if (length <= faults.Options.ListItemsMax)
        {
            return true;
        }

        faults.Add($"Expected a list of no more than {faults.Options.ListItemsMax} items, found {length}.", node);
        return false;
    }

    public static object?[] AbsentValues(int count)
    {
        var values = new object?[count];
        Array.Fill(values, InputCoercion.Absent);
        return values;
    }
}

namespace Hierarchy.GraphQL.Schema;

/// <summary>
/// Turns JSON and literals into typed values (sections 3.5-3.12): int, double, string, bool, what a scalar's coercion gives, the CLR value
/// of an enum value, <see cref="InputObjectValue"/>, and <c>object?[]</c> for lists.
/// </summary>
public static class InputCoercion {
    /// <summary>Stands for "neither given nor defaulted" in arrays of coerced arguments, where null would mean null.</summary>
    public static object Absent { get; } = new AbsentValue();

    /// <summary>Coerces a JSON value.</summary>
    /// <returns>Whether it fits; otherwise the faults say why, in the order of the type's fields.</returns>
    public static bool TryCoerce(
        JsonElement value, TypeReference type, InputOptions options, out object? result, out ImmutableArray<InputFault> faults) =>
        new JsonCoercion(options).TryCoerce(value, type, out result, out faults);

    /// <summary>Coerces a literal; variables in it are taken from the values, which may be null when it has none.</summary>
    /// <returns>Whether it fits. A single absent variable gives <see cref="Absent"/> for a nullable type.</returns>
    public static bool TryCoerce(ValueNode literal, TypeReference type, VariableValues? variables, InputOptions options,
        out object? result, out ImmutableArray<InputFault> faults) =>
        new LiteralCoercion(options, variables, isStatic: false).TryCoerce(literal, type, out result, out faults);

    /// <summary>Checks a literal of a document before variables are known: a variable fits everywhere.</summary>
    public static ImmutableArray<InputFault> Validate(ValueNode literal, TypeReference type, InputOptions options) {
        new LiteralCoercion(options, variables: null, isStatic: true).TryCoerce(literal, type, out _, out var faults);
        return faults;
    }

    /// <summary>
    /// Coerces the arguments of a field or directive (section 6.4.1) into an array by <see cref="InputValueDefinition.Index"/>, where
    /// <see cref="Absent"/> marks what was neither given nor defaulted.
    /// </summary>
    /// <returns>Null when they fit; otherwise the message and the node that is at fault: the field or directive, or the literal.</returns>
    public static InputFault? CoerceArguments(ImmutableArray<InputValueDefinition> definitions, ImmutableArray<ArgumentNode> arguments,
        SyntaxNode owner, VariableValues? variables, InputOptions options, Span<object?> result) {
        for (var i = 0; i < definitions.Length; i++) {
            var definition = definitions[i];
            var given = FindLast(arguments, definition.Name);
            if (given is null && definition.IsRequired)
                return new($"Argument \"{definition}\" of required type \"{definition.Type}\" was not provided.", [], owner);

            var isMissing = given is null || (given is VariableNode variable && variables?.Has(variable.Name.Value) != true);
            if (isMissing && !definition.IsRequired) result[i] = definition.DefaultNode is null ? Absent : definition.DefaultValue;
            else if (!TryCoerce(given!, definition.Type, variables, options, out result[i], out var faults)) {
                var message = $"Argument \"{definition}\" has invalid value{faults[0].PathText}: {faults[0].Message}";
                return faults[0] with { Message = message, Node = faults[0].Node ?? owner };
            }
        }

        return null;
    }

    internal static object? CoerceDefault(ValueNode literal, TypeReference type) =>
        TryCoerce(literal, type, variables: null, InputOptions.Default, out var value, out var faults)
            ? value
            : throw new InvalidOperationException($"Invalid default value{faults[0].PathText}: {faults[0].Message}");

    internal static object?[] AbsentValues(int count) {
        var values = new object?[count];
        Array.Fill(values, Absent);
        return values;
    }

    private static ValueNode? FindLast(ImmutableArray<ArgumentNode> arguments, string name) {
        for (var i = arguments.Length - 1; i >= 0; i--)
            if (arguments[i].Name.Value == name) return arguments[i].Value;

        return null;
    }

    private sealed class AbsentValue {
        public override string ToString() => "absent";
    }
}

/// <summary>How input is coerced.</summary>
public sealed class InputOptions {
    /// <summary>Defaults for a public endpoint.</summary>
    public static InputOptions Default { get; } = new();

    /// <summary>Whether messages say what a misspelt name may have meant. It tells the schema to strangers. Default false.</summary>
    public bool Suggestions { get; init; }

    /// <summary>Nesting of lists and objects in one value; <see cref="ErrorCodes.InputDepthLimit"/>. Default 16.</summary>
    public int DepthMax { get; init; } = 16;

    /// <summary>Items in one list; <see cref="ErrorCodes.InputItemLimit"/>. Default 1,000.</summary>
    public int ListItemsMax { get; init; } = 1_000;

    /// <summary>
    /// Bytes of one string, or of the name of a field, as JSON writes it, escapes and a string's quotes included;
    /// <see cref="ErrorCodes.InputTextLimit"/>. It is refused before it is copied. A literal has the bound of its document. Default 32 KB,
    /// so that no string is kept apart from the small objects of memory.
    /// </summary>
    public int TextBytesMax { get; init; } = 32 * 1024;

    /// <summary>Faults reported for one value; further ones are dropped. Default 20.</summary>
    public int FaultsMax { get; init; } = 20;
}

/// <summary>Why an input does not fit its type.</summary>
/// <param name="Message">The whole sentence, without the name of the variable or argument.</param>
/// <param name="Path">Keys (<see cref="string"/>) and indexes (<see cref="int"/>) from the outermost value inwards.</param>
/// <param name="Node">The literal at fault; null for JSON.</param>
/// <param name="Code">The code of a bound of <see cref="InputOptions"/>, or <see cref="ExecutionCodes.Invalid"/>.</param>
public sealed record InputFault(string Message, ImmutableArray<object> Path, SyntaxNode? Node, string Code = ExecutionCodes.Invalid) {
    /// <summary>The path as messages show it, such as <c> at .items[2]</c>; nothing when it is empty.</summary>
    public string PathText => Path.IsEmpty ? "" : " at " + string.Concat(Path.Select(key => key is int ? $"[{key}]" : $".{key}"));
}

/// <summary>A coerced input object. Immutable; fields that were neither given nor defaulted are absent, which differs from null.</summary>
public sealed class InputObjectValue(InputObjectType type, object?[] values) {
    /// <summary>Its type.</summary>
    public InputObjectType Type => type;

    /// <summary>The value by <see cref="InputValueDefinition.Index"/>; null when absent too.</summary>
    public object? this[int index] => Has(index) ? values[index] : null;

    /// <summary>The value by name; null when absent too.</summary>
    /// <exception cref="ArgumentException">The type has no such field.</exception>
    public object? this[string name] =>
        this[type.FindField(name)?.Index ?? throw new ArgumentException($"{type} has no field {name}.", nameof(name))];

    /// <summary>Whether the field was given or has a default.</summary>
    public bool Has(int index) => !ReferenceEquals(values[index], InputCoercion.Absent);

    /// <inheritdoc cref="Has(int)"/>
    public bool Has(string name) => type.FindField(name) is { } field && Has(field.Index);
}

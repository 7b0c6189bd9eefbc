namespace Hierarchy.GraphQL.Schema;

/// <summary>What coercing a scalar gives: the value when it fits, else a message for the caller, or null for the general one.</summary>
public readonly record struct ScalarResult(object? Value, string? Message) {
    /// <summary>Whether the input fits the scalar.</summary>
    public bool IsOk => Value is not null;

    /// <summary>The input fits.</summary>
    public static ScalarResult Of(object value) => new(value, null);

    /// <summary>The input does not fit.</summary>
    public static ScalarResult Refuse(string? message = null) => new(null, message);
}

/// <summary>
/// How input becomes a value of a scalar (section 3.5): a literal of the document, which holds no variables any more, or a JSON value of
/// the variables. Both functions are pure and thread-safe; null never reaches them.
/// </summary>
public sealed record ScalarCoercion(Func<ValueNode, ScalarResult> ParseLiteral, Func<JsonElement, ScalarResult> ParseValue) {
    /// <summary>Accepts any input: strings, longs, doubles, booleans, object arrays and dictionaries by string.</summary>
    public static ScalarCoercion Any { get; } = new(literal => ScalarResult.Of(Untyped(literal)!),
        value => ScalarResult.Of(Untyped(VariableSubstitution.ToLiteral(value, type: null))!));

    /// <summary>A scalar whose input is a string in both notations.</summary>
    /// <param name="parse">Gives the value, or null when the string does not fit.</param>
    public static ScalarCoercion FromString(Func<string, object?> parse) => new(
        literal => new(literal is StringValueNode text ? parse(text.Value) : null, null),
        value => new(value.ValueKind == JsonValueKind.String ? parse(value.GetString()!) : null, null));

    private static object? Untyped(ValueNode node) => node switch {
        IntValueNode number when long.TryParse(number.Value, CultureInfo.InvariantCulture, out var integer) => integer,
        IntValueNode number => double.Parse(number.Value, CultureInfo.InvariantCulture),
        FloatValueNode number => double.Parse(number.Value, CultureInfo.InvariantCulture),
        StringValueNode text => text.Value,
        EnumValueNode name => name.Value,
        BooleanValueNode boolean => boolean.Value,
        ListValueNode list => list.Values.Select(Untyped).ToArray(),
        ObjectValueNode value => value.Fields.GroupBy(field => field.Name.Value)
            .ToDictionary(same => same.Key, same => Untyped(same.Last().Value)),
        _ => null,
    };
}

/// <summary>The five scalars that every schema has (sections 3.5.1-3.5.5).</summary>
internal sealed record SpecifiedScalar(string Name, string Description, ScalarCoercion Coercion) {
    private static readonly object True = true;
    private static readonly object False = false;

    public static IReadOnlyList<SpecifiedScalar> All { get; } =
    [
        new("String", "Text: a sequence of Unicode characters.", Of(node => (node as StringValueNode)?.Value,
            value => value.ValueKind == JsonValueKind.String ? value.GetString() : null,
            "String cannot represent a non string value: ")),
        new("Int", "A whole number between -(2^31) and 2^31 - 1.", new(
            node => node is not IntValueNode number ? NoInteger(Printer.PrintForError(node))
                : int.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
                    ? ScalarResult.Of(integer) : TooLong(Printer.Abbreviate(number.Value)),
            value => value.ValueKind != JsonValueKind.Number ? NoInteger(JsText.Inspect(value))
                : value.TryGetInt32(out var integer) ? ScalarResult.Of(integer)
                : value.GetDouble() is var number && !double.IsInteger(number) ? NoInteger(JsText.Inspect(value))
                : number is >= int.MinValue and <= int.MaxValue ? ScalarResult.Of((int)number)
                : TooLong(JsText.Number(number)))),
        new("Float", "A number of double precision (IEEE 754).", Of(
            node => ((node as IntValueNode)?.Value ?? (node as FloatValueNode)?.Value) is { } text ? Finite(ParseDouble(text)) : null,
            value => value.ValueKind == JsonValueKind.Number ? Finite(value.GetDouble()) : null,
            "Float cannot represent non numeric value: ")),
        new("Boolean", "`true` or `false`.", Of(node => node is BooleanValueNode boolean ? (boolean.Value ? True : False) : null,
            value => value.ValueKind switch { JsonValueKind.True => True, JsonValueKind.False => False, _ => null },
            "Boolean cannot represent a non boolean value: ")),
        new("ID", "Identifies an object. Written as a string; a whole number is accepted as input too.", Of(
            node => (node as StringValueNode)?.Value ?? (node as IntValueNode)?.Value,
            value => value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => Id(value), _ => null },
            "ID cannot represent a non-string and non-integer value: ",
            "ID cannot represent value: ")),
    ];

    private static ScalarCoercion Of(
        Func<ValueNode, object?> literal, Func<JsonElement, object?> json, string message, string? jsonMessage = null) => new(
        node => literal(node) is { } value ? ScalarResult.Of(value) : ScalarResult.Refuse(message + Printer.PrintForError(node)),
        input => json(input) is { } value ? ScalarResult.Of(value) : ScalarResult.Refuse((jsonMessage ?? message) + JsText.Inspect(input)));

    private static ScalarResult NoInteger(string text) => ScalarResult.Refuse($"Int cannot represent non-integer value: {text}");

    private static ScalarResult TooLong(string text) =>
        ScalarResult.Refuse($"Int cannot represent non 32-bit signed integer value: {text}");

    private static double ParseDouble(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static object? Finite(double number) => double.IsFinite(number) ? number : null;

    // A number beyond 2^53 keeps its digits; only 1e3 and 1.0 need arithmetic.
    private static string? Id(JsonElement value) {
        var text = value.GetRawText();
        return !text.AsSpan().ContainsAny('.', 'e', 'E') ? text == "-0" ? "0" : text
            : double.IsInteger(value.GetDouble()) ? JsText.Number(value.GetDouble())
            : null;
    }
}

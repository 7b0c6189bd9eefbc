namespace Hierarchy.GraphQL.Schema;

/// <summary>The outcome of coercing one scalar.</summary>
public readonly struct ScalarResult
{
    private ScalarResult(object? value, bool isOk, string? message)
    {
        Value = value;
        IsOk = isOk;
        Message = message;
    }

    /// <summary>The typed value when it fits.</summary>
    public object? Value { get; }

    /// <summary>Whether the input fits the scalar.</summary>
    public bool IsOk { get; }

    /// <summary>The whole message for the caller when it does not; null for the engine's general one.</summary>
    public string? Message { get; }

    /// <summary>The input fits.</summary>
    public static ScalarResult Of(object value) => new(value, isOk: true, message: null);

    /// <summary>The input does not fit.</summary>
    public static ScalarResult Refuse(string? message = null) => new(null, isOk: false, message);
}

/// <summary>
/// How input becomes a value of a scalar (section 3.5). Implementations are pure and thread-safe; null never reaches them.
/// </summary>
public abstract class ScalarCoercion
{
    /// <summary>Accepts any input: strings, longs, doubles, booleans, object arrays and dictionaries by string.</summary>
    public static ScalarCoercion Any { get; } = new AnyCoercion();

    /// <summary>Coerces a literal of the document; it holds no variables any more.</summary>
    public abstract ScalarResult ParseLiteral(ValueNode literal);

    /// <summary>Coerces a JSON value of the variables.</summary>
    public abstract ScalarResult ParseValue(JsonElement value);

    /// <summary>A scalar whose input is a string in both notations.</summary>
    /// <param name="parse">Gives the value, or null when the string does not fit.</param>
    public static ScalarCoercion FromString(Func<string, object?> parse) => new StringBased(parse);

    private sealed class StringBased(Func<string, object?> parse) : ScalarCoercion
    {
        public override ScalarResult ParseLiteral(ValueNode literal) =>
            literal is StringValueNode text && parse(text.Value) is { } value ? ScalarResult.Of(value) : ScalarResult.Refuse();

        public override ScalarResult ParseValue(JsonElement value) =>
            value.ValueKind == JsonValueKind.String && parse(value.GetString()!) is { } parsed
                ? ScalarResult.Of(parsed)
                : ScalarResult.Refuse();
    }

    private sealed class AnyCoercion : ScalarCoercion
    {
        public override ScalarResult ParseLiteral(ValueNode literal) => ScalarResult.Of(Untyped(literal)!);

        public override ScalarResult ParseValue(JsonElement value) => ScalarResult.Of(Untyped(value)!);

        private static object? Untyped(ValueNode node) => node switch
        {
            IntValueNode number => long.TryParse(number.Value, CultureInfo.InvariantCulture, out var integer)
                ? integer
                : double.Parse(number.Value, CultureInfo.InvariantCulture),
            FloatValueNode number => double.Parse(number.Value, CultureInfo.InvariantCulture),
            StringValueNode text => text.Value,
            EnumValueNode name => name.Value,
            BooleanValueNode boolean => boolean.Value,
            ListValueNode list => list.Values.Select(Untyped).ToArray(),
            ObjectValueNode value => UntypedFields(value.Fields.Select(field => (field.Name.Value, Untyped(field.Value)))),
            _ => null,
        };

        private static object? Untyped(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.TryGetInt64(out var integer) ? integer : value.GetDouble(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Array => value.EnumerateArray().Select(Untyped).ToArray(),
            JsonValueKind.Object => UntypedFields(value.EnumerateObject().Select(field => (field.Name, Untyped(field.Value)))),
            _ => null,
        };

        private static Dictionary<string, object?> UntypedFields(IEnumerable<(string Name, object? Value)> fields)
        {
            var result = new Dictionary<string, object?>();
            foreach (var (name, value) in fields)
            {
                result[name] = value;
            }

            return result;
        }
    }
}

/// <summary>The five scalars that every schema has (sections 3.5.1-3.5.5).</summary>
internal sealed class SpecifiedScalar : ScalarCoercion
{
    private static readonly object True = true;
    private static readonly object False = false;

    private readonly Func<ValueNode, ScalarResult> _literal;
    private readonly Func<JsonElement, ScalarResult> _value;

    private SpecifiedScalar(string name, string description, Func<ValueNode, ScalarResult> literal, Func<JsonElement, ScalarResult> value)
    {
        Name = name;
        Description = description;
        _literal = literal;
        _value = value;
    }

    public static IReadOnlyList<SpecifiedScalar> All { get; } =
    [
        new("String", "Text: a sequence of Unicode characters.", StringLiteral, StringValue),
        new("Int", "A whole number between -(2^31) and 2^31 - 1.", IntLiteral, IntValue),
        new("Float", "A number of double precision (IEEE 754).", FloatLiteral, FloatValue),
        new("Boolean", "`true` or `false`.", BooleanLiteral, BooleanValue),
        new("ID", "Identifies an object. Written as a string; a whole number is accepted as input too.", IdLiteral, IdValue),
    ];

    public string Name { get; }

    public string Description { get; }

    public override ScalarResult ParseLiteral(ValueNode literal) => _literal(literal);

    public override ScalarResult ParseValue(JsonElement value) => _value(value);

    private static ScalarResult StringLiteral(ValueNode node) => node is StringValueNode text
        ? ScalarResult.Of(text.Value)
        : ScalarResult.Refuse($"String cannot represent a non string value: {Printer.PrintForError(node)}");

    private static ScalarResult StringValue(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? ScalarResult.Of(value.GetString()!)
        : ScalarResult.Refuse($"String cannot represent a non string value: {JsText.Inspect(value)}");

    private static ScalarResult IntLiteral(ValueNode node)
    {
        if (node is not IntValueNode number)
        {
            return ScalarResult.Refuse($"Int cannot represent non-integer value: {Printer.PrintForError(node)}");
        }

        return int.TryParse(number.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? ScalarResult.Of(integer)
            : ScalarResult.Refuse($"Int cannot represent non 32-bit signed integer value: {Printer.Abbreviate(number.Value)}");
    }

    private static ScalarResult IntValue(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            if (value.TryGetInt32(out var integer))
            {
                return ScalarResult.Of(integer);
            }

            // 1.0 and 1e3 are whole numbers in JSON.
            var number = value.GetDouble();
            if (double.IsInteger(number))
            {
                return number is >= int.MinValue and <= int.MaxValue
                    ? ScalarResult.Of((int)number)
                    : ScalarResult.Refuse($"Int cannot represent non 32-bit signed integer value: {JsText.Number(number)}");
            }
        }

        return ScalarResult.Refuse($"Int cannot represent non-integer value: {JsText.Inspect(value)}");
    }

    private static ScalarResult FloatLiteral(ValueNode node)
    {
        var text = node switch
        {
            IntValueNode number => number.Value,
            FloatValueNode number => number.Value,
            _ => null,
        };
        return text is null
            ? ScalarResult.Refuse($"Float cannot represent non numeric value: {Printer.PrintForError(node)}")
            : Finite(double.Parse(text, CultureInfo.InvariantCulture), Printer.Abbreviate(text));
    }

    private static ScalarResult FloatValue(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? Finite(value.GetDouble(), JsText.Inspect(value))
        : ScalarResult.Refuse($"Float cannot represent non numeric value: {JsText.Inspect(value)}");

    private static ScalarResult Finite(double number, string text) =>
        double.IsFinite(number) ? ScalarResult.Of(number) : ScalarResult.Refuse($"Float cannot represent non numeric value: {text}");

    private static ScalarResult BooleanLiteral(ValueNode node) => node is BooleanValueNode boolean
        ? ScalarResult.Of(boolean.Value ? True : False)
        : ScalarResult.Refuse($"Boolean cannot represent a non boolean value: {Printer.PrintForError(node)}");

    private static ScalarResult BooleanValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => ScalarResult.Of(True),
        JsonValueKind.False => ScalarResult.Of(False),
        _ => ScalarResult.Refuse($"Boolean cannot represent a non boolean value: {JsText.Inspect(value)}"),
    };

    private static ScalarResult IdLiteral(ValueNode node) => node switch
    {
        StringValueNode text => ScalarResult.Of(text.Value),
        IntValueNode number => ScalarResult.Of(number.Value),
        _ => ScalarResult.Refuse($"ID cannot represent a non-string and non-integer value: {Printer.PrintForError(node)}"),
    };

    private static ScalarResult IdValue(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return ScalarResult.Of(value.GetString()!);
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            // A number beyond 2^53 keeps its digits here; only 1e3 and 1.0 need arithmetic.
            var text = value.GetRawText();
            if (!text.AsSpan().ContainsAny('.', 'e', 'E'))
            {
                return ScalarResult.Of(text == "-0" ? "0" : text);
            }

            if (double.IsInteger(value.GetDouble()))
            {
                return ScalarResult.Of(JsText.Number(value.GetDouble()));
            }
        }

        return ScalarResult.Refuse($"ID cannot represent value: {JsText.Inspect(value)}");
    }
}

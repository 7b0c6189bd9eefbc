namespace Hierarchy.GraphQL.Language;

/// <summary>JSON values as messages show them: the notation that JavaScript developers know from the reference implementation.</summary>
internal static class JsText
{
    private const int ArrayLengthMax = 10;
    private const int DepthMax = 2;

    public static string Inspect(JsonElement value) => Printer.Abbreviate(Inspect(value, depth: 1));

    /// <summary>A number as JavaScript prints it: no exponent between 1e-7 and 1e21.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }

        if (value == 0)
        {
            return "0";
        }

        // The shortest digits that round-trip, and where the decimal point belongs.
        var shortest = Math.Abs(value).ToString("E16", CultureInfo.InvariantCulture);
        for (var precision = 0; precision < 17; precision++)
        {
            shortest = Math.Abs(value).ToString("E" + precision, CultureInfo.InvariantCulture);
            if (double.Parse(shortest, CultureInfo.InvariantCulture) == Math.Abs(value))
            {
                break;
            }
        }

        var mark = shortest.IndexOf('E');
        var digits = shortest[..mark].Replace(".", "", StringComparison.Ordinal);
        var exponent = int.Parse(shortest[(mark + 1)..], CultureInfo.InvariantCulture);
        return (value < 0 ? "-" : "") + exponent switch
        {
            >= 21 or < -6 => digits[..1] + Fraction(digits[1..]) + (exponent < 0 ? "e" : "e+") + exponent,
            < 0 => "0." + new string('0', -exponent - 1) + digits,
            _ when digits.Length <= exponent + 1 => digits.PadRight(exponent + 1, '0'),
            _ => digits[..(exponent + 1)] + Fraction(digits[(exponent + 1)..]),
        };
    }

    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4", null)),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }

    private static string Fraction(string digits) => digits.Length == 0 ? "" : "." + digits;

    private static string Inspect(JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.String => Quote(value.GetString()!),
        JsonValueKind.Number => Number(value.GetDouble()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => InspectArray(value, depth),
        JsonValueKind.Object => InspectObject(value, depth),
        _ => "null",
    };

    private static string InspectArray(JsonElement value, int depth)
    {
        var length = value.GetArrayLength();
        if (length == 0)
        {
            return "[]";
        }

        if (depth > DepthMax)
        {
            return "[Array]";
        }

        var items = value.EnumerateArray().Take(ArrayLengthMax).Select(item => Inspect(item, depth + 1)).ToList();
        var rest = length - items.Count;
        if (rest > 0)
        {
            items.Add(rest == 1 ? "... 1 more item" : $"... {rest} more items");
        }

        return "[" + string.Join(", ", items) + "]";
    }

    private static string InspectObject(JsonElement value, int depth)
    {
        var entries = value.EnumerateObject();
        if (!entries.Any())
        {
            return "{}";
        }

        return depth > DepthMax
            ? "[Object]"
            : "{ " + string.Join(", ", entries.Select(entry => entry.Name + ": " + Inspect(entry.Value, depth + 1))) + " }";
    }
}

namespace Hierarchy.GraphQL.Language;

/// <summary>JSON values as messages show them: the notation that JavaScript developers know from the reference implementation.</summary>
internal static class JsText {
    private const int ItemsMax = 10;
    private const int DepthMax = 2;

    public static string Inspect(JsonElement value) => Printer.Abbreviate(Inspect(value, depth: 1));

    /// <summary>A number as JavaScript prints it: no exponent between 1e-7 and 1e21.</summary>
    public static string Number(double value) {
        // .NET gives the shortest digits that round-trip too, but takes to an exponent earlier.
        var text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var sign = value < 0 ? "-" : "";
        if (!double.IsFinite(value) || text.Split('E') is not [var mantissa, var power]) return sign + text;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var exponent = int.Parse(power, CultureInfo.InvariantCulture);
        return sign + exponent switch {
            >= 21 => mantissa + "e+" + exponent,
            < -6 => mantissa + "e" + exponent,
            < 0 => "0." + new string('0', -exponent - 1) + digits,
            _ when digits.Length > exponent + 1 => digits.Insert(exponent + 1, "."),
            _ => digits.PadRight(exponent + 1, '0'),
        };
    }

    private static string Inspect(JsonElement value, int depth) => value.ValueKind switch {
        JsonValueKind.String => Printer.Quote(value.GetString()!, controlMax: ' ', "x4"),
        JsonValueKind.Number => Number(value.GetDouble()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array when value.GetArrayLength() == 0 => "[]",
        JsonValueKind.Array => depth > DepthMax ? "[Array]" : "[" + string.Join(", ", Items(value, depth + 1)) + "]",
        JsonValueKind.Object when !value.EnumerateObject().Any() => "{}",
        JsonValueKind.Object => depth > DepthMax ? "[Object]" : "{ " + string.Join(", ", value.EnumerateObject().Select(
            entry => entry.Name + ": " + Inspect(entry.Value, depth + 1))) + " }",
        _ => "null",
    };

    private static IEnumerable<string> Items(JsonElement array, int depth) {
        var items = array.EnumerateArray().Take(ItemsMax).Select(item => Inspect(item, depth));
        var rest = array.GetArrayLength() - ItemsMax;
        return rest <= 0 ? items : items.Append(rest == 1 ? "... 1 more item" : $"... {rest} more items");
    }
}

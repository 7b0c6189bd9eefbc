namespace Hierarchy.Tests.System.Walk;

/// <summary>Values at and beyond every bound of each scalar, as JSON writes them.</summary>
internal static class Edges
{
    private static readonly ImmutableArray<string> Texts =
    [
        "\"a\"", "\"\"", "\" \"", """
        "a\nb"
        """, """
        "a\u0000"
        """, """
        "\u202Ea"
        """, """
        "a\u200B"
        """, """
        "\u200B"
        """, """
        "a\uD83D"
        """, """
        "\uDE00"
        """, """
        "\uD83D\uDE00"
        """, """
        "\u0661"
        """, """
        "\u0430"
        """, """
        "\u0111"
        """, """
        "e\u0301"
        """, """
        "\uDB40\uDC41"
        """, """
        "a\\"
        """,
        "\"a/b\"", "\"a:b\"", "\"a~b\"", "\"a~b~c\"", "\"%_'; drop table events; --\"",
        Long(100), Long(101), Long(500), Long(501), Long(4_000), Long(4_001),
    ];

    private static readonly ImmutableArray<string> Whole =
    [
        "-2147483649", "-2147483648", "-1", "0", "1", "2", "12", "13", "100", "101", "366", "500", "501", "1000", "1001", "1899", "1900", "2013",
        "2062", "2063", "2200", "2201", "36600", "36601", "2147483647", "2147483648", "1.5", "1e400",
    ];

    private static readonly ImmutableArray<string> Large =
    [
        "-9007199254740992", "-9007199254740991", "-1", "0", "1", "100000000000", "100000000001", "500000000000", "500000000001",
        "16000000000000", "16000000000001", "9007199254740991", "9007199254740992", "9223372036854775807", "9223372036854775808", "1.5", "1e400",
    ];

    private static readonly ImmutableArray<string> Fractions =
    [
        "-1", "-0.001", "-0.0", "0", "5e-324", "0.0001", "0.001", "1", "33.33", "33.333", "100", "100.01", "10000", "10000.001",
        "1000000000000", "-1000000000000", "1000000000001", "9007199254740993", "1e300", "-1e300", "1e400", "\"NaN\"",
    ];

    private static readonly ImmutableArray<string> Days =
    [
        "\"0001-01-01\"", "\"9999-12-31\"", "\"1899-12-31\"", "\"1900-01-01\"", "\"2012-02-29\"", "\"2013-05-10\"", "\"2013-02-30\"",
        "\"2200-12-31\"", "\"2201-01-01\"", "\"10000-01-01\"", "\"-0001-01-01\"", "\"2013-5-1\"", "\"2013-05-10T00:00:00Z\"", "\"infinity\"",
        "\"\u0662013-05-10\"", "\"\"",
    ];

    /// <summary>Values that are invalid for most types.</summary>
    public static readonly ImmutableArray<string> Foreign = ["null", "true", "1.5", "\"b\"", "{}", "[]", "{\"a\":[{}]}"];

    public static ImmutableArray<string> Of(string scalar) => scalar switch
    {
        "ID" or "String" => Texts,
        "Int" => Whole,
        "Float" => Fractions,
        "Money" or "Long" => Large,
        "Date" or "DateTime" => Days,
        "Boolean" => ["true", "false"],
        // A newer scalar: all values.
        _ => [.. Texts, .. Large, .. Fractions, .. Days],
    };

    private static string Long(int length) => $"\"{new string('a', length)}\"";
}

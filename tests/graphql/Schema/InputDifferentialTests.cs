using System.Globalization;
using System.Text.Json;
using Hierarchy.GraphQL.Language;
using Hierarchy.GraphQL.Schema;

namespace Hierarchy.Tests.GraphQL.Schema;

/// <summary>Section 6.1.2: random variables are coerced to the values, or refused with the words, of graphql-js 17.</summary>
public sealed class InputDifferentialTests
{
    private const string Sdl = """
        enum Kind { PROVINCE COMMUNE }
        scalar Any
        input Range { from: Int = 1, to: Int!, note: String }
        input Filter { kind: Kind = COMMUNE, range: Range = { to: 9 }, any: [Filter!], ids: [ID!]! = ["a"], share: Float, on: Boolean }
        input Key @oneOf { id: ID, name: String, range: Range }
        type Query { a: Int }
        """;

    private const string Operation = """
        query ($i: Int, $n: Int!, $f: Float, $s: String = "d", $b: Boolean, $id: ID, $k: Kind, $ks: [Kind!], $m: [[Int]], $x: Filter,
          $y: [Filter], $o: Key, $r: Range! = { to: 2 }, $any: Any, $z: Kind = PROVINCE) { a }
        """;

    private static readonly string[] Leaves =
    [
        "null", "1", "-7", "0", "1.0", "1.5", "1e3", "2147483648", "-2147483649", "1e21", "1.25e-7", "123456789012", "true", "false",
        "\"\"", "\"a\"", "\"PROVINCE\"", "\"PROVINZ\"", "\"1\"", "\"Đ\\u0001\\\"\\n\"", "0.1", "100", "[]", "{}",
        "5e-324", "1.7976931348623157e308", "123456.789",
    ];

    private static readonly string[] Keys =
        ["kind", "range", "any", "ids", "share", "on", "from", "to", "note", "id", "name", "nope", "fro", "kinds"];

    [Fact]
    public void Random_variables_are_coerced_or_refused_as_by_the_reference()
    {
        using var oracle = Oracle.Start();
        var schema = SchemaBuilder.Build(Sdl);
        var document = Parser.Parse(Operation);
        var variables = OperationVariables.Of(schema, document, document.Operations[0]);
        var options = new InputOptions { Suggestions = true, FaultsMax = 1_000 };
        var seed = Number("HIERARCHY_SEED", Environment.TickCount);
        var random = new Random(seed);
        for (var i = 0; i < Number("HIERARCHY_FUZZ", 1_500); i++)
        {
            var names = variables.Signatures.Where(_ => random.Next(3) == 0).Select(signature => signature.Name).ToList();
            var text = "{" + string.Join(",", names.Append("n").Distinct().Select(name => $"\"{name}\":{RandomJson(random, 4)}")) + "}";
            var json = JsonDocument.Parse(text).RootElement;
            var answer = oracle.Ask(new { ask = "variables", schema = Sdl, text = Operation, variables = json });
            var isOk = variables.TryCoerce(json, options, out var values, out var errors);
            var actual = isOk
                ? Write(variables, values)
                : string.Join('\n', errors.Select(error => $"{error.Message} {error.Locations[0].Line}:{error.Locations[0].Column}"));
            var expected = answer.TryGetProperty("values", out var coerced) ? Normalise(coerced) : string.Join('\n', Errors(answer));
            Assert.True(expected == actual, $"Seed {seed}, number {i}:\n{text}\nexpected\n{expected}\nactual\n{actual}");
        }
    }

    private static IEnumerable<string> Errors(JsonElement answer) => answer.GetProperty("errors").EnumerateArray().Select(error =>
    {
        var at = error.GetProperty("locations")[0];
        return $"{error.GetProperty("message").GetString()} {at[0].GetInt32()}:{at[1].GetInt32()}";
    });

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static string RandomJson(Random random, int depth) => random.Next(depth > 0 ? 5 : 3) switch
    {
        < 3 => Leaves[random.Next(Leaves.Length)],
        3 => "[" + string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => RandomJson(random, depth - 1))) + "]",
        _ => "{" + string.Join(",", Enumerable.Range(0, random.Next(1, 5))
            .Select(_ => Keys[random.Next(Keys.Length)]).Distinct()
            .Select(key => $"\"{key}\":{RandomJson(random, depth - 1)}")) + "}",
    };

    /// <summary>Writes values so that both sides agree on numbers and on the order of keys.</summary>
    private static string Normalise(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => p.Name + ":" + Normalise(p.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(",", value.EnumerateArray().Select(Normalise)) + "]",
        JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.String => "'" + value.GetString(),
        _ => value.GetRawText(),
    };

    private static string Write(OperationVariables variables, VariableValues values) => "{" + string.Join(",", variables.Signatures
        .Where(signature => values.Has(signature.Index))
        .OrderBy(signature => signature.Name, StringComparer.Ordinal)
        .Select(signature => signature.Name + ":" + Write(values[signature.Index]))) + "}";

    private static string Write(object? value) => value switch
    {
        null => "null",
        bool boolean => boolean ? "true" : "false",
        string text => "'" + text,
        int or long or double => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        object?[] list => "[" + string.Join(",", list.Select(Write)) + "]",
        InputObjectValue input => "{" + string.Join(",", input.Type.Fields.Where(field => input.Has(field.Index))
            .OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => field.Name + ":" + Write(input[field.Index]))) + "}",
        Dictionary<string, object?> map => "{" + string.Join(",", map.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key + ":" + Write(pair.Value))) + "}",
        _ => throw new ArgumentException(value.GetType().Name, nameof(value)),
    };
}

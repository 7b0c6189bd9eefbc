using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hierarchy.GraphQL.Language;
using Hierarchy.GraphQL.Schema;
using Hierarchy.GraphQL.Validation;
using Hierarchy.GraphQL.Validation.Rules;

namespace Hierarchy.Tests.GraphQL.Validation;

/// <summary>
/// Section 5.3.2: random selections, full of aliases and fragments that refer to each other, conflict exactly as graphql-js 17 says.
/// </summary>
public sealed class MergeDifferentialTests
{
    private const string Sdl = """
        interface I { a: Int b(n: Int): String i: I o: O }
        type O implements I { a: Int b(n: Int): String i: I o: O p: P c: [Int] d: Int! }
        type P implements I { a: Int b(n: Int): String i: I o: O p: P c: [Int!] d: Int }
        union U = O | P
        type Query { a: Int b(n: Int): String i: I o: O p: P u: U }
        """;

    private static readonly ParserOptions ParserOptions = new() { AllowEmptySelectionSets = false, FragmentsMax = 500 };

    [Fact]
    public void Random_selections_conflict_as_in_the_reference()
    {
        using var oracle = Oracle.Start();
        var schema = SchemaBuilder.Build(Sdl);
        var options = new ValidationOptions { ErrorsMax = 1_000, MergeComparisonsMax = 10_000_000 };
        var seed = Number("HIERARCHY_SEED", Environment.TickCount);
        var random = new Random(seed);
        for (var i = 0; i < Number("HIERARCHY_FUZZ", 1_500); i++)
        {
            var text = RandomDocument(random);
            var rule = nameof(OverlappingFieldsCanBeMergedRule);
            var answer = oracle.Ask(new { ask = "validate", schema = Sdl, text, rule });
            var document = Parser.Parse(text, ParserOptions);
            var errors = DocumentValidator.Validate(schema, document, options, [new OverlappingFieldsCanBeMergedRule()]);
            var (expected, actual) = (Describe(answer), Describe(errors));
            Assert.True(expected == actual, $"Seed {seed}, document {i}:\n{text}\nexpected\n{expected}\nactual\n{actual}");
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static string RandomDocument(Random random)
    {
        var fragments = random.Next(5);
        var text = new StringBuilder();
        AppendSelections(text, random, depth: 3, fragments);
        for (var i = 0; i < fragments; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nfragment F{i} on {Pick(random, "I", "O", "P", "U", "Query", "None")} ");
            AppendSelections(text, random, depth: 2, fragments);
        }

        return text.ToString();
    }

    private static void AppendSelections(StringBuilder text, Random random, int depth, int fragments)
    {
        text.Append("{ ");
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var kind = random.Next(10);
            if (kind == 0 && fragments > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"...F{random.Next(fragments)} ");
            }
            else if (kind <= 2 && depth > 0)
            {
                text.Append(Pick(random, "... ", "... on I ", "... on O ", "... on P ", "... on U "));
                AppendSelections(text, random, depth - 1, fragments);
            }
            else if (kind <= 5 && depth > 0)
            {
                text.Append(Pick(random, "", "", "x: ", "i: ")).Append(Pick(random, "i ", "o ", "p ", "u "));
                AppendSelections(text, random, depth - 1, fragments);
            }
            else
            {
                text.Append(Pick(random, "", "", "", "x: ", "a: "))
                    .Append(Pick(random, "a ", "a ", "b ", "b(n: 1) ", "b(n: 2) ", "c ", "d ", "e "));
            }
        }

        text.Append("} ");
    }

    private static string Pick(Random random, params ReadOnlySpan<string> options) => options[random.Next(options.Length)];

    private static string Describe(ImmutableArray<GraphQLError> errors) => string.Join('\n', errors.Select(error =>
        error.Message + " " + string.Join(' ', error.Locations.Select(at => $"{at.Line}:{at.Column}"))));

    private static string Describe(JsonElement answer) => string.Join('\n', answer.GetProperty("errors").EnumerateArray().Select(error =>
        error.GetProperty("message").GetString() + " "
        + string.Join(' ', error.GetProperty("locations").EnumerateArray().Select(at => $"{at[0].GetInt32()}:{at[1].GetInt32()}"))));
}

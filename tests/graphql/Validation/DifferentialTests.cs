using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hierarchy.GraphQL.Language;
using Hierarchy.GraphQL.Schema;
using Hierarchy.GraphQL.Validation;

namespace Hierarchy.Tests.GraphQL.Validation;

/// <summary>
/// Random damage to valid documents: the engine and graphql-js 17 must say the same, word for word and place for place. The seed is printed
/// with a
/// failure; HIERARCHY_SEED repeats it, HIERARCHY_FUZZ sets the number of documents.
/// </summary>
public sealed partial class DifferentialTests
{
    private const string Sdl = """
        directive @onField(level: Int! = 1, tags: [String!]) repeatable on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @onQuery on QUERY | VARIABLE_DEFINITION
        interface Node { id: ID! }
        interface Named implements Node { id: ID! name(upper: Boolean = false): String! }
        type Unit implements Named & Node { id: ID! name(upper: Boolean = false): String! kind: Kind! parent: Unit
          children(kind: Kind, first: Int = 10): [Unit!]! tasks(filter: Filter, ids: [ID!]): [Task] share: Float }
        type Task implements Named & Node { id: ID! name(upper: Boolean = false): String! owner: Unit! percent: Float
          size(unit: String!): Int }
        type Plan implements Node { id: ID! title: String kind: PlanKind matrix: [[Int!]]! }
        union Found = Unit | Task | Plan
        enum Kind { PROVINCE COMMUNE }
        enum PlanKind { YEAR SPAN }
        input Filter { kind: Kind, text: String, range: Range, any: [Filter!], limit: Int! = 5, min: Int! }
        input Range { from: Int, to: Int! }
        input Key @oneOf { id: ID, name: String, range: Range }
        scalar Date
        type Query { node(id: ID!): Node find(key: Key, at: Date): Found search(text: String!, kinds: [Kind!] = [PROVINCE]): [Found!]!
          unit(id: ID! = "vn"): Unit named: Named plan: Plan count: Int }
        type Mutation { rename(id: ID!, name: String!): Unit move(id: ID!, to: ID): Unit }
        type Subscription { changed(under: ID): Unit tick(everyMs: Int = 1000): Int }
        """;

    private static readonly string[] Seeds = """"
        query A($id: ID! = "vn", $f: Filter, $k: [Kind!]) @onQuery {
          unit(id: $id) { id name children(first: 3) { ...U } tasks(filter: $f) { id } }
          search(text: "x", kinds: $k) { __typename ... on Plan { title matrix } }
        }
        fragment U on Unit { id kind parent { ...N } }
        fragment N on Named { name(upper: true) id }
        ---
        {
          find(key: {id: 1}) {
            ... on Unit { name children(kind: COMMUNE) { share } } ... on Task { name owner { id } size(unit: "m") } ... on Node { id }
          }
          a: count b: count
        }
        ---
        query B($x: Int = 3, $t: Boolean!) {
          unit {
            tasks(filter: {min: $x, any: [{min: 1, range: {to: 2}}], kind: PROVINCE}, ids: [1, "b"]) {
              ... on Task @include(if: $t) @onField(level: 2) { percent } ... @skip(if: false) { id }
            }
          }
        }
        ---
        mutation M($id: ID!) { a: rename(id: $id, name: "n") { id } b: move(id: $id, to: null) { parent { id } } }
        ---
        subscription S { changed(under: "vn") { id name } }
        ---
        {
          node(id: 4) { id ... on Unit { x: name } ... on Task { x: name y: percent } ... on Plan { x: id y: kind } }
          named { ...F ...G }
        }
        fragment F on Named { id ... on Unit { parent { id kind } } }
        fragment G on Unit { parent { id z: kind } }
        ---
        query I { __schema { types { name fields { name type { name } } } } __type(name: "Unit") { kind } plan { matrix kind title } }
        ---
        query C($v: String, $r: Range) {
          find(key: {range: $r}, at: {a: [1, 2.5, "s"], b: X}) { __typename }
          search(text: """
            block
              text""") { ... on Named { id name(upper: false) } }
        }
        query D { count }
        """".Split("---\n");

    private static readonly string[] Words = """"
        id name kind Unit Task Plan Named Node Found Kind U N F a x y $id $f $x $k on PROVINCE YEAR true null 1 2.5 "s" { } [ ] ( ) : ! ...
        @skip @onField @nope children tasks parent owner percent search unit nope query fragment first filter min to Int ID Filter Range
        - 1e " #c """b""" & | = \ Đ {} text size matrix title __typename
        """".Split((char[])[' ', '\n']);

    private static readonly ParserOptions ParserOptions = new()
    {
        NestingMax = 500,
        FragmentsMax = 500,
        OperationsMax = 500,
        VariablesMax = 500,
    };

    private static readonly ValidationOptions Options = new() { Suggestions = true, ErrorsMax = 1_000, MergeComparisonsMax = 100_000 };

    [Fact]
    public void Damaged_documents_get_the_verdict_of_the_reference()
    {
        using var oracle = Oracle.Start();
        var schema = SchemaBuilder.Build(Sdl);
        var seed = Number("HIERARCHY_SEED", Environment.TickCount);
        var count = Number("HIERARCHY_FUZZ", 1_500);
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var text = Damage(random, Seeds[random.Next(Seeds.Length)]);
            var expected = Describe(oracle.Ask(new { ask = "validate", schema = Sdl, text }));
            var actual = Verdict(schema, text);
            Assert.True(expected == actual, $"Seed {seed}, document {i}:\n{text}\nexpected\n{expected}\nactual\n{actual}");
        }
    }

    [Fact]
    public void Damaged_schemas_get_the_verdict_of_the_reference()
    {
        using var oracle = Oracle.Start();
        var seed = Number("HIERARCHY_SEED", Environment.TickCount);
        var random = new Random(seed);
        for (var i = 0; i < Number("HIERARCHY_FUZZ", 1_500) / 3; i++)
        {
            var text = Damage(random, Sdl);
            var answer = oracle.Ask(new { ask = "schema", text });
            if (answer.TryGetProperty("refused", out var crash) && crash.GetString()!.EndsWith("leaf type.", StringComparison.Ordinal))
            {
                // The reference throws on the default of an argument with an output type instead of reporting it.
                continue;
            }

            var expected = answer.TryGetProperty("printed", out var printed) ? printed.GetString() + "\n" + answer.GetProperty("types")
                : answer.TryGetProperty("refused", out var refused) ? refused.GetString()
                : Describe(answer);
            var actual = SchemaVerdict(text, answer.TryGetProperty("refused", out _));
            Assert.True(expected == actual, $"Seed {seed}, schema {i}:\n{text}\nexpected\n{expected}\nactual\n{actual}");
        }
    }

    [Fact]
    public void Printed_documents_are_those_of_the_reference()
    {
        using var oracle = Oracle.Start();
        foreach (var text in Seeds.Append(Sdl))
        {
            var expected = oracle.Ask(new { ask = "parse", text }).GetProperty("printed").GetString();
            Assert.Equal(expected, Printer.Print(Parser.Parse(text)));
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static string Damage(Random random, string text)
    {
        var tokens = Tokens().Matches(text).Select(match => match.Value).ToList();
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var at = random.Next(tokens.Count);
            switch (random.Next(6))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[at]);
                    break;
                case 2:
                    tokens[at] = tokens[random.Next(tokens.Count)];
                    break;
                case 3:
                    tokens.Insert(at, Words[random.Next(Words.Length)]);
                    break;
                default:
                    // Most replacements keep the sort of the token, so that more than syntax is tried.
                    var same = Words.Where(word => char.IsAsciiLetter(word[0]) == char.IsAsciiLetter(tokens[at][0])).ToArray();
                    tokens[at] = same[random.Next(same.Length)];
                    break;
            }
        }

        return string.Join(random.Next(2) == 0 ? " " : "\r\n", tokens);
    }

    private static string Verdict(GraphQLSchema schema, string text)
    {
        try
        {
            return Describe(DocumentValidator.Validate(schema, Parser.Parse(text, ParserOptions), Options));
        }
        catch (GraphQLSyntaxError fault)
        {
            return Describe([fault.Error]);
        }
    }

    private static string SchemaVerdict(string text, bool isRefused)
    {
        try
        {
            return SchemaBuilder.TryBuild(Parser.Parse(text, ParserOptions), SchemaOptions.Default, out var schema, out var errors)
                ? SchemaPrinter.Print(schema!) + "\n" + JsonSerializer.Serialize(schema!.Types.Select(type => type.Name))
                : isRefused ? string.Join("\n\n", errors.Select(error => error.Message)) : Describe(errors);
        }
        catch (GraphQLSyntaxError fault)
        {
            return Describe([fault.Error]);
        }
    }

    private static string Describe(ImmutableArray<GraphQLError> errors) => string.Join('\n', errors.Select(error =>
        error.Message + " " + string.Join(' ', error.Locations.Select(at => $"{at.Line}:{at.Column}"))));

    private static string Describe(JsonElement answer)
    {
        var errors = answer.TryGetProperty("syntax", out var syntax) ? [syntax] : answer.GetProperty("errors").EnumerateArray().ToArray();
        return string.Join('\n', errors.Select(error => error.GetProperty("message").GetString() + " "
            + string.Join(' ', error.GetProperty("locations").EnumerateArray().Select(at => $"{at[0].GetInt32()}:{at[1].GetInt32()}"))));
    }

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"|\"[^\"]*\"|\\.\\.\\.|[$@]?\\w+|[^\\s,\\w]")]
    private static partial Regex Tokens();
}

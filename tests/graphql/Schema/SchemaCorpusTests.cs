using System.Collections.Immutable;
using System.Text.Json;
using Hierarchy.GraphQL.Language;
using Hierarchy.GraphQL.Schema;

namespace Hierarchy.Tests.GraphQL.Schema;

/// <summary>Section 3: the builder agrees with graphql-js 17 on every schema text of its tests.</summary>
public sealed class SchemaCorpusTests
{
    [Fact]
    public void Every_text_builds_to_the_same_schema_or_is_refused_for_the_same_reasons()
    {
        var cases = Corpus.Read("graphql-js-sdl.jsonl");
        var differences = new List<string>();
        foreach (var entry in cases)
        {
            var expected = entry.GetProperty("ok").GetBoolean()
                ? entry.GetProperty("printed").GetString()!
                : string.Join('\n', entry.GetProperty("errors").EnumerateArray().Select(Describe));
            var text = entry.GetProperty("text").GetString()!;
            var actual = Verdict(text, withPlaces: expected.EndsWith(']'));
            if (actual != expected)
            {
                differences.Add($"{entry.GetProperty("test").GetString()}\n{text}\nexpected\n{expected}\nactual\n{actual}");
            }
        }

        Corpus.AssertNone(differences, cases.Count);
    }

    private static string Verdict(string text, bool withPlaces)
    {
        var document = Parser.Parse(text, ParserOptions.Trusted);
        try
        {
            return SchemaBuilder.TryBuild(document, SchemaOptions.Default, out var schema, out var errors)
                ? SchemaPrinter.Print(schema!)
                : Describe(errors, withPlaces);
        }
        catch (GraphQLSchemaException fault)
        {
            return Describe(fault.Errors, withPlaces);
        }
    }

    // The corpus has no places for faults of the text, which graphql-js throws as one exception.
    private static string Describe(ImmutableArray<GraphQLError> errors, bool withPlaces) => string.Join('\n', errors.Select(error =>
        error.Message + (withPlaces ? " [" + string.Join(",", error.Locations.Select(at => $"[{at.Line},{at.Column}]")) + "]" : "")));

    private static string Describe(JsonElement error)
    {
        var message = error.GetProperty("message").GetString()!;
        return error.TryGetProperty("at", out var places)
            ? $"{message} {places.GetRawText().Replace(" ", "", StringComparison.Ordinal)}"
            : message;
    }
}

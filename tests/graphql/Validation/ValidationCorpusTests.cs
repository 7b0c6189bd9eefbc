using System.Collections.Immutable;
using System.Text.Json;
using Hierarchy.GraphQL.Language;
using Hierarchy.GraphQL.Schema;
using Hierarchy.GraphQL.Validation;
using Hierarchy.GraphQL.Validation.Rules;

namespace Hierarchy.Tests.GraphQL.Validation;

/// <summary>
/// Section 5: each rule agrees with graphql-js on rule, message and locations. The corpus has the words of version 16; where version 17
/// says it
/// differently, or reports it by another rule, Approved/graphql-js-17.jsonl holds what 17.1.0 says, by line of the corpus.
/// </summary>
public sealed class ValidationCorpusTests
{
    private static readonly ParserOptions ParserOptions = new() { VariablesMax = 1_000, FragmentsMax = 1_000, OperationsMax = 1_000 };
    private static readonly ValidationOptions Options = new() { Suggestions = true, ErrorsMax = 100 };

    private static readonly SchemaOptions SchemaOptions = new()
    {
        AssumeValid = true,
        Scalars = new Dictionary<string, ScalarCoercion> { ["CustomScalar"] = ScalarCoercion.FromString(_ => null) },
    };

    private readonly Dictionary<string, GraphQLSchema> _schemas = [];

    [Fact]
    public void Every_rule_reports_the_same_words_at_the_same_places()
    {
        var cases = Corpus.Read("graphql-js-validation.jsonl");
        var newer = ReadNewer();
        var differences = new List<string>();
        for (var i = 0; i < cases.Count; i++)
        {
            var rule = cases[i].GetProperty("rule").GetString()!;
            var expected = Describe(newer.GetValueOrDefault(i + 1, cases[i].GetProperty("errors")));
            var errors = Validate(cases[i], rule);
            var actual = Describe(errors);
            if (actual != expected || errors.Any(error => error.Rule != rule))
            {
                var query = cases[i].GetProperty("query").GetString();
                differences.Add($"{i + 1}: {cases[i].GetProperty("test").GetString()}\n{query}\nexpected\n{expected}\nactual\n{actual}");
            }
        }

        Corpus.AssertNone(differences, cases.Count);
    }

    [Fact]
    public void A_document_without_faults_in_the_corpus_passes_the_merge_check_within_its_bounds()
    {
        var cases = Corpus.Read("graphql-js-validation.jsonl")
            .Where(entry => entry.GetProperty("rule").GetString() == nameof(OverlappingFieldsCanBeMergedRule)
                && entry.GetProperty("errors").GetArrayLength() == 0)
            .ToList();
        var options = new ValidationOptions { MergeComparisonsMax = 100 };
        var refused = cases.Where(entry => Validate(entry, nameof(OverlappingFieldsCanBeMergedRule), options).Length > 0);
        Assert.Empty(refused.Select(entry => entry.GetProperty("query").GetString()));
    }

    private ImmutableArray<GraphQLError> Validate(JsonElement entry, string rule, ValidationOptions? options = null)
    {
        var document = Parser.Parse(entry.GetProperty("query").GetString()!, ParserOptions);
        var sdl = entry.GetProperty("sdl").GetString();
        var schema = sdl is null ? null : FindSchema(sdl);
        return entry.GetProperty("kind").GetString() == "query"
            ? DocumentValidator.Validate(schema!, document, options ?? Options, [Rule(rule)])
            : SdlValidator.Validate(document, schema, [Rule(rule)]);
    }

    private GraphQLSchema FindSchema(string sdl)
    {
        if (!_schemas.TryGetValue(sdl, out var schema))
        {
            schema = _schemas[sdl] = SchemaBuilder.Build(sdl, SchemaOptions);
        }

        return schema;
    }

    private static ValidationRule Rule(string name) => DocumentValidator.Rules()
        .Concat(SdlValidator.Rules())
        .Append(new NoDeprecatedCustomRule())
        .Append(new NoSchemaIntrospectionCustomRule())
        .First(rule => rule.Name == name);

    private static Dictionary<int, JsonElement> ReadNewer()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Validation", "Approved", "graphql-js-17.jsonl");
        return File.ReadLines(path)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(entry => entry.GetProperty("line").GetInt32(), entry => entry.GetProperty("errors"));
    }

    private static string Describe(ImmutableArray<GraphQLError> errors) => string.Join('\n', errors.Select(error =>
        error.Message + " " + string.Join(' ', error.Locations.Select(at => $"{at.Line}:{at.Column}"))));

    private static string Describe(JsonElement errors) => string.Join('\n', errors.EnumerateArray().Select(error =>
    {
        var places = error.GetProperty("locations").EnumerateArray();
        var text = places.Select(at => $"{at.GetProperty("line").GetInt32()}:{at.GetProperty("column").GetInt32()}");
        return error.GetProperty("message").GetString() + " " + string.Join(' ', text);
    }));
}

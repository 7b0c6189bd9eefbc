using Hierarchy.GraphQL.Language;

namespace Hierarchy.Tests.GraphQL.Language;

/// <summary>Section 2: the parser agrees with graphql-js on every text of its tests.</summary>
public sealed class ParserCorpusTests
{
    private static readonly ParserOptions Options = new()
    {
        TokensMax = int.MaxValue,
        OperationsMax = int.MaxValue,
        FragmentsMax = int.MaxValue,
        VariablesMax = int.MaxValue,
        NestingMax = 200,
    };

    [Fact]
    public void Every_text_is_accepted_or_refused_with_the_same_words_at_the_same_place()
    {
        var cases = Corpus.Read("graphql-js-parse.jsonl");
        var differences = new List<string>();
        foreach (var entry in cases)
        {
            var text = entry.GetProperty("text").GetString()!;
            var expected = "ok";
            if (!entry.GetProperty("ok").GetBoolean())
            {
                var at = entry.GetProperty("at");
                expected = $"{entry.GetProperty("message").GetString()} ({at[0].GetInt32()}:{at[1].GetInt32()})";
            }

            var actual = Verdict(text);
            if (actual != expected)
            {
                differences.Add($"{entry.GetProperty("test").GetString()}\n{text}\nexpected {expected}\nactual   {actual}");
            }
        }

        Corpus.AssertNone(differences, cases.Count);
    }

    [Fact]
    public void Every_accepted_text_prints_to_a_text_that_prints_the_same()
    {
        var cases = Corpus.Read("graphql-js-parse.jsonl").Where(entry => entry.GetProperty("ok").GetBoolean()).ToList();
        var differences = new List<string>();
        foreach (var text in cases.Select(entry => entry.GetProperty("text").GetString()!))
        {
            var printed = Printer.Print(Parser.Parse(text, Options));
            var again = Printer.Print(Parser.Parse(printed, Options));
            if (printed != again)
            {
                differences.Add($"{printed}\nbecame\n{again}");
            }
        }

        Corpus.AssertNone(differences, cases.Count);
    }

    private static string Verdict(string text)
    {
        try
        {
            Parser.Parse(text, Options);
            return "ok";
        }
        catch (GraphQLSyntaxError fault)
        {
            var at = fault.Error.Locations[0];
            return $"{fault.Message} ({at.Line}:{at.Column})";
        }
    }
}

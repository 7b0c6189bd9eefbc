using Hierarchy.GraphQL.Language;

namespace Hierarchy.Tests.GraphQL.Language;

/// <summary>Printing (canonical text); the words and line breaks themselves are compared with graphql-js by the conformance
/// tests.</summary>
public sealed class PrinterTests
{
    [Theory]
    [InlineData("type A query { a }", "type A\n\nquery {\n  a\n}")]
    [InlineData("{ a } type A query { a }", "{\n  a\n}\n\ntype A\n\nquery {\n  a\n}")]
    [InlineData("query Q { a } query { a }", "query Q {\n  a\n}\n\n{\n  a\n}")]
    public void A_query_behind_a_type_is_not_taken_for_its_fields(string text, string printed)
    {
        Assert.Equal(printed, Printer.Print(Parser.Parse(text)));
        Assert.Equal(printed, Printer.Print(Parser.Parse(printed)));
    }

    [Theory]
    [InlineData("[", "]", 60)]
    [InlineData("{a: ", "}", 60)]
    [InlineData("[{a: [", "]}]", 20)]
    public async Task Nested_values_are_printed_once_for_each_level(string open, string close, int levels)
    {
        var value = string.Concat(Enumerable.Repeat(open, levels)) + "1" + string.Concat(Enumerable.Repeat(close, levels));
        var document = Parser.Parse($"{{ field(argument: {value}) }}");
        var printed = await Task.Run(() => Printer.Print(document)).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(printed, Printer.Print(Parser.Parse(printed)));
    }
}

using Hierarchy.GraphQL.Language;

namespace Hierarchy.Tests.GraphQL.Language;

/// <summary>Printing (canonical text); the words and line breaks themselves are compared with graphql-js by the conformance
/// tests.</summary>
public sealed class PrinterTests
{
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

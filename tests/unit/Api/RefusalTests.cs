namespace Hierarchy.UnitTests.Api;

public sealed class RefusalTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Report = """
        mutation ($percent: Float!, $day: Date) {
          submit(requestId: "s", obligation: "a~t", completedOn: $day) { id }
          reportProgress(requestId: "r", obligation: "a~t", percent: $percent) { id }
        }
        """;

    [Fact]
    public async Task A_value_that_is_none_of_its_type_is_invalid_as_a_variable_and_in_the_document()
    {
        object[] wrong = [new { percent = "5" }, new { day = "2013-01-01" }, new { percent = 5, day = "2013-02-30" }];
        foreach (var variables in wrong)
        {
            Assert.Equal("INVALID", Code(await api.AskAsync(Report, variables)));
        }
        Assert.Equal("INVALID", await CodeAsync("""reportProgress(requestId: "r", obligation: "a~t", percent: "5")"""));
        Assert.Equal("INVALID", await CodeAsync("""submit(requestId: "s", obligation: "a~t", completedOn: "2013-02-30")"""));
        Assert.Equal("VALIDATION", await CodeAsync("""reportProgress(requestId: "r", obligation: "a~t")"""));
    }

    private Task<string?> CodeAsync(string mutation) => api.CodeAsync($"mutation {{ {mutation} {{ id }} }}");

    private static string? Code(JsonElement answer) =>
        Assert.Single(answer.GetProperty("errors").EnumerateArray()).GetProperty("extensions").GetProperty("code").GetString();
}

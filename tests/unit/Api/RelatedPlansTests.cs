namespace Hierarchy.UnitTests.Api;

/// <summary>A province with a department and a district: one plan of the province, one of the district.</summary>
public sealed class RelatedPlansTests(ApiHost api) : IClassFixture<ApiHost>, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        if ((await api.DataAsync("""{ unit(id: "w") { id } }""")).GetProperty("unit").ValueKind != System.Text.Json.JsonValueKind.Null)
        {
            return;
        }
        await api.DoAsync("""registerUnit(input: { id: "w", name: "Tỉnh Tây Ninh", kind: PROVINCE }) { id }""");
        await api.DoAsync("""registerUnit(input: { id: "w-s", name: "Sở Nội vụ", kind: DEPARTMENT, parent: "w" }) { id }""");
        await api.DoAsync("""registerUnit(input: { id: "w-h", name: "Huyện Châu Thành", kind: DISTRICT, parent: "w" }) { id }""");
        await AdoptAsync("old", "w", 2011, 2013, "2662/QĐ-UBND");
        await AdoptAsync("new", "w-h", 2014, 2014, "12 / KH-UBND");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("w", "", "new old")]
    [InlineData("w-h", "", "new old")]
    [InlineData("w-s", "", "old")]
    [InlineData("w", """(text: "KE HOACH")""", "new old")]
    [InlineData("w", """(text: "2014 chau  thanh")""", "new")]
    [InlineData("w", """(text: "2014 tay ninh")""", "")]
    [InlineData("w", """(text: "2662/QĐ-UBND")""", "old")]
    [InlineData("w", """(text: "2662/qd")""", "old")]
    [InlineData("w", """(text: "2662 ke hoach tay ninh")""", "old")]
    [InlineData("w", """(text: "12 / KH")""", "new")]
    [InlineData("w", """(text: "12 /kh-ubnd")""", "")]
    [InlineData("w", """(text: "662/QĐ-UBND")""", "")]
    [InlineData("w", """(text: "2662/QĐ-UBNDX")""", "")]
    [InlineData("w", "(year: 2012)", "old")]
    [InlineData("w", "(first: 1)", "new")]
    public async Task Are_found_by_words_and_by_year_newest_first(string unit, string arguments, string plans)
    {
        var found = (await api.DataAsync($$"""{ unit(id: "{{unit}}") { relatedPlans{{arguments}} { id } } }""")).GetProperty("unit");

        Assert.Equal(plans, string.Join(' ', found.GetProperty("relatedPlans").EnumerateArray().Select(plan => plan.GetProperty("id"))));
    }

    [Theory]
    [InlineData("w", "[2014,2013,2012,2011]")]
    [InlineData("w-s", "[2013,2012,2011]")]
    public async Task Cover_years(string unit, string years) =>
        Assert.Equal(years, (await api.DataAsync($$"""{ unit(id: "{{unit}}") { planYears } }"""))
            .GetProperty("unit").GetProperty("planYears").GetRawText());

    [Theory]
    [InlineData("(first: 101)")]
    [InlineData("(first: 0)")]
    [InlineData("""(text: "a\u0000")""")]
    public async Task Are_not_found_by_what_is_out_of_bounds(string arguments) =>
        Assert.Equal("INVALID", await api.CodeAsync($$"""{ unit(id: "w") { relatedPlans{{arguments}} { id } } }"""));

    private Task AdoptAsync(string id, string owner, int from, int to, string number) => api.DoAsync($$"""
        adoptPlan(input: { id: "{{id}}", owner: "{{owner}}", number: "{{number}}", title: "Kế hoạch", startYear: {{from}}, endYear: {{to}},
          areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }] }) { id }
        """);
}

namespace Hierarchy.UnitTests.Api;

/// <summary>The record of a unit and all below it, as the API shows it.</summary>
public sealed class AuditTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Changes_of_all_units_below_come_newest_first_page_by_page()
    {
        await RegisterAsync("r", "MINISTRY", null);
        await RegisterAsync("p", "PROVINCE", "r");
        await RegisterAsync("c", "COMMUNE", "p");
        var read = new List<string>();
        string? after = null;
        do
        {
            var page = (await api.DataAsync(
                "query($after: String) { audit(under: \"r\", first: 1, after: $after) { nodes { id unit { id } type } pageInfo { hasNextPage endCursor } } }",
                new { after })).GetProperty("audit");
            read.AddRange(page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString()!));
            var info = page.GetProperty("pageInfo");
            after = info.GetProperty("hasNextPage").GetBoolean() ? info.GetProperty("endCursor").GetString() : null;
        }
        while (after is not null);

        Assert.Equal(["c#1", "p#1", "r#1"], read);
        await api.CheckAsync(
            """{ audit(under: "p", from: "2013-05-10", to: "2013-05-10") { nodes { id } edges { node { actor } } } }""",
            """{ "audit": { "nodes": [{ "id": "c#1" }, { "id": "p#1" }], "edges": [{ "node": { "actor": "admin" } }, { "node": { "actor": "admin" } }] } }""");
        await api.CheckAsync("""{ audit(under: "p", from: "2013-05-11") { nodes { id } } }""", """{ "audit": { "nodes": [] } }""");
        await api.CheckAsync("""{ audit(under: "p", to: "2013-05-09") { nodes { id } } }""", """{ "audit": { "nodes": [] } }""");
    }

    [Theory]
    [InlineData("""audit(under: "none")""", "NOT_FOUND", "under")]
    [InlineData("""audit(under: "x", first: 0)""", "INVALID", "first")]
    [InlineData("""audit(under: "x", first: 501)""", "INVALID", "first")]
    [InlineData("""audit(under: "x", from: "1899-12-31")""", "INVALID", "from")]
    [InlineData("""audit(under: "x", to: "2201-01-01")""", "INVALID", "to")]
    [InlineData("""audit(under: "x", from: "2013-05-11", to: "2013-05-10")""", "INVALID", "to")]
    [InlineData("""audit(under: "x", actor: "")""", "INVALID", "actor")]
    [InlineData("""audit(under: "x", after: "c2VxfDE")""", "INVALID", "after")]
    public async Task What_cannot_be_asked_for_is_refused_with_its_place(string field, string code, string place)
    {
        await RegisterAsync("x", "MINISTRY", null);

        var error = Assert.Single((await api.AskAsync($"{{ {field} {{ nodes {{ id }} }} }}")).GetProperty("errors").EnumerateArray());

        Assert.Equal(code, error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal(place, Assert.Single(error.GetProperty("extensions").GetProperty("input").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Who_may_change_one_unit_alone_does_not_read_its_record()
    {
        await RegisterAsync("y", "MINISTRY", null);

        Assert.Equal("FORBIDDEN", await api.CodeAsync("""{ audit(under: "y") { nodes { id } } }""", new Caller("of-y", "y")));
    }

    private async Task RegisterAsync(string id, string kind, string? parent)
    {
        var answer = await api.AskAsync($$"""
            mutation { registerUnit(requestId: "{{id}}", input: { id: "{{id}}", name: "{{id}}", kind: {{kind}}{{(parent is null ? "" : $", parent: \"{parent}\"")}} }) { id } }
            """);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
    }
}

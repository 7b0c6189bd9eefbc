namespace Hierarchy.UnitTests.Api;

/// <summary>The days that a unit claims, those that are confirmed, and the history that says both.</summary>
public sealed class ObligationHistoryTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Days = "status completedOn claimedOn handedIn: handedInAt timeliness";

    [Fact]
    public async Task A_day_that_was_claimed_stands_beside_the_one_that_was_confirmed()
    {
        await ImposeAsync("a");
        await api.CheckAsync(
            $$"""{ obligation(id: "a-x~a-t") { {{Days}} } }""",
            """{ "obligation": { "status": "NOT_STARTED", "completedOn": null, "claimedOn": null, "handedIn": null, "timeliness": "OVERDUE" } }""");
        var handedIn = await SubmitAsync("a", "2013-04-28");
        Assert.StartsWith("2013-05-", handedIn, StringComparison.Ordinal);
        await api.CheckDoneAsync(
            $$"""accept(obligation: "a-x~a-t", completedOn: "2013-05-02") { {{Days}} }""",
            $$"""
            { "accept": { "status": "DONE", "completedOn": "2013-05-02", "claimedOn": "2013-04-28", "handedIn": "{{handedIn}}", "timeliness": "DONE_LATE" } }
            """);
        await api.EventuallyAsync(
            """{ unit(id: "a-p") { progress { doneOnTime doneLate } } }""", """{ "unit": { "progress": { "doneOnTime": 0, "doneLate": 1 } } }""");
        await api.CheckAsync(
            """
            {
              late: obligations(under: "a-p", filter: { timeliness: [DONE_LATE] }) { totalCount }
              obligation(id: "a-x~a-t") { history(first: 2) { nodes { summary } } }
            }
            """,
            """
            {
              "late": { "totalCount": 1 },
              "obligation": { "history": { "nodes": [
                { "summary": "Duyệt hoàn thành “Việc”, xác nhận hoàn thành ngày 02/05/2013 thay cho ngày khai 28/04/2013." },
                { "summary": "Trình kết quả “Việc”, khai hoàn thành ngày 28/04/2013, ghi nhận ngày 10/05/2013." }
              ] } }
            }
            """);
    }

    [Fact]
    public async Task What_is_claimed_counts_where_no_other_day_is_confirmed()
    {
        await ImposeAsync("b");
        var handedIn = await SubmitAsync("b", "2013-04-28");
        foreach (var wrong in new[] { "2013-05-11", "2011-12-31" })
        {
            Assert.Equal("INVALID", await api.CodeAsync(
                $$"""mutation { accept(requestId: "{{wrong}}", obligation: "b-x~b-t", completedOn: "{{wrong}}") { id } }"""));
        }
        await api.CheckDoneAsync(
            $$"""accept(obligation: "b-x~b-t") { {{Days}} }""",
            $$"""
            { "accept": { "status": "DONE", "completedOn": "2013-04-28", "claimedOn": "2013-04-28", "handedIn": "{{handedIn}}", "timeliness": "DONE_ON_TIME" } }
            """);
    }

    [Fact]
    public async Task A_history_has_each_change_of_the_obligation_with_its_cause_page_by_page()
    {
        await ImposeAsync("h");
        await api.DoAsync("""reportProgress(obligation: "h-x~h-u", percent: 5) { id }""");
        await api.DoAsync("""reportProgress(obligation: "h-x~h-t", percent: 10) { id }""");
        await api.DoAsync("""reportProgress(obligation: "h-x~h-t", percent: 20) { id }""");
        const string History = """
            query ($after: String) { obligation(id: "h-x~h-t") { history(first: 2, after: $after) {
              edges { cursor node { id } } nodes { id type unit { id } cause } pageInfo { hasNextPage hasPreviousPage endCursor }
            } } }
            """;

        var first = (await api.DataAsync(History)).GetProperty("obligation").GetProperty("history");
        var after = first.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        var second = (await api.DataAsync(History, new { after })).GetProperty("obligation").GetProperty("history");

        Assert.Equal(
            """[{"id":"h-x#6","type":"progress-reported","unit":{"id":"h-x"},"cause":null},{"id":"h-x#5","type":"progress-reported","unit":{"id":"h-x"},"cause":null}]""",
            first.GetProperty("nodes").GetRawText());
        Assert.Equal(
            """[{"id":"h-x#2","type":"obligations-imposed","unit":{"id":"h-x"},"cause":"h-p#3"}]""", second.GetProperty("nodes").GetRawText());
        Assert.Equal((true, false), (Flag(first, "hasNextPage"), Flag(second, "hasNextPage")));
        Assert.Equal((false, true), (Flag(first, "hasPreviousPage"), Flag(second, "hasPreviousPage")));
        await api.CheckAsync(
            """{ unit(id: "h-p") { history(first: 2) { nodes { id type cause } } } }""",
            """
            { "unit": { "history": { "nodes": [
              { "id": "h-p#4", "type": "task-added", "cause": null }, { "id": "h-p#3", "type": "task-added", "cause": null }
            ] } } }
            """);
        Assert.Equal("INVALID", await api.CodeAsync("""{ obligation(id: "h-x~h-t") { history(after: "x") { nodes { id } } } }"""));
        Assert.Equal("INVALID", await api.CodeAsync("""{ obligation(id: "h-x~h-t") { history(first: 501) { nodes { id } } } }"""));

        static bool Flag(System.Text.Json.JsonElement page, string name) => page.GetProperty("pageInfo").GetProperty(name).GetBoolean();
    }

    [Fact]
    public async Task A_request_whose_id_looks_like_that_of_a_message_is_no_cause()
    {
        await ImposeAsync("c");
        await api.DataAsync("""mutation { reportProgress(requestId: "m:c-p#1", obligation: "c-x~c-t", percent: 1) { id } }""");
        await api.CheckAsync(
            """{ unit(id: "c-x") { history(first: 1) { nodes { type cause } } } }""",
            """{ "unit": { "history": { "nodes": [{ "type": "progress-reported", "cause": null }] } } }""");
    }

    /// <returns>When it was recorded.</returns>
    private async Task<string> SubmitAsync(string country, string day) => (await api.DoAsync(
        $$"""submit(obligation: "{{country}}-x~{{country}}-t", completedOn: "{{day}}") { handedInAt }""")).GetProperty("submit").GetProperty("handedInAt").GetString()!;

    private async Task ImposeAsync(string country)
    {
        await api.RegisterAsync(country, ("p", "PROVINCE", null), ("x", "COMMUNE", "p"));
        await api.DoAsync($$"""
            adoptPlan(input: { id: "{{country}}-plan", owner: "{{country}}-p", title: "Kế hoạch", adoptedOn: "2012-01-01", startYear: 2013, endYear: 2013,
              areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }] }) { id }
            """);
        foreach (var task in new[] { "t", "u" })
        {
            await api.DoAsync($$"""
                addTask(input: { id: "{{country}}-{{task}}", plan: "{{country}}-plan", code: "1", area: "I", title: "Việc", leads: [{ unit: "{{country}}-x" }],
                  schedule: { kind: DATE, text: "", date: "2013-04-30" } }) { id }
                """);
        }
    }
}

namespace Hierarchy.UnitTests.Api;

/// <summary>What may be done to an obligation after it was imposed, seen from the units above.</summary>
public sealed class LivingPlanTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Figures =
        "total done inProgress cancelled overdue withinTerm dueWithin(days: 30) awaitingAcceptance postponed undated doneOnTime doneLate percent";

    [Fact]
    public async Task Each_change_shows_in_every_unit_above_with_its_answer()
    {
        await RegisterAsync("a");
        await api.DoAsync("""reportProgress(obligation: "a-c~a-t", percent: 25) { id }""");
        await api.FinishAsync("a-c~a-t");

        await CheckAsync("""reopen(obligation: "a-c~a-t", reason: "Chưa đạt")""", "IN_PROGRESS", "done: 0 inProgress: 1 percent: 25 overdue: 1");
        await CheckAsync(
            """changeDue(obligation: "a-c~a-t", due: "2013-05-20", reason: "Chờ văn bản", document: { number: "1/CV", issuedOn: "2013-05-02" })""",
            "IN_PROGRESS", "overdue: 0 dueWithin: 1 postponed: 1 undated: 0");
        await api.DoAsync("""submit(obligation: "a-c~a-t") { id }""");
        await CheckAsync("""withdraw(obligation: "a-c~a-t")""", "IN_PROGRESS", "awaitingAcceptance: 0 percent: 25 dueWithin: 1");
        await api.DoAsync("""cancel(obligation: "a-c~a-t", reason: "Thôi") { id }""");
        await CheckAsync("""restore(obligation: "a-c~a-t", reason: "Vẫn cần")""", "IN_PROGRESS", "cancelled: 0 inProgress: 1 percent: 25 total: 1");
        await api.CheckAsync(
            """{ obligation(id: "a-c~a-t") { due originalDue dueChanges { from to reason document { number } actor } } }""",
            """
            {
              "obligation": {
                "due": "2013-05-20",
                "originalDue": "2013-03-31",
                "dueChanges": [
                  { "from": "2013-03-31", "to": "2013-05-20", "reason": "Chờ văn bản", "document": { "number": "1/CV" }, "actor": "admin" }
                ]
              }
            }
            """);
    }

    [Fact]
    public async Task What_was_handed_in_by_its_due_day_is_in_no_list_of_what_is_late()
    {
        await RegisterAsync("b");
        await api.DoAsync("""submit(obligation: "b-c~b-t", completedOn: "2013-03-30") { id }""");
        await CountAsync("b", "overdue: true", 0);
        await CountAsync("b", "timeliness: [WITHIN_TERM], awaitingAcceptance: true", 1);
        await api.DoAsync("""sendBack(obligation: "b-c~b-t", note: "Thiếu") { id }""");
        await CountAsync("b", "overdue: true, awaitingAcceptance: false", 1);
        await api.DoAsync("""changeDue(obligation: "b-c~b-t", due: "2013-06-30", reason: "Gia hạn") { id }""");
        await CountAsync("b", "postponed: true, undated: false", 1);
        await CountAsync("b", "undated: true", 0);
    }

    [Fact]
    public async Task Many_are_done_each_for_itself_in_the_order_given_and_a_repeat_answers_the_same()
    {
        await RegisterAsync("m");
        const string Many = """
            mutation {
              reportMany(requestId: "many-1", reports: [
                { obligation: "m-c~m-t", percent: 10, on: "2013-05-08" }, { obligation: "m-c~nothing", percent: 10 }, { obligation: "m-c~m-t", percent: 101 },
                { obligation: "nobody~t", percent: 10 }, { obligation: "m-c~m-t", percent: 20, on: "2013-05-07" }, { obligation: "m-c~m-t", percent: 30 }
              ]) { obligation { percent version } code refusal }
            }
            """;
        var first = (await api.DataAsync(Many)).GetProperty("reportMany");
        Assert.Equal(
            ["10 2", "NOT_FOUND", "INVALID", "NOT_FOUND", "10 3", "30 4"],
            first.EnumerateArray().Select(outcome => outcome.GetProperty("obligation") is { ValueKind: JsonValueKind.Object } done
                ? $"{done.GetProperty("percent")} {done.GetProperty("version")}"
                : outcome.GetProperty("code").GetString()));
        Assert.All(first.EnumerateArray(), outcome => Assert.Equal(
            outcome.GetProperty("obligation").ValueKind == JsonValueKind.Null, outcome.GetProperty("refusal").ValueKind == JsonValueKind.String));
        Assert.Equal(first.GetRawText(), (await api.DataAsync(Many)).GetProperty("reportMany").GetRawText());
        await api.CheckAsync("""{ obligation(id: "m-c~m-t") { percent version } }""", """{ "obligation": { "percent": 30, "version": 4 } }""");

        var owner = new Caller("c", "m-c");
        var refused = await api.AskAsync(
            """mutation { changeDueMany(requestId: "many-2", obligations: ["m-c~m-t"], due: "2013-07-01", reason: "x") { code } }""", caller: owner);
        Assert.Equal("FORBIDDEN", refused.GetProperty("data").GetProperty("changeDueMany")[0].GetProperty("code").GetString());
        await api.CheckDoneAsync(
            """changeDueMany(obligations: ["m-c~m-t", "m-c~m-t"], due: "2013-07-01", reason: "x") { obligation { due } }""",
            """{ "changeDueMany": [{ "obligation": { "due": "2013-07-01" } }, { "obligation": { "due": "2013-07-01" } }] }""");
        await api.CheckDoneAsync("""acceptMany(obligations: ["m-c~m-t"]) { code }""", """{ "acceptMany": [{ "code": "CONFLICT" }] }""");
        await api.CheckDoneAsync("""acceptMany(obligations: []) { code }""", """{ "acceptMany": [] }""");
    }

    [Fact]
    public async Task More_than_five_hundred_are_refused_as_a_whole()
    {
        await RegisterAsync("n");
        async Task<JsonElement> AcceptAsync(int count) => await api.AskAsync(
            """mutation ($ids: [ID!]!) { acceptMany(requestId: "n", obligations: $ids) { code } }""",
            new { ids = Enumerable.Repeat("n-c~n-t", count).ToArray() });
        Assert.Equal(500, (await AcceptAsync(500)).GetProperty("data").GetProperty("acceptMany").GetArrayLength());
        var error = Assert.Single((await AcceptAsync(501)).GetProperty("errors").EnumerateArray());
        Assert.Equal("INVALID", error.GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_path_names_the_units_below_the_root()
    {
        await RegisterAsync("q");
        await api.CheckAsync(
            """{ root: unit(id: "q-m") { path } province: unit(id: "q-p") { path } commune: unit(id: "q-c") { path } }""",
            """{ "root": { "path": "" }, "province": { "path": "Đơn vị p" }, "commune": { "path": "Đơn vị p › Đơn vị c" } }""");
    }

    private async Task CheckAsync(string mutation, string status, string expected)
    {
        var answer = await api.DoAsync($"{mutation} {{ status unit {{ ancestors {{ progress {{ {Figures} }} }} }} }}");
        var changed = answer.EnumerateObject().Single().Value;
        Assert.Equal(status, changed.GetProperty("status").GetString());
        var above = changed.GetProperty("unit").GetProperty("ancestors").EnumerateArray().ToList();
        Assert.Equal(2, above.Count);
        Assert.All(above, unit => Assert.Equal(expected, string.Join(' ', expected.Split(' ').Where(word => word.EndsWith(':')).Select(
            name => $"{name} {unit.GetProperty("progress").GetProperty(name[..^1])}"))));
    }

    private Task CountAsync(string place, string filter, int expected) => api.CheckAsync(
        $"{{ obligations(under: \"{place}-m\", filter: {{ {filter} }}) {{ totalCount }} }}", $"{{ \"obligations\": {{ \"totalCount\": {expected} }} }}");

    /// <summary>A ministry, a province and a commune that owes one task by 31 March.</summary>
    private async Task RegisterAsync(string place)
    {
        await api.RegisterAsync(place, ("m", "MINISTRY", null), ("p", "PROVINCE", "m"), ("c", "COMMUNE", "p"));
        await api.AdoptAsync(place, "c");
    }
}

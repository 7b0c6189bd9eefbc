namespace Hierarchy.UnitTests.Api;

/// <summary>Regimes over the API: what they oblige to, and how far each period has come, at every level and on every day.</summary>
public sealed class RegimeApiTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Periods = """
        periods: [
          { key: "Q1", label: "Quý I", from: "12-15", fromYearOffset: -1, to: "03-14", due: [{ kind: COMMUNE, lastDay: "03-20" }] },
          { key: "H1", label: "06 tháng", from: "12-15", fromYearOffset: -1, to: "06-14", due: [{ kind: COMMUNE, lastDay: "06-20" }], serves: ["Q1"] }]
        """;

    [Fact]
    public async Task It_imposes_its_reports_and_each_knows_its_period()
    {
        await api.RegisterAsync("a");
        await api.CheckDoneAsync(
            $$"""
            addRegime(input: { id: "a-r", owner: "a-p", title: "Báo cáo CCHC", act: { number: "5/UBND", issuedOn: "2013-01-02" },
              reporters: [{ unitClass: COMMUNE }], startYear: 2013, endYear: 2014, {{Periods}} })
            { id title startYear endYear owner { id } act { number } periods(year: 2014) { key label from to due(kind: COMMUNE) none: due(kind: BODY) serves } }
            """,
            """
            { "addRegime": { "id": "a-r", "title": "Báo cáo CCHC", "startYear": 2013, "endYear": 2014, "owner": { "id": "a-p" },
              "act": { "number": "5/UBND" }, "periods": [
                { "key": "a-r~2014-Q1", "label": "Quý I, 2014", "from": "2013-12-15", "to": "2014-03-14", "due": "2014-03-20", "none": null, "serves": [] },
                { "key": "a-r~2014-H1", "label": "06 tháng, 2014", "from": "2013-12-15", "to": "2014-06-14", "due": "2014-06-20", "none": null,
                  "serves": ["a-r~2014-Q1"] }] } }
            """);
        await api.CheckAsync(
            """
            { obligation(id: "a-1~a-r~2013-Q1") { kind title due weight plan { id } duty { id } task { id } period { key regime { id } } } }
            """,
            """
            { "obligation": { "kind": "REPORT", "title": "Báo cáo CCHC (Quý I, 2013)", "due": "2013-03-20", "weight": 1, "plan": null, "duty": null,
              "task": null, "period": { "key": "a-r~2013-Q1", "regime": { "id": "a-r" } } } }
            """);
        await api.CheckAsync(
            """
            { obligations(under: "a-m", filter: { period: "a-r~2013-Q1", scope: OWN }) { totalCount nodes { unit { id } due } }
              one: unit(id: "a-2") { obligations(filter: { period: "a-r~2013-Q1" }) { totalCount } }
              none: obligations(under: "a-m", filter: { period: "x" }) { totalCount } }
            """,
            """
            { "obligations": { "totalCount": 3, "nodes": [{ "unit": { "id": "a-1" }, "due": "2013-03-20" }, { "unit": { "id": "a-2" }, "due": "2013-03-20" },
                { "unit": { "id": "a-3" }, "due": "2013-03-20" }] },
              "one": { "obligations": { "totalCount": 1 } }, "none": { "totalCount": 0 } }
            """);
        // It counts in the year of its period, in STEERING, as imposed.
        await api.EventuallyAsync(
            """
            { unit(id: "a-m") {
              all: progress(filter: { kind: REPORT }) { total units } year: progress(filter: { kind: REPORT, year: 2014, reformArea: STEERING }) { total }
              own: progress(filter: { kind: REPORT, scope: OWN }) { total } byPlan: breakdown(by: PLAN, filter: { kind: REPORT }) { key } } }
            """,
            """{ "unit": { "all": { "total": 12, "units": 3 }, "year": { "total": 6 }, "own": { "total": 0 }, "byPlan": [] } }""");
        await api.CheckAsync(
            """{ regimes(unit: "a-1") { id } above: regimes(unit: "a-m") { id } regime(id: "a-r") { title } none: regime(id: "x") { id } }""",
            """{ "regimes": [{ "id": "a-r" }], "above": [], "regime": { "title": "Báo cáo CCHC" }, "none": null }""");
        Assert.Equal("NOT_FOUND", await api.CodeAsync("""{ regimes(unit: "xx") { id } }"""));
    }

    [Fact]
    public async Task Completeness_and_timeliness_are_told_at_every_level_for_every_day_and_who_is_missing_by_name()
    {
        await api.RegisterAsync("b");
        await AddAsync("b", reporters: "{ unitClass: COMMUNE }");
        await api.DoAsync("""submit(obligation: "b-1~b-r~2013-Q1", completedOn: "2013-03-20") { id }""");
        await api.DoAsync("""submit(obligation: "b-2~b-r~2013-Q1", completedOn: "2013-03-25") { id }""");
        await CheckAsync("b-m", "2013-03-19", 0, 0, 3, ["b-1", "b-2", "b-3"]);
        await CheckAsync("b-p", "2013-03-20", 1, 1, 3, ["b-2", "b-3"]);
        await CheckAsync("b-p", "2013-03-25", 2, 1, 3, ["b-3"]);
        await CheckAsync("b-d", null, 2, 1, 3, ["b-3"]);
        await CheckAsync("b-1", "2013-06-01", 1, 1, 1, []);

        // Accepting changes none of the three; what is sent back is missing again from that day on, what is cancelled is not owed.
        await api.DoAsync("""accept(obligation: "b-1~b-r~2013-Q1") { id }""");
        await api.DoAsync("""accept(obligation: "b-2~b-r~2013-Q1") { id }""");
        await CheckAsync("b-m", null, 2, 1, 3, ["b-3"]);
        await api.DoAsync("""reopen(obligation: "b-2~b-r~2013-Q1", reason: "Sai số liệu") { id }""");
        await CheckAsync("b-m", null, 1, 1, 3, ["b-2", "b-3"]);
        await CheckAsync("b-m", "2013-03-31", 2, 1, 3, ["b-3"]);
        await api.DoAsync("""cancel(obligation: "b-3~b-r~2013-Q1", reason: "Giải thể") { id }""");
        await CheckAsync("b-m", null, 1, 1, 2, ["b-2"]);
        // Nothing is owed elsewhere, so there is no share of it.
        await api.CheckAsync(
            """
            { regime(id: "b-r") { periods(year: 2013) { completeness(unit: "b-x") { numerator denominator percent }
              progress(unit: "b-m", asOf: "2013-12-31") { total overdue cancelled } } } }
            """,
            """
            { "regime": { "periods": [
              { "completeness": { "numerator": 0, "denominator": 0, "percent": null }, "progress": { "total": 3, "overdue": 1, "cancelled": 1 } },
              { "completeness": { "numerator": 0, "denominator": 0, "percent": null }, "progress": { "total": 3, "overdue": 3, "cancelled": 0 } }] } }
            """);
    }

    [Fact]
    public async Task Who_is_missing_is_paged()
    {
        await api.RegisterAsync("c");
        await AddAsync("c", reporters: "{ unitClass: COMMUNE }");
        var seen = new List<string?>();
        string? after = null;
        do
        {
            var data = await api.DataAsync(
                """
                query($after: String) { regime(id: "c-r") { periods(year: 2013) { missing(unit: "c-m", first: 2, after: $after) {
                  totalCount nodes { id } pageInfo { hasNextPage endCursor } } } } }
                """, new { after });
            var page = data.GetProperty("regime").GetProperty("periods")[0].GetProperty("missing");
            Assert.Equal(3, page.GetProperty("totalCount").GetInt32());
            seen.AddRange(page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString()));
            after = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean()
                ? page.GetProperty("pageInfo").GetProperty("endCursor").GetString() : null;
        }
        while (after is not null);
        Assert.Equal(["c-1", "c-2", "c-3"], seen);
        Assert.Equal("INVALID", await OfOneAsync("""missing(unit: "c-m", after: "x") { totalCount }"""));
        Assert.Equal("NOT_FOUND", await OfOneAsync("""key progress(unit: "xx") { total }"""));

        Task<string?> OfOneAsync(string fields) =>
            api.CodeAsync($$"""{ obligation(id: "c-1~c-r~2013-Q1") { period { {{fields}} } } }""");
    }

    [Fact]
    public async Task What_a_duty_demands_already_is_taken_over_and_nothing_else_changes()
    {
        await api.RegisterAsync("d");
        await api.DoAsync("""
            adoptPlan(input: { id: "d-pl", owner: "d-p", title: "Kế hoạch", startYear: 2013, endYear: 2013,
              areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }] }) { id }
            """);
        await api.DoAsync("""
            addDuty(input: { id: "d-bc", plan: "d-pl", kind: REPORT, title: "Báo cáo quý", leads: [{ unitClass: COMMUNE }],
              schedule: { kind: RECURRING, text: "", every: [QUARTER], days: ["03-09", "06-09", "09-09", "12-09"] } }) { id }
            """);
        const string Figures = """
            { unit(id: "d-m") { progress(filter: { kind: null }) { total notStarted overdue units percent } }
              plan(id: "d-pl") { duties { id progress { total notStarted } } } }
            """;
        await api.EventuallyAsync(
            """{ unit(id: "d-m") { progress(filter: { kind: null }) { total } } }""", """{ "unit": { "progress": { "total": 12 } } }""");
        var before = (await api.DataAsync(Figures)).GetRawText();
        await api.DoAsync("""
            addRegime(input: { id: "d-r", owner: "d-p", title: "Báo cáo", reporters: [], startYear: 2013, endYear: 2013, periods: [
              { key: "Q1", label: "Quý I", from: "01-01", to: "03-31", due: [{ kind: COMMUNE, lastDay: "03-09" }], takesOver: "d-bc" }] }) { id }
            """);
        await api.CheckAsync(
            """{ obligation(id: "d-1~d-bc~2013-03-09") { plan { id } duty { id } period { key } version due history { nodes { summary } } } }""",
            """
            { "obligation": { "plan": { "id": "d-pl" }, "duty": { "id": "d-bc" }, "period": { "key": "d-r~2013-Q1" }, "version": 2, "due": "2013-03-09",
              "history": { "nodes": [
                { "summary": "Đơn vị p xếp vào kỳ báo cáo 1 việc: “Báo cáo quý (quý I/2013)”." },
                { "summary": "Đơn vị p giao 4 việc: “Báo cáo quý (quý I/2013)” và 3 việc khác." }] } } }
            """);
        Assert.Equal(before, (await api.DataAsync(Figures)).GetRawText());
        await api.CheckAsync(
            """{ regime(id: "d-r") { periods(year: 2013) { completeness(unit: "d-p") { numerator denominator } } } }""",
            """{ "regime": { "periods": [{ "completeness": { "numerator": 0, "denominator": 3 } }] } }""");
    }

    [Fact]
    public async Task Holidays_move_what_is_added_afterwards_and_nothing_that_is_owed_already()
    {
        await api.RegisterAsync("e");
        // 20 June 2013 is a Thursday, 21 June a Friday.
        await api.CheckDoneAsync("""setHolidays(year: 2013, days: ["2013-06-21", "2013-06-20", "2013-01-01"])""", """{ "setHolidays": true }""");
        await api.CheckAsync(
            "{ installation { holidays } }", """{ "installation": { "holidays": ["2013-01-01", "2013-06-20", "2013-06-21"] } }""");
        await AddAsync("e", "{ unitClass: COMMUNE }", "nextWorkingDay: true, ");
        await api.CheckAsync(
            """{ q: obligation(id: "e-1~e-r~2013-Q1") { due } h: obligation(id: "e-1~e-r~2013-H1") { due period { due(kind: COMMUNE) } } }""",
            """{ "q": { "due": "2013-03-20" }, "h": { "due": "2013-06-24", "period": { "due": "2013-06-24" } } }""");

        var refused = await api.AskAsync("""mutation { setHolidays(requestId: "e1", year: 2013, days: []) }""");
        var error = refused.GetProperty("errors")[0];
        Assert.Equal("CONFLICT", error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.StartsWith(
            "It would move the last day of 'e-r~2013-H1' from 2013-06-24 to 2013-06-20", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        await api.CheckDoneAsync(
            """setHolidays(year: 2013, days: ["2013-06-20", "2013-06-21", "2013-09-02"])""", """{ "setHolidays": true }""");
        await api.CheckAsync(
            "{ installation { holidays } }", """{ "installation": { "holidays": ["2013-06-20", "2013-06-21", "2013-09-02"] } }""");
    }

    [Theory]
    [InlineData("year: 2013, days: [\"2014-01-01\"]", "INVALID")]
    [InlineData("year: 2013, days: [\"2013-09-02\", \"2013-09-02\"]", "INVALID")]
    [InlineData("year: 3000, days: []", "INVALID")]
    public async Task Holidays_that_cannot_be_are_refused(string arguments, string code) =>
        Assert.Equal(code, await api.CodeAsync($$"""mutation { setHolidays(requestId: "h", {{arguments}}) }"""));

    [Fact]
    public async Task Holidays_and_regimes_are_for_who_may()
    {
        await api.RegisterAsync("f");
        var clerk = new Caller("clerk", "f-1");
        Assert.Equal("FORBIDDEN", await api.CodeAsync("""mutation { setHolidays(requestId: "f1", year: 2013, days: []) }""", clerk));
        Assert.Equal("FORBIDDEN", await api.CodeAsync(
            $$"""
            mutation { addRegime(requestId: "f2", input: { id: "f-r", owner: "f-p", title: "x", reporters: [], startYear: 2013, endYear: 2013,
              {{Periods}} }) { id } }
            """,
            clerk));
    }

    [Theory]
    [InlineData("from: \"1-1\"", "from")]
    [InlineData("from: \"12-15\"", "to")]
    [InlineData("from: \"01-01\", serves: [\"X\"]", "serves[0]")]
    public async Task What_is_wrong_in_a_period_is_refused_with_its_place(string period, string place)
    {
        await api.RegisterAsync("g" + place.Length);
        var answer = await api.AskAsync($$"""
            mutation { addRegime(requestId: "{{place}}", input: { id: "x", owner: "g{{place.Length}}-p", title: "x", reporters: [],
              startYear: 2013, endYear: 2013, periods: [{ key: "Q1", label: "Quý I", to: "03-14", due: [], {{period}} }] }) { id } }
            """);
        var extensions = answer.GetProperty("errors")[0].GetProperty("extensions");
        Assert.Equal("INVALID", extensions.GetProperty("code").GetString());
        Assert.Contains(place.Split('[')[0], extensions.GetRawText(), StringComparison.Ordinal);
    }

    private async Task CheckAsync(string unit, string? asOf, int handedIn, int inTime, int owed, string[] missing)
    {
        var day = asOf is null ? "" : $", asOf: \"{asOf}\"";
        var data = await api.DataAsync($$"""
            { regime(id: "{{(unit[..1])}}-r") { periods(year: 2013) {
              completeness(unit: "{{unit}}"{{day}}) { numerator denominator percent } timeliness(unit: "{{unit}}"{{day}}) { numerator denominator }
              missing(unit: "{{unit}}"{{day}}) { totalCount nodes { id } } } } }
            """);
        var period = data.GetProperty("regime").GetProperty("periods")[0];
        Assert.Equal((handedIn, owed), Rate(period, "completeness"));
        Assert.Equal((inTime, owed), Rate(period, "timeliness"));
        Assert.Equal(100.0 * handedIn / owed, period.GetProperty("completeness").GetProperty("percent").GetDouble(), 9);
        Assert.Equal(missing.Length, period.GetProperty("missing").GetProperty("totalCount").GetInt32());
        Assert.Equal(missing, period.GetProperty("missing").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString()));
    }

    private static (int, int) Rate(JsonElement period, string name) =>
        (period.GetProperty(name).GetProperty("numerator").GetInt32(), period.GetProperty(name).GetProperty("denominator").GetInt32());

    private Task<JsonElement> AddAsync(string prefix, string reporters, string more = "") => api.DoAsync($$"""
        addRegime(input: { id: "{{prefix}}-r", owner: "{{prefix}}-p", title: "Báo cáo", reporters: [{{reporters}}], startYear: 2013, endYear: 2013,
          {{more}}{{Periods}} }) { id }
        """);
}

using Hierarchy.Api.Progress;

namespace Hierarchy.UnitTests.Api;

/// <summary>The state of a day in the past, at every figure and in lists. Today is 10 May 2013, on which all is recorded.</summary>
public sealed class PastDayTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Figures = "total notStarted inProgress submitted done overdue withinTerm dueWithin(days: 100) percent units unitsSilent budget { planned spent }";

    [Fact]
    public async Task Figures_of_a_past_day_are_those_of_that_day()
    {
        await RegisterAsync("a");
        foreach (var unit in new[] { "a-m", "a-p", "a-x" })
        {
            await CheckAsync(unit, "2012-12-31", "total: 0 percent: null units: 0 planned: 0");
            await CheckAsync(unit, "2013-01-09", "total: 0");
            await CheckAsync(unit, "2013-01-10", "total: 1 notStarted: 1 overdue: 0 dueWithin: 1 percent: 0 units: 1 unitsSilent: 1 spent: 0");
            await CheckAsync(unit, "2013-03-04", "total: 1 notStarted: 1 unitsSilent: 1");
            await CheckAsync(unit, "2013-03-05", "total: 1 inProgress: 1 percent: 40 unitsSilent: 0 spent: 70");
            await CheckAsync(unit, "2013-04-01", "total: 1 inProgress: 1 overdue: 1 withinTerm: 0 percent: 40");
            await CheckAsync(unit, "2013-04-10", "total: 1 submitted: 1 overdue: 1 percent: 100");
        }
        // The money that no task carries is there as soon as the plan is.
        await CheckAsync("a-p", "2013-01-10", "planned: 900");
        await CheckAsync("a-x", "2013-01-10", "planned: 50");
        // Today and later: as it is, judged by the day.
        await CheckAsync("a-p", "2013-05-10", "done: 1 overdue: 0 percent: 100");
        await CheckAsync("a-p", "2030-01-01", "done: 1 overdue: 0 percent: 100");
    }

    [Fact]
    public async Task Each_slice_of_a_past_day_and_the_plan_and_its_line_tell_the_same()
    {
        await RegisterAsync("b");
        const string Day = "asOf: \"2013-03-05\"";
        const string Some = "progress { total inProgress percent budget { planned } }";
        const string Begun = """{ "total": 1, "inProgress": 1, "percent": 40, "budget": { "planned": 50 } }""";
        await api.CheckAsync(
            $$"""
            { unit(id: "b-p") {
                areas: breakdown(by: REFORM_AREA, {{Day}}, filter: { reformArea: INSTITUTIONS }) { key label {{Some}} }
                children: breakdown(by: CHILD, {{Day}}) { key {{Some}} }
                plans: breakdown(by: PLAN, {{Day}}) { key {{Some}} }
                earlier: breakdown(by: PLAN, asOf: "2013-01-01") { key }
                lines: breakdown(by: PLAN_TASK, {{Day}}, filter: { plan: "b-plan" }) { key label {{Some}} }
                page: breakdown(by: REFORM_AREA, {{Day}}, first: 1, after: "PUBLIC_FINANCE") { key }
              }
              above: unit(id: "b-m") { breakdown(by: CHILD, {{Day}}, filter: { plan: "b-plan" }) { key {{Some}} } }
              plan(id: "b-plan") { progress({{Day}}) { total percent } area: progress(area: "I", {{Day}}) { percent } before: progress(asOf: "2013-01-01") { total } }
              task(id: "b-t") { progress({{Day}}) { total percent } before: progress(asOf: "2013-01-01") { total } }
              shown: unit(id: "b-p") { children { id progress({{Day}}) { percent } } }
            }
            """,
            $$"""
            { "unit": {
                "areas": [{ "key": "INSTITUTIONS", "label": "Thể chế", "progress": { "total": 1, "inProgress": 1, "percent": 40, "budget": { "planned": 900 } } }],
                "children": [
                  { "key": "b-p", "progress": { "total": 0, "inProgress": 0, "percent": null, "budget": { "planned": 850 } } },
                  { "key": "b-x", "progress": {{Begun}} }],
                "plans": [{ "key": "b-plan", "progress": { "total": 1, "inProgress": 1, "percent": 40, "budget": { "planned": 900 } } }],
                "earlier": [],
                "lines": [{ "key": "b-t", "label": "I.1 Nhiệm vụ", "progress": {{Begun}} }],
                "page": [{ "key": "MODERNISATION" }] },
              "above": { "breakdown": [{ "key": "b-p", "progress": { "total": 1, "inProgress": 1, "percent": 40, "budget": { "planned": 900 } } }] },
              "plan": { "progress": { "total": 1, "percent": 40 }, "area": { "percent": 40 }, "before": { "total": 0 } },
              "task": { "progress": { "total": 1, "percent": 40 }, "before": { "total": 0 } },
              "shown": { "children": [{ "id": "b-x", "progress": { "percent": 40 } }] }
            }
            """);
    }

    [Fact]
    public async Task Nodes_of_a_list_bear_the_values_of_its_day()
    {
        await RegisterAsync("c");
        const string Node = "totalCount nodes { id status percent due overdue timeliness completedOn note budget { spent } actions }";
        await api.CheckAsync(
            $$"""
            {
              none: obligations(under: "c-m", filter: { asOf: "2013-01-09" }) { totalCount nodes { id } }
              begun: obligations(under: "c-m", filter: { asOf: "2013-04-01" }) { {{Node}} }
              handedIn: obligations(under: "c-m", filter: { asOf: "2013-04-10", overdue: true, awaitingAcceptance: true }) { {{Node}} }
              unit(id: "c-x") { obligations(filter: { asOf: "2013-04-01", status: [DONE] }) { totalCount } }
              later: obligations(under: "c-m", filter: { asOf: "2030-01-01" }) { nodes { status timeliness } }
            }
            """,
            """
            {
              "none": { "totalCount": 0, "nodes": [] },
              "begun": { "totalCount": 1, "nodes": [{
                "id": "c-x~c-t", "status": "IN_PROGRESS", "percent": 40, "due": "2013-03-31", "overdue": true, "timeliness": "OVERDUE",
                "completedOn": null, "note": "đang làm", "budget": { "spent": 70 }, "actions": ["reopen"] }] },
              "handedIn": { "totalCount": 1, "nodes": [{
                "id": "c-x~c-t", "status": "SUBMITTED", "percent": 100, "due": "2013-03-31", "overdue": true, "timeliness": "OVERDUE",
                "completedOn": "2013-04-10", "note": "đang làm", "budget": { "spent": 70 }, "actions": ["reopen"] }] },
              "unit": { "obligations": { "totalCount": 0 } },
              "later": { "nodes": [{ "status": "DONE", "timeliness": "DONE_LATE" }] }
            }
            """);
    }

    [Fact]
    public async Task A_trend_has_the_state_of_each_of_its_days()
    {
        await RegisterAsync("d");
        await api.CheckAsync(
            """
            { unit(id: "d-m") {
                trend(from: "2012-12-31", to: "2013-05-10", filter: { kind: null }) { on progress { total inProgress submitted done overdue percent } }
                one: trend(from: "2013-03-05", to: "2013-03-05", step: DAY, tree: RESTATED) { on progress { percent } }
            } }
            """,
            """
            { "unit": {
                "trend": [
                  { "on": "2012-12-31", "progress": { "total": 0, "inProgress": 0, "submitted": 0, "done": 0, "overdue": 0, "percent": null } },
                  { "on": "2013-01-31", "progress": { "total": 1, "inProgress": 0, "submitted": 0, "done": 0, "overdue": 0, "percent": 0 } },
                  { "on": "2013-02-28", "progress": { "total": 1, "inProgress": 0, "submitted": 0, "done": 0, "overdue": 0, "percent": 0 } },
                  { "on": "2013-03-31", "progress": { "total": 1, "inProgress": 1, "submitted": 0, "done": 0, "overdue": 0, "percent": 40 } },
                  { "on": "2013-04-30", "progress": { "total": 1, "inProgress": 0, "submitted": 1, "done": 0, "overdue": 1, "percent": 100 } },
                  { "on": "2013-05-10", "progress": { "total": 1, "inProgress": 0, "submitted": 0, "done": 1, "overdue": 0, "percent": 100 } }],
                "one": [{ "on": "2013-03-05", "progress": { "percent": 40 } }]
            } }
            """);
        Assert.Equal("INVALID", await api.CodeAsync("""{ unit(id: "d-m") { trend(from: "2013-02-01", to: "2013-01-31") { on } } }"""));
        Assert.Equal("INVALID", await api.CodeAsync("""{ unit(id: "d-m") { trend(from: "2013-01-01", to: "2014-02-06", step: DAY) { on } } }"""));
        Assert.Equal(400, (await api.DataAsync("""{ unit(id: "d-m") { trend(from: "2013-01-01", to: "2014-02-04", step: DAY) { on } } }"""))
            .GetProperty("unit").GetProperty("trend").GetArrayLength());
    }

    [Theory]
    [InlineData("2013-01-31", "2013-05-15", TrendStep.Month, "2013-01-31 2013-02-28 2013-03-31 2013-04-30 2013-05-15")]
    [InlineData("2013-01-31", "2013-04-30", TrendStep.Month, "2013-01-31 2013-02-28 2013-03-31 2013-04-30")]
    [InlineData("2012-11-30", "2013-06-01", TrendStep.Quarter, "2012-11-30 2013-02-28 2013-05-30 2013-06-01")]
    [InlineData("2012-02-29", "2016-03-01", TrendStep.Year, "2012-02-29 2013-02-28 2014-02-28 2015-02-28 2016-02-29 2016-03-01")]
    [InlineData("2013-01-01", "2013-01-16", TrendStep.Week, "2013-01-01 2013-01-08 2013-01-15 2013-01-16")]
    [InlineData("2013-01-01", "2013-01-03", TrendStep.Day, "2013-01-01 2013-01-02 2013-01-03")]
    [InlineData("2013-01-01", "2013-01-01", TrendStep.Year, "2013-01-01")]
    public void A_trend_goes_on_by_whole_steps_from_its_first_day(string from, string to, object step, string expected) => Assert.Equal(
        expected, string.Join(' ', TrendDays.Of(DateOnly.ParseExact(from, "yyyy-MM-dd"), DateOnly.ParseExact(to, "yyyy-MM-dd"), (TrendStep)step)
            .Select(day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))));

    [Fact]
    public void A_trend_has_as_many_days_as_it_may_and_no_more()
    {
        var from = new DateOnly(2013, 1, 1);
        Assert.Equal(TrendDays.PointsMax, TrendDays.Of(from, from.AddDays(TrendDays.PointsMax - 1), TrendStep.Day).Length);
        Assert.Throws<FieldError>(() => TrendDays.Of(from, from.AddDays(TrendDays.PointsMax), TrendStep.Day));
    }

    private async Task CheckAsync(string unit, string day, string expected)
    {
        var progress = (await api.DataAsync($"{{ unit(id: \"{unit}\") {{ progress(asOf: \"{day}\") {{ {Figures} }} }} }}")).GetProperty("unit").GetProperty("progress");
        foreach (var pair in expected.Split(' ').Chunk(2))
        {
            var name = pair[0].TrimEnd(':');
            var found = progress.TryGetProperty(name, out var value) ? value : progress.GetProperty("budget").GetProperty(name);
            Assert.True(pair[1] == found.GetRawText(), $"{unit} on {day}: {name} is {found.GetRawText()}, not {pair[1]}.");
        }
    }

    /// <summary>A commune that reported about 5 March, handed in what it had finished on 10 April, and was accepted today.</summary>
    private async Task RegisterAsync(string key)
    {
        await api.RegisterAsync(key, ("m", "MINISTRY", null), ("p", "PROVINCE", "m"), ("x", "COMMUNE", "p"));
        await api.DoAsync($$"""
            adoptPlan(input: { id: "{{key}}-plan", owner: "{{key}}-p", title: "Kế hoạch", adoptedOn: "2013-01-10", startYear: 2013, endYear: 2013,
              areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS, budget: 900 }] }) { id }
            """);
        await api.DoAsync($$"""
            addTask(input: { id: "{{key}}-t", plan: "{{key}}-plan", code: "I.1", area: "I", title: "Nhiệm vụ", leads: [{ unit: "{{key}}-x" }], budget: 50,
              schedule: { kind: DATE, text: "31/3", date: "2013-03-31" } }) { id }
            """);
        await api.EventuallyAsync($$"""{ unit(id: "{{key}}-x") { progress { total } } }""", """{ "unit": { "progress": { "total": 1 } } }""");
        await api.DoAsync($$"""reportProgress(obligation: "{{key}}-x~{{key}}-t", percent: 40, note: "đang làm", spent: 70, on: "2013-03-05") { id }""");
        await api.FinishAsync($"{key}-x~{key}-t", "2013-04-10");
        await api.EventuallyAsync($$"""{ unit(id: "{{key}}-m") { progress { done } } }""", """{ "unit": { "progress": { "done": 1 } } }""");
    }
}

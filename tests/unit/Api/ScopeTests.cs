namespace Hierarchy.UnitTests.Api;

/// <summary>What a unit imposes on itself is told apart from what it is judged by, at every level, in every figure and list.</summary>
public sealed class ScopeTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Figures = """
        total waiting notStarted inProgress submitted done cancelled overdue doneOnTime doneLate withinTerm completionRate percent unitPercent
        units unitsSilent budget { planned allocated spent }
        """;

    private static readonly string[] Sums =
    [
        "total", "waiting", "notStarted", "inProgress", "submitted", "done", "cancelled", "overdue", "doneOnTime", "doneLate", "withinTerm",
    ];

    [Fact]
    public async Task A_commune_s_own_plan_moves_no_figure_that_units_above_see_by_default()
    {
        await RegisterAsync("s");
        var before = await FiguresAsync("s", "");

        await OwnPlanAsync("s");
        await api.DoAsync("""reportProgress(obligation: "s-x~s-own", percent: 40, spent: 700) { id }""");
        await WaitAsync("s", inProgress: 1);
        Assert.Equal(before, await FiguresAsync("s", ""));
        await api.FinishAsync("s-x~s-own");
        await WaitAsync("s", done: 1);

        Assert.Equal(before, await FiguresAsync("s", ""));
        Assert.Equal(before, await FiguresAsync("s", "(filter: { scope: IMPOSED })"));
        await api.CheckAsync(
            $$"""{ unit(id: "s-p") { own: progress(filter: { scope: OWN }) {{Picked}} all: progress(filter: { scope: null }) {{Picked}} } }""",
            """
            {
              "unit": {
                "own": { "total": 1, "done": 1, "percent": 100, "units": 1, "budget": { "planned": 900, "allocated": 50, "spent": 700 } },
                "all": { "total": 2, "done": 1, "percent": 99.9900009999, "units": 1, "budget": { "planned": 1800, "allocated": 50, "spent": 700 } }
              }
            }
            """);
    }

    [Fact]
    public async Task Imposed_and_own_add_up_to_all_at_every_level_and_in_every_slice()
    {
        await RegisterAsync("t");
        await OwnPlanAsync("t");
        await WaitAsync("t");
        string Slices(string by) => string.Concat(new[] { "IMPOSED", "OWN", "ALL" }.Select(
            scope => $"{scope}{by}: breakdown(by: {by}, filter: {{ scope: {scope} }}) {{ key progress {{ {Figures} }} }} "));
        string Whole() => string.Concat(new[] { "IMPOSED", "OWN", "ALL" }.Select(
            scope => $"{scope}: progress(filter: {{ scope: {scope} }}) {{ {Figures} }} "));
        foreach (var unit in new[] { "t-m", "t-p", "t-x" })
        {
            var found = (await api.DataAsync($"{{ unit(id: \"{unit}\") {{ {Whole()} {Slices("CHILD")} {Slices("REFORM_AREA")} }} }}")).GetProperty("unit");
            CheckSum(found.GetProperty("IMPOSED"), found.GetProperty("OWN"), found.GetProperty("ALL"));
            foreach (var by in new[] { "CHILD", "REFORM_AREA" })
            {
                foreach (var slice in found.GetProperty("ALL" + by).EnumerateArray())
                {
                    CheckSum(SliceOf("IMPOSED"), SliceOf("OWN"), slice.GetProperty("progress"));

                    JsonElement? SliceOf(string scope) => found.GetProperty(scope + by).EnumerateArray()
                        .Where(other => other.GetProperty("key").GetString() == slice.GetProperty("key").GetString())
                        .Select(other => (JsonElement?)other.GetProperty("progress")).SingleOrDefault();
                }
            }
        }
    }

    [Fact]
    public async Task Lists_hold_what_is_imposed_unless_they_are_asked_for_more()
    {
        await RegisterAsync("l");
        await OwnPlanAsync("l");
        await WaitAsync("l");
        await api.CheckAsync(
            """
            {
              byDefault: obligations(under: "l-m") { totalCount totals { count } nodes { id } }
              filtered: obligations(under: "l-m", filter: { text: "việc" }) { nodes { id } }
              own: obligations(under: "l-m", filter: { scope: OWN }) { nodes { id } }
              all: obligations(under: "l-m", filter: { scope: ALL }) { totalCount }
              null: obligations(under: "l-m", filter: { scope: null }) { totalCount }
              plan: obligations(under: "l-m", filter: { plan: "l-own" }) { totalCount }
              task: obligations(under: "l-m", filter: { task: "l-own" }) { totalCount }
              silent: obligations(under: "l-m", filter: { silent: true, scope: OWN }) { totalCount }
              unit(id: "l-x") { obligations { nodes { id } } own: obligations(filter: { scope: OWN }) { totalCount } }
            }
            """,
            """
            {
              "byDefault": { "totalCount": 1, "totals": { "count": 1 }, "nodes": [{ "id": "l-x~l-t" }] },
              "filtered": { "nodes": [{ "id": "l-x~l-t" }] },
              "own": { "nodes": [{ "id": "l-x~l-own" }] },
              "all": { "totalCount": 2 }, "null": { "totalCount": 2 }, "plan": { "totalCount": 1 }, "task": { "totalCount": 1 },
              "silent": { "totalCount": 1 },
              "unit": { "obligations": { "nodes": [{ "id": "l-x~l-t" }] }, "own": { "totalCount": 1 } }
            }
            """);
    }

    [Fact]
    public async Task A_plan_that_is_named_counts_whole_in_every_scope()
    {
        await RegisterAsync("n");
        await OwnPlanAsync("n");
        await WaitAsync("n");
        foreach (var scope in new[] { "", ", scope: IMPOSED", ", scope: OWN", ", scope: ALL" })
        {
            await api.CheckAsync(
                $$"""
                {
                  unit(id: "n-x") {
                    progress(filter: { plan: "n-own"{{scope}} }) { total }
                    breakdown(by: PLAN, filter: { year: 2013{{scope}} }) { key progress { total } }
                    lines: breakdown(by: PLAN_TASK, filter: { plan: "n-own"{{scope}} }) { key progress { total } }
                    plans { progress { total } tasks { progress { total } obligations { totalCount } } }
                  }
                }
                """,
                """
                {
                  "unit": {
                    "progress": { "total": 1 },
                    "breakdown": [{ "key": "n-own", "progress": { "total": 1 } }, { "key": "n-plan", "progress": { "total": 1 } }],
                    "lines": [{ "key": "n-own", "progress": { "total": 1 } }],
                    "plans": [{ "progress": { "total": 1 }, "tasks": [{ "progress": { "total": 1 }, "obligations": { "totalCount": 1 } }] }]
                  }
                }
                """);
        }
    }

    private const string Picked = "{ total done percent units budget { planned allocated spent } }";

    private static void CheckSum(JsonElement? imposed, JsonElement? own, JsonElement all)
    {
        foreach (var name in Sums)
        {
            Assert.Equal(all.GetProperty(name).GetInt64(), Of(imposed, name) + Of(own, name));
        }
        foreach (var name in new[] { "planned", "allocated", "spent" })
        {
            Assert.Equal(
                all.GetProperty("budget").GetProperty(name).GetInt64(),
                Of(imposed?.GetProperty("budget"), name) + Of(own?.GetProperty("budget"), name));
        }

        static long Of(JsonElement? figures, string name) => figures?.GetProperty(name).GetInt64() ?? 0;
    }

    private async Task<string> FiguresAsync(string country, string filter) => (await api.DataAsync(
        $"{{ m: unit(id: \"{country}-m\") {{ progress{filter} {{ {Figures} }} }} p: unit(id: \"{country}-p\") {{ progress{filter} {{ {Figures} }} }} }}")).GetRawText();

    /// <summary>Until the ministry's figure of all has the commune's own plan in it.</summary>
    private Task WaitAsync(string country, int inProgress = 0, int done = 0) => api.EventuallyAsync(
        $"{{ unit(id: \"{country}-m\") {{ progress(filter: {{ scope: ALL }}) {{ total inProgress done }} }} }}",
        $$"""{ "unit": { "progress": { "total": 2, "inProgress": {{inProgress}}, "done": {{done}} } } }""");

    private async Task RegisterAsync(string country)
    {
        await api.RegisterAsync(country, ("m", "MINISTRY", null), ("p", "PROVINCE", "m"), ("x", "COMMUNE", "p"));
        await PlanAsync(country, $"{country}-p", $"{country}-plan", $"{country}-t", 1);
        await api.EventuallyAsync(
            $"{{ unit(id: \"{country}-m\") {{ progress {{ total budget {{ planned }} }} }} }}",
            """{ "unit": { "progress": { "total": 1, "budget": { "planned": 900 } } } }""");
    }

    private Task OwnPlanAsync(string country) => PlanAsync(country, $"{country}-x", $"{country}-own", $"{country}-own", 10_000, 50);

    private async Task PlanAsync(string country, string owner, string plan, string task, int weight, int budget = 0)
    {
        await api.DoAsync($$"""
            adoptPlan(input: { id: "{{plan}}", owner: "{{owner}}", title: "Kế hoạch", startYear: 2013, endYear: 2013,
              areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS, budget: 900 }] }) { id }
            """);
        await api.DoAsync($$"""
            addTask(input: { id: "{{task}}", plan: "{{plan}}", code: "1", area: "I", title: "Việc", leads: [{ unit: "{{country}}-x" }], weight: {{weight}},
              budget: {{budget}}, schedule: { kind: DATE, text: "", date: "2013-06-01" } }) { id }
            """);
    }
}

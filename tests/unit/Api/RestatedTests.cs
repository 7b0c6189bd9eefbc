namespace Hierarchy.UnitTests.Api;

/// <summary>Figures, cuts, curves and lists of former times on today's map, over a small reorganisation: of three communes one goes on as a
/// whole in each of two new ones, and one is divided between them. Each has done one task and owes another.</summary>
public sealed class RestatedTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Figures = """
        total waiting notStarted inProgress submitted done cancelled overdue doneOnTime doneLate withinTerm completionRate percent unitPercent
        units unitsSilent budget { planned allocated spent }
        """;

    [Fact]
    public async Task What_predecessors_hold_counts_at_the_one_that_goes_on_and_what_was_divided_at_the_province()
    {
        await ReorganiseAsync("a", """[{ from: "a-2", steward: "a-p" }]""");

        await api.EventuallyAsync(
            """
            {
              x: unit(id: "a-x") { asIs: progress { total done } restated: progress(tree: RESTATED) { total done } unassigned { total } }
              y: unit(id: "a-y") { restated: progress(tree: RESTATED) { total done } unassigned { total } }
              p: unit(id: "a-p") { asIs: progress { total done } restated: progress(tree: RESTATED) { total done } unassigned { total done } }
              old: unit(id: "a-1") { asIs: progress { total done } restated: progress(tree: RESTATED) { total done } unassigned { total } }
            }
            """,
            """
            {
              "x": { "asIs": { "total": 1, "done": 0 }, "restated": { "total": 2, "done": 1 }, "unassigned": { "total": 0 } },
              "y": { "restated": { "total": 2, "done": 1 }, "unassigned": { "total": 0 } },
              "p": { "asIs": { "total": 6, "done": 3 }, "restated": { "total": 6, "done": 3 }, "unassigned": { "total": 2, "done": 1 } },
              "old": { "asIs": { "total": 1, "done": 1 }, "restated": { "total": 1, "done": 1 }, "unassigned": { "total": 0 } }
            }
            """);
        await api.CheckAsync(
            """{ unit(id: "a-p") { breakdown(by: CHILD, tree: RESTATED) { key label progress { total } } } }""",
            """
            {
              "unit": {
                "breakdown": [
                  { "key": "a-x", "label": "Xã X", "progress": { "total": 2 } },
                  { "key": "a-y", "label": "Xã Y", "progress": { "total": 2 } },
                  { "key": "a-p~unassigned", "label": "Chưa giao cho đơn vị kế thừa", "progress": { "total": 2 } }
                ]
              }
            }
            """);
        await api.CheckAsync(
            """
            {
              unit(id: "a-p") {
                first: breakdown(by: CHILD, tree: RESTATED, first: 1) { key }
                rest: breakdown(by: CHILD, tree: RESTATED, first: 5, after: "a-y") { key }
              }
            }
            """,
            """{ "unit": { "first": [{ "key": "a-x" }], "rest": [{ "key": "a-p~unassigned" }] } }""");
    }

    [Fact]
    public async Task Slices_of_every_dimension_sum_up_at_every_unit_and_the_root_is_the_same_in_both_trees()
    {
        await ReorganiseAsync("b", """[{ from: "b-2", steward: "b-p" }]""");
        await api.EventuallyAsync(
            """{ unit(id: "b-m") { progress(filter: { scope: ALL }) { total } } x: unit(id: "b-x") { progress { total } } }""",
            """{ "unit": { "progress": { "total": 6 } }, "x": { "progress": { "total": 1 } } }""");

        foreach (var day in new[] { "", """, asOf: "2013-04-01" """ })
        {
            foreach (var unit in new[] { "b-m", "b-p", "b-x", "b-y", "b-d", "b-1", "b-2" })
            {
                var found = (await api.DataAsync($$"""
                    {
                      unit(id: "{{unit}}") {
                        asIs: progress(filter: { scope: ALL }{{day}}) { {{Figures}} }
                        restated: progress(filter: { scope: ALL }, tree: RESTATED{{day}}) { {{Figures}} }
                        child: breakdown(by: CHILD, filter: { scope: ALL }, tree: RESTATED{{day}}) { progress { {{Figures}} } }
                        area: breakdown(by: REFORM_AREA, filter: { scope: ALL }, tree: RESTATED{{day}}) { progress { {{Figures}} } }
                        plan: breakdown(by: PLAN, filter: { scope: ALL }, tree: RESTATED{{day}}) { progress { {{Figures}} } }
                        task: breakdown(by: PLAN_TASK, filter: { plan: "b-plan" }, tree: RESTATED{{day}}) { progress { {{Figures}} } }
                      }
                    }
                    """)).GetProperty("unit");
                var whole = found.GetProperty("restated");
                if (unit == "b-m")
                {
                    Assert.Equal(found.GetProperty("asIs").GetRawText(), whole.GetRawText());
                }
                foreach (var by in new[] { "child", "area", "plan", "task" })
                {
                    foreach (var measure in new[] { "total", "done", "overdue", "cancelled", "withinTerm" })
                    {
                        Assert.Equal(
                            whole.GetProperty(measure).GetInt64(),
                            found.GetProperty(by).EnumerateArray().Sum(slice => slice.GetProperty("progress").GetProperty(measure).GetInt64()));
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Lists_hold_what_the_figures_count()
    {
        await ReorganiseAsync("c", """[{ from: "c-2", steward: "c-p" }]""");
        const string Ids = "{ totalCount totals { count } nodes { unit { id } } }";
        await api.EventuallyAsync("""{ unit(id: "c-x") { progress { total } } }""", """{ "unit": { "progress": { "total": 1 } } }""");

        var data = await api.DataAsync($$"""
            {
              x: obligations(under: "c-x", filter: { tree: RESTATED }) {{Ids}}
              own: unit(id: "c-x") { obligations(filter: { tree: RESTATED }) {{Ids}} asIs: obligations {{Ids}} }
              p: obligations(under: "c-p", filter: { tree: RESTATED }) {{Ids}}
              past: obligations(under: "c-x", filter: { tree: RESTATED, asOf: "2013-04-01" }) {{Ids}}
              done: obligations(under: "c-x", filter: { tree: RESTATED, status: [DONE], text: "việc" }) {{Ids}}
            }
            """);
        Assert.Equal(["c-1", "c-x"], UnitsIn(data.GetProperty("x")));
        Assert.Equal(["c-1", "c-x"], UnitsIn(data.GetProperty("own").GetProperty("obligations")));
        Assert.Equal(["c-x"], UnitsIn(data.GetProperty("own").GetProperty("asIs")));
        Assert.Equal(["c-1", "c-2", "c-2", "c-3", "c-x", "c-y"], UnitsIn(data.GetProperty("p")));
        Assert.Equal(["c-1", "c-1"], UnitsIn(data.GetProperty("past")));
        Assert.Equal(["c-1"], UnitsIn(data.GetProperty("done")));
    }

    [Fact]
    public async Task A_grant_at_the_heir_alone_shows_its_restated_figures_and_of_the_list_its_own_part()
    {
        await ReorganiseAsync("d", """[{ from: "d-2", steward: "d-p" }]""");
        await api.EventuallyAsync("""{ unit(id: "d-x") { progress { total } } }""", """{ "unit": { "progress": { "total": 1 } } }""");
        async Task<JsonElement> AsAsync(string person, string at)
        {
            await api.DoAsync($$"""registerPerson(input: { id: "{{person}}", name: "Người" }) { id }""");
            await api.DoAsync($$"""grant(input: { person: "{{person}}", role: VIEWER, unit: "{{at}}" }) { id }""");
            return (await api.AskAsync(
                """
                {
                  unit(id: "d-x") { progress(tree: RESTATED) { total } }
                  obligations(under: "d-x", filter: { tree: RESTATED }) { totalCount nodes { unit { id } } }
                }
                """,
                caller: new Caller(person, null, person))).GetProperty("data");
        }

        var heir = await AsAsync("d-heir", "d-x");
        Assert.Equal(2, heir.GetProperty("unit").GetProperty("progress").GetProperty("total").GetInt32());
        Assert.Equal(["d-x"], UnitsIn(heir.GetProperty("obligations")));
        Assert.Equal(["d-1", "d-x"], UnitsIn((await AsAsync("d-above", "d-p")).GetProperty("obligations")));
    }

    [Fact]
    public async Task A_rule_that_names_one_heir_for_all_of_a_divided_unit_takes_finished_work_along()
    {
        await ReorganiseAsync("e", """[{ from: "e-2", heir: "e-x" }]""");

        await api.EventuallyAsync(
            """
            {
              x: unit(id: "e-x") { progress(tree: RESTATED) { total done } predecessors { unit { id } extent } }
              y: unit(id: "e-y") { progress(tree: RESTATED) { total done } predecessors { unit { id } extent } }
              p: unit(id: "e-p") { unassigned { total } }
            }
            """,
            """
            {
              "x": {
                "progress": { "total": 4, "done": 2 },
                "predecessors": [{ "unit": { "id": "e-1" }, "extent": "FULL" }, { "unit": { "id": "e-2" }, "extent": "FULL" }]
              },
              "y": {
                "progress": { "total": 2, "done": 1 },
                "predecessors": [{ "unit": { "id": "e-2" }, "extent": "PARTIAL" }, { "unit": { "id": "e-3" }, "extent": "FULL" }]
              },
              "p": { "unassigned": { "total": 0 } }
            }
            """);
    }

    [Fact]
    public async Task A_curve_goes_on_over_the_day_of_the_reorganisation()
    {
        await ReorganiseAsync("f", """[{ from: "f-2", steward: "f-p" }]""");

        await api.EventuallyAsync(
            """
            {
              unit(id: "f-x") {
                trend(from: "2013-04-10", to: "2013-05-10", step: MONTH, tree: RESTATED) { on progress { total } }
                asOf: progress(asOf: "2013-04-10", tree: RESTATED) { total }
                asIs: progress(asOf: "2013-04-10") { total }
              }
            }
            """,
            """
            {
              "unit": {
                "trend": [{ "on": "2013-04-10", "progress": { "total": 2 } }, { "on": "2013-05-10", "progress": { "total": 2 } }],
                "asOf": { "total": 2 },
                "asIs": { "total": 0 }
              }
            }
            """);
    }

    [Fact]
    public async Task Above_the_owner_of_a_plan_counts_what_was_handed_over_beside_it_too()
    {
        await ReorganiseAsync("g", """[{ from: "g-2", steward: "g-p" }, { from: "g-d", steward: "g-p" }]""", owner: "d");

        const string Plan = """filter: { plan: "g-plan", kind: TASK }""";
        await api.EventuallyAsync(
            $$"""
            {
              p: unit(id: "g-p") {
                breakdown(by: PLAN) { key progress { total done } } progress({{Plan}}) { total done } then: progress({{Plan}}, asOf: "2013-04-10") { total }
              }
              m: unit(id: "g-m") { breakdown(by: PLAN) { progress { total done } } }
              d: unit(id: "g-d") { progress({{Plan}}) { total done } }
              x: unit(id: "g-x") { relatedPlans { id } progress({{Plan}}) { total done } }
              plan(id: "g-plan") {
                progress { total done } then: progress(asOf: "2013-04-10") { total done }
                tasks { progress { total } then: progress(asOf: "2013-04-10") { total } }
              }
            }
            """,
            """
            {
              "p": {
                "breakdown": [{ "key": "g-plan", "progress": { "total": 6, "done": 3 } }],
                "progress": { "total": 6, "done": 3 }, "then": { "total": 6 }
              },
              "m": { "breakdown": [{ "progress": { "total": 6, "done": 3 } }] },
              "d": { "progress": { "total": 4, "done": 3 } },
              "x": { "relatedPlans": [{ "id": "g-plan" }], "progress": { "total": 1, "done": 0 } },
              "plan": {
                "progress": { "total": 6, "done": 3 }, "then": { "total": 6, "done": 0 },
                "tasks": [{ "progress": { "total": 3 }, "then": { "total": 3 } }, { "progress": { "total": 3 }, "then": { "total": 3 } }]
              }
            }
            """);
    }

    [Theory]
    [InlineData("AS_IS")]
    [InlineData("RESTATED")]
    public async Task Of_a_plan_whose_work_was_handed_over_beside_its_owner_each_cut_and_curve_is_what_a_list_counts(string tree)
    {
        var of = tree == "AS_IS" ? "h" : "i";
        await ReorganiseAsync(of, $$"""[{ from: "{{of}}-2", steward: "{{of}}-p" }, { from: "{{of}}-d", steward: "{{of}}-p" }]""", owner: "d");
        await api.EventuallyAsync(
            $$"""{ unit(id: "{{of}}-p") { progress(filter: { plan: "{{of}}-plan" }) { total } } x: unit(id: "{{of}}-x") { progress { total } } }""",
            """{ "unit": { "progress": { "total": 6 } }, "x": { "progress": { "total": 1 } } }""");
        string[] days = ["2013-01-04", "2013-04-10", "2013-05-02", "2013-05-10", "2014-01-01"];
        foreach (var unit in new[] { "m", "p", "d", "x", "y", "1", "2" }.Select(unit => $"{of}-{unit}"))
        {
            var curve = (await api.DataAsync($$"""
                { unit(id: "{{unit}}") {
                    trend(from: "2013-01-04", to: "2014-01-01", step: DAY, filter: { plan: "{{of}}-plan" }, tree: {{tree}}) { on progress { total done overdue } }
                } }
                """)).GetProperty("unit").GetProperty("trend").EnumerateArray().ToDictionary(point => point.GetProperty("on").GetString()!);
            foreach (var day in days)
            {
                const string Some = "progress { total done overdue }";
                var with = $$"""filter: { plan: "{{of}}-plan" }, tree: {{tree}}, asOf: "{{day}}" """;
                var found = await api.DataAsync($$"""
                    {
                      unit(id: "{{unit}}") {
                        {{Some.Replace("progress", $"progress({with})", StringComparison.Ordinal)}}
                        child: breakdown(by: CHILD, {{with}}) { key {{Some}} }
                        area: breakdown(by: REFORM_AREA, {{with}}) { key {{Some}} }
                        plan: breakdown(by: PLAN, {{with}}) { key {{Some}} }
                        task: breakdown(by: PLAN_TASK, {{with}}) { key {{Some}} }
                      }
                      all: obligations(under: "{{unit}}", filter: { plan: "{{of}}-plan", tree: {{tree}}, asOf: "{{day}}" }) { totalCount }
                      done: obligations(under: "{{unit}}", filter: { plan: "{{of}}-plan", tree: {{tree}}, asOf: "{{day}}", status: [DONE] }) { totalCount }
                      late: obligations(under: "{{unit}}", filter: { plan: "{{of}}-plan", tree: {{tree}}, asOf: "{{day}}", overdue: true }) { totalCount }
                    }
                    """);
                var expected = string.Join(' ', new[] { "all", "done", "late" }.Select(list => found.GetProperty(list).GetProperty("totalCount").GetInt64()));
                var at = found.GetProperty("unit");
                Assert.Equal((unit, day, expected), (unit, day, Counted([at])));
                Assert.Equal((unit, day, expected), (unit, day, Counted([curve[day]])));
                foreach (var by in new[] { "child", "area", "plan", "task" })
                {
                    Assert.Equal((unit, day, by, expected), (unit, day, by, Counted([.. at.GetProperty(by).EnumerateArray()])));
                }
            }
        }
    }

    private static string Counted(JsonElement[] holders) => string.Join(' ', new[] { "total", "done", "overdue" }.Select(measure =>
        holders.Sum(holder => holder.GetProperty("progress").GetProperty(measure).GetInt64())));

    private static string[] UnitsIn(JsonElement list)
    {
        string[] units = [.. list.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("unit").GetProperty("id").GetString()!)];
        Assert.Equal(units.Length, list.GetProperty("totalCount").GetInt32());
        return [.. units.Order(StringComparer.Ordinal)];
    }

    /// <param name="owner">Of the plan.</param>
    private async Task ReorganiseAsync(string of, string rules, string owner = "m")
    {
        await api.RegisterAsync(
            of, ("m", "MINISTRY", null), ("p", "PROVINCE", "m"), ("d", "DISTRICT", "p"), ("1", "COMMUNE", "d"), ("2", "COMMUNE", "d"), ("3", "COMMUNE", "d"));
        await api.DoAsync($$"""
            adoptPlan(input: { id: "{{of}}-plan", owner: "{{of}}-{{owner}}", title: "Kế hoạch", startYear: 2013, endYear: 2013, adoptedOn: "2013-01-05",
              areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }] }) { id }
            """);
        foreach (var (task, due) in new[] { ("done", "2013-03-01"), ("open", "2013-05-01") })
        {
            await api.DoAsync($$"""
                addTask(input: { id: "{{of}}-{{task}}", plan: "{{of}}-plan", code: "{{task}}", area: "I", title: "Việc", leads: [{ unitClass: COMMUNE }],
                  schedule: { kind: DATE, text: "", date: "{{due}}" } }) { id }
                """);
        }
        await api.EventuallyAsync($$"""{ unit(id: "{{of}}-m") { progress { total } } }""", """{ "unit": { "progress": { "total": 6 } } }""");
        foreach (var commune in new[] { "1", "2", "3" })
        {
            await api.FinishAsync($"{of}-{commune}~{of}-done");
        }
        await api.DoAsync($$"""
            draftReorganisation(input: { id: "{{of}}-dot", carrier: "{{of}}-p", title: "Sắp xếp", effectiveOn: "2013-05-02",
              act: { number: "1", issuedOn: "2013-04-20" },
              establish: [
                { id: "{{of}}-x", name: "Xã X", kind: COMMUNE, parent: "{{of}}-p" }, { id: "{{of}}-y", name: "Xã Y", kind: COMMUNE, parent: "{{of}}-p" }],
              close: [
                { unit: "{{of}}-1", heirs: [{ unit: "{{of}}-x", extent: FULL }] },
                { unit: "{{of}}-2", heirs: [{ unit: "{{of}}-x", extent: PARTIAL }, { unit: "{{of}}-y", extent: PARTIAL }] },
                { unit: "{{of}}-3", heirs: [{ unit: "{{of}}-y", extent: FULL }] },
                { unit: "{{of}}-d" }] }) { id }
            """);
        await api.DoAsync($$"""assignObligations(reorganisation: "{{of}}-dot", rules: {{rules}}) { id }""");
        await api.DoAsync($$"""adoptReorganisation(reorganisation: "{{of}}-dot") { id }""");
        var reorganisation = api.Services.GetRequiredService<IGrainFactory>().GetGrain<IReorganisationGrain>($"{of}-dot");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await reorganisation.FollowAsync() is not { Progress.Status: ReorganisationStatus.Done })
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}

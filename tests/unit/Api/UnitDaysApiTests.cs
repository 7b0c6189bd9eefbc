namespace Hierarchy.UnitTests.Api;

/// <summary>Units as they were on a day, over the API.</summary>
public sealed class UnitDaysApiTests(ApiHost api) : IClassFixture<ApiHost>
{
    private static readonly Document Act = Given.Document() with { Files = null };

    [Fact]
    public async Task A_search_finds_what_fits_best_and_words_may_be_those_of_units_above()
    {
        await api.DoAsync("""registerUnit(input: { id: "s", name: "Bộ Tìm", kind: MINISTRY }) { id }""");
        foreach (var (id, name, kind, parent) in new[]
        {
            ("s-ag", "Tỉnh Ắc Giang", "PROVINCE", "s"), ("s-bg", "Tỉnh Ắc Ninh", "PROVINCE", "s"), ("s-ag-so", "Sở Tìm kiếm", "DEPARTMENT", "s-ag"),
            ("s-bg-so", "Sở Tìm kiếm", "DEPARTMENT", "s-bg"), ("s-v1", "Huyện Vịnh Bảo", "DISTRICT", "s-ag"), ("s-v2", "Thành phố Vinh", "DISTRICT", "s-ag"),
            ("s-v3", "Huyện Vinhomes", "DISTRICT", "s-ag"), ("s-v4", "Thị xã Vịnh", "DISTRICT", "s-ag"), ("s-p1", "Phường 1", "COMMUNE", "s-v2"),
            ("s-p10", "Phường 10", "COMMUNE", "s-v2"), ("s-q1", "Phường 1", "COMMUNE", "s-v4"),
        })
        {
            await api.DoAsync($$"""registerUnit(input: { id: "{{id}}", name: "{{name}}", kind: {{kind}}, parent: "{{parent}}" }) { id }""");
        }

        foreach (var (text, expected) in new[]
        {
            ("Vinh", "s-v2 s-v4 s-v1 s-v3"), ("vịnh", "s-v4 s-v2 s-v1 s-v3"), ("sở tìm kiếm ắc ninh", "s-bg-so"), ("ac giang so tim kiem", "s-ag-so"),
            ("phường 1 vinh", "s-p1 s-q1 s-p10"), ("phuong 1 ac giang", "s-p1 s-q1 s-p10"), ("sở tìm kiếm cà mau", ""), ("sở tìm kiếm ắc", "s-ag-so s-bg-so"),
        })
        {
            var found = (await api.DataAsync($$"""{ searchUnits(text: "{{text}}", first: 100) { id } }""")).GetProperty("searchUnits");
            Assert.Equal((text, expected), (text, string.Join(' ', found.EnumerateArray().Select(unit => unit.GetProperty("id").GetString()))));
        }
    }

    [Fact]
    public async Task A_renamed_unit_is_told_under_the_name_of_each_day()
    {
        await api.DoAsync("""registerUnit(input: { id: "a", name: "Bộ A", kind: MINISTRY }) { id }""");
        await api.DoAsync("""registerUnit(input: { id: "a-p", name: "Tỉnh Cũ", kind: PROVINCE, parent: "a", code: "72" }) { id }""");
        await api.CheckDoneAsync(
            """renameUnit(unit: "a-p", name: "Tỉnh Mới A", code: "80", on: "2013-03-01", act: { number: "30/QH", issuedOn: "2013-02-01" }) { name code }""",
            """{ "renameUnit": { "name": "Tỉnh Mới A", "code": "80" } }""");

        await api.CheckAsync(
            """
            {
                now: unit(id: "a-p") { name validFrom validTo names { name code from to } }
                then: unit(id: "a-p", on: "2013-02-28") { name code parent { id } }
                old: unitsByCode(code: "72") { id } older: unitsByCode(code: "72", on: "2013-02-28") { id name } new: unitsByCode(code: "80") { id }
                found: searchUnits(text: "tinh cu", on: "2013-02-28") { name } gone: searchUnits(text: "tinh cu") { name }
                children: unit(id: "a") { children(on: "2013-01-01") { name } }
            }
            """,
            """
            {
                "now": { "name": "Tỉnh Mới A", "validFrom": null, "validTo": null, "names": [
                    { "name": "Tỉnh Cũ", "code": "72", "from": null, "to": "2013-02-28" },
                    { "name": "Tỉnh Mới A", "code": "80", "from": "2013-03-01", "to": null }] },
                "then": { "name": "Tỉnh Cũ", "code": "72", "parent": { "id": "a" } },
                "old": [], "older": [{ "id": "a-p", "name": "Tỉnh Cũ" }], "new": [{ "id": "a-p" }],
                "found": [{ "name": "Tỉnh Cũ" }], "gone": [],
                "children": { "children": [{ "name": "Tỉnh Cũ" }] }
            }
            """);
        Assert.Equal("CONFLICT", await api.CodeAsync(
            """mutation { renameUnit(requestId: "x", unit: "a-p", name: "B", on: "2013-02-28", act: { number: "1", issuedOn: "2013-02-01" }) { id } }"""));
    }

    [Fact]
    public async Task A_closed_unit_is_answered_as_it_was_last_and_stands_after_the_others_in_a_breakdown()
    {
        await api.DoAsync("""registerUnit(input: { id: "b", name: "Bộ B", kind: MINISTRY }) { id }""");
        await api.DoAsync("""registerUnit(input: { id: "b-p", name: "Tỉnh B", kind: PROVINCE, parent: "b" }) { id }""");
        foreach (var commune in (string[])["b-1", "b-2", "b-3"])
        {
            await api.DoAsync($$"""registerUnit(input: { id: "{{commune}}", name: "Xã {{commune}}", kind: COMMUNE, parent: "b-p" }) { id }""");
        }
        await api.DoAsync(
            """adoptPlan(input: { id: "b-plan", owner: "b-p", title: "KH", startYear: 2013, endYear: 2013, areas: [{ id: "I", name: "I", reform: STEERING }] }) { id }""");
        await api.DoAsync(
            """
            addTask(input: { id: "b-t", plan: "b-plan", code: "1", area: "I", title: "Việc", leads: [{ unit: "b-1" }], schedule: { kind: YEAR, text: "2013" } }) { id }
            """);
        await api.EventuallyAsync("""{ unit(id: "b") { progress { total } } }""", """{ "unit": { "progress": { "total": 1 } } }""");
        await DoAsync("b-1", new UnitCommand.CloseUnit(new DateOnly(2013, 5, 1), Act, [new Kin("b-2", Extent.Full)]));
        await DoAsync("b-3", new UnitCommand.CloseUnit(new DateOnly(2013, 5, 1), Act, []));

        await api.CheckAsync(
            """
            {
                unit(id: "b-1") { name validTo parent { id } ancestors { id } successors { unit { id } extent on } }
                heir: unit(id: "b-2") { predecessors { unit { id } extent on } }
                late: unit(id: "b-1", on: "2013-05-09") { validTo parent(on: "2013-05-09") { id } }
                above: unit(id: "b-p") {
                    children { id } before: children(on: "2013-04-30") { id }
                    breakdown(by: CHILD) { key progress { total } } first: breakdown(by: CHILD, first: 1) { key } rest: breakdown(by: CHILD, after: "b-2") { key }
                    past: breakdown(by: CHILD, asOf: "2013-05-09") { key }
                }
            }
            """,
            """
            {
                "unit": { "name": "Xã b-1", "validTo": "2013-04-30", "parent": { "id": "b-p" }, "ancestors": [{ "id": "b" }, { "id": "b-p" }],
                    "successors": [{ "unit": { "id": "b-2" }, "extent": "FULL", "on": "2013-05-01" }] },
                "heir": { "predecessors": [{ "unit": { "id": "b-1" }, "extent": "FULL", "on": "2013-05-01" }] },
                "late": { "validTo": "2013-04-30", "parent": { "id": "b-p" } },
                "above": {
                    "children": [{ "id": "b-2" }], "before": [{ "id": "b-1" }, { "id": "b-2" }, { "id": "b-3" }],
                    "breakdown": [{ "key": "b-2", "progress": { "total": 0 } }, { "key": "b-1", "progress": { "total": 1 } }],
                    "first": [{ "key": "b-2" }], "rest": [{ "key": "b-1" }],
                    "past": [{ "key": "b-2" }, { "key": "b-1" }]
                }
            }
            """);
    }

    [Fact]
    public async Task A_unit_that_moves_keeps_its_name_as_one()
    {
        await api.RegisterAsync("e", ("m", "MINISTRY", null), ("p", "PROVINCE", "m"), ("q", "PROVINCE", "m"), ("1", "COMMUNE", "p"));
        await DoAsync("e-1", new UnitCommand.MoveUnit("e-q", new DateOnly(2013, 5, 1), Act));
        await DoAsync("e-1", new UnitCommand.RenameUnit("Xã mới", null, null, new DateOnly(2013, 5, 3), Act));

        await api.CheckAsync(
            """{ unit(id: "e-1") { parent { id } before: parent(on: "2013-04-30") { id } names { name from to } } }""",
            """
            { "unit": { "parent": { "id": "e-q" }, "before": { "id": "e-p" }, "names": [
                { "name": "Đơn vị 1", "from": null, "to": "2013-05-02" }, { "name": "Xã mới", "from": "2013-05-03", "to": null }] } }
            """);
    }

    [Fact]
    public async Task A_past_day_shows_what_stood_below_a_unit_then_and_today_what_stands_there_now()
    {
        await api.RegisterAsync(
            "f", ("m", "MINISTRY", null), ("p", "PROVINCE", "m"), ("q", "PROVINCE", "m"), ("1", "COMMUNE", "p"), ("2", "COMMUNE", "p"));
        await api.DoAsync(
            """adoptPlan(input: { id: "f-plan", owner: "f-p", title: "KH", startYear: 2013, endYear: 2013, areas: [{ id: "I", name: "I", reform: STEERING }] }) { id }""");
        await api.DoAsync(
            """
            addTask(input: { id: "f-t", plan: "f-plan", code: "1", area: "I", title: "Việc", leads: [{ unitClass: COMMUNE }], schedule: { kind: YEAR, text: "2013" } }) { id }
            """);
        await api.EventuallyAsync("""{ unit(id: "f-2") { progress { total } } }""", """{ "unit": { "progress": { "total": 1 } } }""");
        await DoAsync("f-1", new UnitCommand.MoveUnit("f-q", new DateOnly(2013, 5, 1), Act));
        await api.EventuallyAsync(
            """{ old: unit(id: "f-p") { progress { total } } new: unit(id: "f-q") { progress { total } } above: unit(id: "f-m") { progress { total } } }""",
            """{ "old": { "progress": { "total": 1 } }, "new": { "progress": { "total": 1 } }, "above": { "progress": { "total": 2 } } }""");

        const string Told = """
            progress(asOf: "2013-04-30") { total } now: progress { total } restated: progress(asOf: "2013-04-30", tree: RESTATED) { total }
            children: breakdown(by: CHILD, asOf: "2013-04-30") { key progress { total } }
            trend(from: "2013-04-30", to: "2013-05-01", step: DAY) { progress { total } }
            """;
        await api.CheckAsync(
            $$"""
            {
                old: unit(id: "f-p") { {{Told}} } new: unit(id: "f-q") { {{Told}} } above: unit(id: "f-m") { {{Told}} }
                shown: unit(id: "f-m") { children { id progress(asOf: "2013-04-30") { total } } }
                list: obligations(under: "f-p", filter: { asOf: "2013-04-30" }) { totalCount nodes { unit { id } } }
                moved: obligations(under: "f-q", filter: { asOf: "2013-04-30" }) { totalCount }
                there: obligations(under: "f-q", filter: { asOf: "2013-05-01" }) { totalCount }
                plan: unit(id: "f-p") { progress(asOf: "2013-04-30", filter: { plan: "f-plan" }) { total } }
                commune: unit(id: "f-1") { progress(asOf: "2013-04-30", filter: { plan: "f-plan" }) { total } relatedPlans { id } }
                came: unit(id: "f-q") { progress(filter: { plan: "f-plan" }) { total } relatedPlans { id } }
            }
            """,
            """
            {
                "old": {
                    "progress": { "total": 2 }, "now": { "total": 1 }, "restated": { "total": 1 },
                    "children": [{ "key": "f-1", "progress": { "total": 1 } }, { "key": "f-2", "progress": { "total": 1 } }],
                    "trend": [{ "progress": { "total": 2 } }, { "progress": { "total": 1 } }] },
                "new": {
                    "progress": { "total": 0 }, "now": { "total": 1 }, "restated": { "total": 1 }, "children": [],
                    "trend": [{ "progress": { "total": 0 } }, { "progress": { "total": 1 } }] },
                "above": {
                    "progress": { "total": 2 }, "now": { "total": 2 }, "restated": { "total": 2 },
                    "children": [{ "key": "f-p", "progress": { "total": 2 } }, { "key": "f-q", "progress": { "total": 0 } }],
                    "trend": [{ "progress": { "total": 2 } }, { "progress": { "total": 2 } }] },
                "shown": { "children": [{ "id": "f-p", "progress": { "total": 2 } }, { "id": "f-q", "progress": { "total": 0 } }] },
                "list": { "totalCount": 2, "nodes": [{ "unit": { "id": "f-1" } }, { "unit": { "id": "f-2" } }] },
                "moved": { "totalCount": 0 }, "there": { "totalCount": 1 },
                "plan": { "progress": { "total": 2 } },
                "commune": { "progress": { "total": 1 }, "relatedPlans": [{ "id": "f-plan" }] },
                "came": { "progress": { "total": 1 }, "relatedPlans": [{ "id": "f-plan" }] }
            }
            """);
    }

    [Fact]
    public async Task A_communes_plan_is_led_by_its_offices()
    {
        await api.DoAsync("""registerUnit(input: { id: "c", name: "Xã C", kind: MINISTRY }) { id }""");
        await api.DoAsync("""registerUnit(input: { id: "c-1", name: "Xã C1", kind: COMMUNE, parent: "c" }) { id }""");
        await api.DoAsync("""registerUnit(input: { id: "c-vp", name: "Văn phòng", kind: OFFICE, parent: "c-1" }) { id }""");
        await api.DoAsync(
            """adoptPlan(input: { id: "c-plan", owner: "c-1", title: "KH", startYear: 2013, endYear: 2013, areas: [{ id: "I", name: "I", reform: STEERING }] }) { id }""");
        await api.DoAsync(
            """
            addTask(input: { id: "c-t", plan: "c-plan", code: "1", area: "I", title: "Việc", leads: [{ unitClass: OFFICE }], schedule: { kind: YEAR, text: "2013" } }) { id }
            """);

        await api.EventuallyAsync("""{ unit(id: "c-vp") { progress { total } } }""", """{ "unit": { "progress": { "total": 1 } } }""");
    }

    private async Task DoAsync(string unit, UnitCommand command)
    {
        var outcome = await api.Services.GetRequiredService<IClusterClient>().GetGrain<IUnitGrain>(unit)
            .ExecuteAsync(command, Guid.NewGuid().ToString(), GrainHost.Administrator);
        Assert.Null(outcome.Refusal);
    }
}

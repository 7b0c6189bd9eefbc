namespace Hierarchy.UnitTests.Api;

/// <summary>The resolvers through the engine, on real units and the memory store. Each test has a tree and ids of its own.</summary>
public sealed class ApiTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_unit_is_found_with_its_place_and_an_unknown_one_is_null()
    {
        await RegisterAsync("a");
        await api.CheckAsync(
            """
            {
              unit(id: "a-snv") { name kind code parent { id } ancestors { id } children { id } }
              none: unit(id: "nowhere") { id }
              units(ids: ["a", "nowhere", "a-h"]) { id }
              districts: unit(id: "a") { children(kind: DISTRICT) { id } }
            }
            """,
            """
            {
              "unit": {
                "name": "Sở Nội vụ a", "kind": "DEPARTMENT", "code": null,
                "parent": { "id": "a" }, "ancestors": [{ "id": "a" }], "children": []
              },
              "none": null,
              "units": [{ "id": "a" }, null, { "id": "a-h" }],
              "districts": { "children": [{ "id": "a-h" }] }
            }
            """);
        var roots = (await api.DataAsync("{ root { id } }")).GetProperty("root").EnumerateArray();
        Assert.Contains(roots, root => root.GetProperty("id").GetString() == "a");
    }

    [Fact]
    public async Task A_task_imposes_obligations_that_the_answer_already_shows_and_they_roll_up()
    {
        await AdoptAsync("b");

        await api.CheckDoneAsync(
            """
            addTask(input: {
              id: "b-t1", plan: "b-p", code: "I.1", area: "I", title: "Rà soát", leads: [{ unitClass: DISTRICT }, { unit: "b-snv" }],
              schedule: { kind: QUARTERS, text: "Quý I", quarters: [1] }, weight: 2.5, budget: 101
            }) {
              weight leads { label unit { id } unitClass } schedule { kind text due } area { reform } plan { id }
              obligations { totalCount nodes { id status due budget { planned } } pageInfo { hasNextPage } }
            }
            """,
            """
            { "addTask": {
              "weight": 2.5,
              "leads": [
                { "label": "UBND cấp huyện", "unit": null, "unitClass": "DISTRICT" },
                { "label": "Sở Nội vụ b", "unit": { "id": "b-snv" }, "unitClass": null }],
              "schedule": { "kind": "QUARTERS", "text": "Quý I", "due": "2013-03-31" },
              "area": { "reform": "INSTITUTIONS" },
              "plan": { "id": "b-p" },
              "obligations": {
                "totalCount": 2,
                "nodes": [
                  { "id": "b-h~b-t1", "status": "NOT_STARTED", "due": "2013-03-31", "budget": { "planned": 51 } },
                  { "id": "b-snv~b-t1", "status": "NOT_STARTED", "due": "2013-03-31", "budget": { "planned": 50 } }],
                "pageInfo": { "hasNextPage": false } } } }
            """);
        await api.EventuallyAsync(
            """
            { unit(id: "b") { progress {
              total overdue units unitsSilent percent completionRate budget { planned allocated spent }
            } } }
            """,
            """
            { "unit": { "progress": {
              "total": 2, "overdue": 2, "units": 2, "unitsSilent": 2, "percent": 0, "completionRate": 0,
              "budget": { "planned": 1000, "allocated": 101, "spent": 0 } } } }
            """);
        await api.EventuallyAsync(
            """
            { plan(id: "b-p") {
              areas { id budget { planned allocated } }
              progress(area: "I", asOf: "2013-03-31") { total overdue dueWithin(days: 0) }
            } }
            """,
            """
            { "plan": {
              "areas": [
                { "id": "I", "budget": { "planned": 1000, "allocated": 101 } },
                { "id": "II", "budget": { "planned": 0, "allocated": 0 } }],
              "progress": { "total": 2, "overdue": 0, "dueWithin": 2 } } }
            """);
    }

    [Fact]
    public async Task An_obligation_goes_its_way_and_its_history_tells_it()
    {
        await AdoptAsync("c");
        await AddTaskAsync("c", "t");
        await api.DoAsync("""reportProgress(obligation: "c-snv~c-t", percent: 45.5, note: "  Đã trình  ", spent: 12) { id }""");
        await api.DoAsync("""raiseDifficulty(obligation: "c-snv~c-t", text: "Thiếu tiền") { id }""");
        await api.DoAsync("""resolveDifficulty(obligation: "c-snv~c-t", resolution: "Đã cấp") { id }""");
        await api.DoAsync("""
            submit(obligation: "c-snv~c-t", document: { number: "1/QĐ", issuedOn: "2013-05-09" }) { status percent completedOn }
            """);
        await api.CheckDoneAsync(
            """
            accept(obligation: "c-snv~c-t") {
              status percent note version overdue document { number } difficulty { raisedTo { id } resolution } task { id } duty { id }
            }
            """,
            """
            { "accept": {
              "status": "DONE", "percent": 100, "note": "Đã trình", "version": 6, "overdue": false,
              "document": { "number": "1/QĐ" },
              "difficulty": { "raisedTo": { "id": "c" }, "resolution": "Đã cấp" },
              "task": { "id": "c-t" }, "duty": null } }
            """);
        const string History = """
            query ($first: Int, $after: String) {
              unit(id: "c-snv") { history(first: $first, after: $after) {
                nodes { type summary actor } pageInfo { hasNextPage hasPreviousPage endCursor }
              } }
            }
            """;
        var page = (await api.DataAsync(History, new { first = 2 })).GetProperty("unit").GetProperty("history");
        Assert.Equal(
            """{"type":"obligation-accepted","summary":"Duyệt hoàn thành “Việc t”.","actor":"admin"}""",
            page.GetProperty("nodes")[0].GetRawText());
        Assert.True(page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        var after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        var next = (await api.DataAsync(History, new { first = 1, after })).GetProperty("unit").GetProperty("history");
        Assert.Equal("difficulty-resolved", Assert.Single(next.GetProperty("nodes").EnumerateArray()).GetProperty("type").GetString());
        Assert.True(next.GetProperty("pageInfo").GetProperty("hasPreviousPage").GetBoolean());
    }

    [Fact]
    public async Task The_slices_of_areas_and_of_children_sum_to_the_whole()
    {
        await AdoptAsync("d");
        await AddTaskAsync("d", "t1", leads: """[{ unit: "d-snv" }, { unit: "d-h" }, { unit: "d" }]""");
        await AddTaskAsync("d", "t2", area: "II", leads: """[{ unit: "d-x" }]""");
        await api.EventuallyAsync("""{ unit(id: "d") { progress(filter: { scope: ALL }) { total } } }""", """{"unit":{"progress":{"total":4}}}""");
        Assert.Equal("d=1 d-snv=1 d-h=2", await SlicesAsync("d", "CHILD", "{ scope: ALL }"));
        Assert.Equal("d=0 d-snv=1 d-h=2", await SlicesAsync("d", "CHILD", "{}"));
        Assert.Equal("d=1 d-snv=0 d-h=0", await SlicesAsync("d", "CHILD", "{ scope: OWN }"));
        Assert.Equal("INSTITUTIONS=3 PROCEDURES=1 APPARATUS=0 CIVIL_SERVICE=0 PUBLIC_FINANCE=0 MODERNISATION=0 STEERING=0 OTHER=0",
            await SlicesAsync("d", "REFORM_AREA", "{ scope: ALL }"));
        Assert.Equal("PROCEDURES=1", await SlicesAsync("d", "REFORM_AREA", "{ reformArea: PROCEDURES, year: 2013 }"));
        Assert.Equal("d-t1=3 d-t2=1", await SlicesAsync("d", "PLAN_TASK", """{ plan: "d-p" }"""));
        Assert.Equal("d-t1=1 d-t2=1", await SlicesAsync("d-h", "PLAN_TASK", """{ plan: "d-p" }"""));
        Assert.Equal("d-t2=1", await SlicesAsync("d-h", "PLAN_TASK", """{ plan: "d-p", reformArea: PROCEDURES }"""));
        Assert.Equal("d-t1=0 d-t2=0", await SlicesAsync("d-h", "PLAN_TASK", """{ plan: "d-p", year: 2014 }"""));
        Assert.Equal("d-p=4", await SlicesAsync("d", "PLAN", "{}"));
        Assert.Equal("d-p=2", await SlicesAsync("d-h", "PLAN", "{ year: 2013 }"));
        Assert.Equal("", await SlicesAsync("d-h", "PLAN", "{ year: 2014 }"));
        Assert.Equal("INVALID", await api.CodeAsync("""{ unit(id: "d") { breakdown(by: PLAN_TASK) { key } } }"""));
    }

    [Fact]
    public async Task A_plan_of_a_unit_below_is_read_there_and_counts_for_the_child_on_its_way()
    {
        await AdoptAsync("e", owner: "e-h");
        await AddTaskAsync("e", "t", leads: """[{ unit: "e-x" }]""");
        await api.EventuallyAsync(
            """{ unit(id: "e") { progress(filter: { plan: "e-p" }) { total } } }""", """{ "unit": { "progress": { "total": 1 } } }""");

        Assert.Equal("e-snv=0 e-h=1", await SlicesAsync("e", "CHILD", """{ plan: "e-p" }"""));
        Assert.Equal("e-p=1", await SlicesAsync("e", "PLAN", "{}"));
        Assert.Equal("e-t=1", await SlicesAsync("e", "PLAN_TASK", """{ plan: "e-p" }"""));
        Assert.Equal("INVALID", await api.CodeAsync("""{ unit(id: "e-snv") { progress(filter: { plan: "e-p" }) { total } } }"""));
        Assert.Equal("NOT_FOUND", await api.CodeAsync("""{ unit(id: "e") { progress(filter: { plan: "none" }) { total } } }"""));
    }

    [Fact]
    public async Task A_duty_owes_reports_on_the_days_that_it_names()
    {
        await AdoptAsync("f");

        await api.CheckDoneAsync(
            """
            addDuty(input: {
              id: "f-d", plan: "f-p", kind: REPORT, title: "Báo cáo", leads: [{ unit: "f-snv" }], source: "V.1.f",
              schedule: { kind: RECURRING, text: "hằng quý", every: [QUARTER], days: ["06-09", "03-09", "09-09", "11-10"] }
            }) { kind source schedule { due } plan { id } }
            """,
            """{ "addDuty": { "kind": "REPORT", "source": "V.1.f", "schedule": { "due": "2013-11-10" }, "plan": { "id": "f-p" } } }""");
        await api.CheckAsync(
            """
            { unit(id: "f-snv") {
              obligations(first: 2) { totalCount nodes { title due task { id } duty { id } } }
              progress { total }
              all: progress(filter: { kind: null }) { total }
            } }
            """,
            """
            { "unit": {
              "obligations": {
                "totalCount": 4,
                "nodes": [
                  { "title": "Báo cáo (quý I/2013)", "due": "2013-03-09", "task": null, "duty": { "id": "f-d" } },
                  { "title": "Báo cáo (quý II/2013)", "due": "2013-06-09", "task": null, "duty": { "id": "f-d" } }] },
              "progress": { "total": 0 },
              "all": { "total": 4 } } }
            """);
        Assert.Equal("f-d=4", await SlicesAsync("f-snv", "PLAN_TASK", """{ plan: "f-p", kind: REPORT }"""));
    }

    [Fact]
    public async Task A_list_is_paged_by_cursors()
    {
        await AdoptAsync("g");
        for (var i = 1; i <= 5; i++)
        {
            await AddTaskAsync("g", "t" + i, schedule: $$"""{ kind: MONTH, text: "", month: {{i}} }""");
        }

        var seen = new List<string?>();
        string? after = null;
        do
        {
            var data = await api.DataAsync(
                """
                query ($after: String) { obligations(under: "g", first: 2, orderBy: DUE_DESC, after: $after) {
                  totalCount edges { cursor node { id } } pageInfo { hasNextPage endCursor }
                } }
                """,
                new { after });
            var page = data.GetProperty("obligations");
            Assert.Equal(5, page.GetProperty("totalCount").GetInt32());
            seen.AddRange(page.GetProperty("edges").EnumerateArray()
                .Select(edge => edge.GetProperty("node").GetProperty("id").GetString()));
            var info = page.GetProperty("pageInfo");
            after = info.GetProperty("hasNextPage").GetBoolean() ? info.GetProperty("endCursor").GetString() : null;
        }
        while (after is not null);

        Assert.Equal(["g-snv~g-t5", "g-snv~g-t4", "g-snv~g-t3", "g-snv~g-t2", "g-snv~g-t1"], seen);
    }

    [Theory]
    [InlineData("""{ obligations(under: "nowhere") { totalCount } }""", "NOT_FOUND")]
    [InlineData("""{ obligations(under: "h", first: 0) { totalCount } }""", "INVALID")]
    [InlineData("""{ obligations(under: "h", first: 501) { totalCount } }""", "INVALID")]
    [InlineData("""{ obligations(under: "h", after: "x") { totalCount } }""", "INVALID")]
    [InlineData("""{ obligations(under: "h", filter: { area: "I" }) { totalCount } }""", "INVALID")]
    [InlineData("""{ obligations(under: "h", filter: { plan: "none" }) { totalCount } }""", "NOT_FOUND")]
    [InlineData("""{ searchUnits(text: "a", first: 101) { id } }""", "INVALID")]
    [InlineData("""{ searchUnits(text: "a\u0000") { id } }""", "INVALID")]
    [InlineData("""{ unit(id: "h") { progress { dueWithin(days: -1) } } }""", "INVALID")]
    [InlineData("""mutation { reportProgress(requestId: "", obligation: "h-snv~h-t", percent: 1) { id } }""", "INVALID")]
    [InlineData("""mutation { reportProgress(requestId: "a\nb", obligation: "h-snv~h-t", percent: 1) { id } }""", "INVALID")]
    public async Task What_is_wrong_is_refused_with_its_code(string query, string code)
    {
        await EnsureAsync("h");

        Assert.Equal(code, await api.CodeAsync(query));
    }

    [Theory]
    [InlineData("""reportProgress(obligation: "h-snv~none", percent: 1) { id }""", "NOT_FOUND")]
    [InlineData("""reportProgress(obligation: "none~t", percent: 1) { id }""", "NOT_FOUND")]
    [InlineData("""reportProgress(obligation: "none", percent: 1) { id }""", "NOT_FOUND")]
    [InlineData("""reportProgress(obligation: "h-snv~h-t", percent: 1.234) { id }""", "INVALID")]
    [InlineData("""reportProgress(obligation: "h-snv~h-t", percent: 1, expectedVersion: 9) { id }""", "CONFLICT")]
    [InlineData("""accept(obligation: "h-snv~h-t") { id }""", "CONFLICT")]
    [InlineData("""registerUnit(input: { id: "a b", name: "x", kind: OFFICE }) { id }""", "INVALID")]
    [InlineData("""registerUnit(input: { id: "h-new", name: "x", kind: OFFICE, parent: "nowhere" }) { id }""", "NOT_FOUND")]
    [InlineData("""adoptPlan(input: { id: "q", owner: "nowhere", title: "x", startYear: 1, endYear: 1, areas: [] }) { id }""", "NOT_FOUND")]
    [InlineData("""adoptPlan(input: { id: "q", owner: "h", title: "x", startYear: 2013, endYear: 2013, areas: [] }) { id }""", "INVALID")]
    [InlineData("""addTask(input: { plan: "none", leads: [{ unit: "h" }], REST }) { id }""", "NOT_FOUND")]
    [InlineData("""addTask(input: { plan: "h-p", leads: [], REST }) { id }""", "INVALID")]
    [InlineData("""addTask(input: { plan: "h-p", leads: [{}], REST }) { id }""", "INVALID")]
    [InlineData("""addTask(input: { plan: "h-p", leads: [{ unitClass: BODY }], REST }) { id }""", "INVALID")]
    [InlineData("""addTask(input: { plan: "h-p", leads: [{ unit: "nowhere" }], REST }) { id }""", "NOT_FOUND")]
    public async Task A_mutation_that_is_wrong_is_refused_with_its_code(string mutation, string code)
    {
        await EnsureAsync("h");
        var whole = mutation.Replace("REST", """id: "q", code: "1", area: "I", title: "x", schedule: { kind: YEAR, text: "" }""");

        Assert.Equal(code, await api.CodeAsync("mutation { " + whole.Insert(whole.IndexOf('(') + 1, """requestId: "refused", """) + " }"));
    }

    [Fact]
    public async Task A_refusal_tells_where_in_the_input_the_fault_is()
    {
        await AdoptAsync("i");

        var answer = await api.AskAsync("""
            mutation { addTask(requestId: "1", input: {
              id: "q", plan: "i-p", code: "1", area: "I", title: "x", leads: [{ unit: "i" }, { unit: "i", unitClass: OFFICE }],
              schedule: { kind: YEAR, text: "" }
            }) { id } }
            """);

        var extensions = answer.GetProperty("errors")[0].GetProperty("extensions");
        Assert.Equal("""["input","leads",1]""", extensions.GetProperty("input").GetRawText());
    }

    [Fact]
    public async Task A_repeated_request_answers_as_the_first_did_and_an_id_that_was_used_otherwise_conflicts()
    {
        await AdoptAsync("j");
        await AddTaskAsync("j", "t");
        const string Report = """
            mutation { reportProgress(requestId: "once", obligation: "j-snv~j-t", percent: 10) { percent version } }
            """;

        var first = (await api.DataAsync(Report)).GetRawText();
        await api.DoAsync("""reportProgress(obligation: "j-snv~j-t", percent: 20) { id }""");

        Assert.Equal("""{"reportProgress":{"percent":10,"version":2}}""", first);
        Assert.Equal(first, (await api.DataAsync(Report)).GetRawText());
        Assert.Equal("CONFLICT", await api.CodeAsync("""mutation { submit(requestId: "once", obligation: "j-snv~j-t") { id } }"""));
    }

    [Fact]
    public async Task A_caller_acts_within_his_unit_only()
    {
        await AdoptAsync("k");
        await AddTaskAsync("k", "t");
        const string Report = """mutation { reportProgress(requestId: "scoped", obligation: "k-snv~k-t", percent: 10) { id } }""";

        Assert.Equal("FORBIDDEN", await api.CodeAsync(Report, new Caller("huyện", "k-h")));
        Assert.False((await api.AskAsync(Report, null, new Caller("sở", "k-snv"))).TryGetProperty("errors", out _));
    }

    [Fact]
    public async Task Texts_are_composed_and_trimmed_and_the_wording_of_a_schedule_stays_as_it_is()
    {
        await AdoptAsync("l");
        var data = await api.DataAsync(
            """
            mutation ($title: String!, $text: String!) {
              addTask(requestId: "nfc", input: {
                id: "l-t", plan: "l-p", code: "1", area: "I", title: $title, leads: [{ unit: "l-snv" }],
                schedule: { kind: CONTINUOUS, text: $text }
              }) { title schedule { text due } }
            }
            """,
            new { title = "  Ke\u0302\u0301 hoạch ", text = " Thươ\u0300ng xuyên " });

        Assert.Equal("Kế hoạch", data.GetProperty("addTask").GetProperty("title").GetString());
        Assert.Equal(" Thươ\u0300ng xuyên ", data.GetProperty("addTask").GetProperty("schedule").GetProperty("text").GetString());
    }

    private async Task RegisterAsync(string id)
    {
        (string Id, string Name, string Place)[] units =
        [
            (id, "UBND tỉnh", "kind: PROVINCE"),
            ($"{id}-snv", "Sở Nội vụ", $"kind: DEPARTMENT, parent: \"{id}\""),
            ($"{id}-h", "UBND huyện", $"kind: DISTRICT, parent: \"{id}\""),
            ($"{id}-x", "UBND xã", $"kind: COMMUNE, parent: \"{id}-h\""),
        ];
        foreach (var unit in units)
        {
            await api.DoAsync($$"""registerUnit(input: { id: "{{unit.Id}}", name: "{{unit.Name}} {{id}}", {{unit.Place}} }) { id }""");
        }
    }

    private async Task AdoptAsync(string id, string? owner = null)
    {
        await RegisterAsync(id);
        await api.DoAsync($$"""
            adoptPlan(input: {
              id: "{{id}}-p", owner: "{{owner ?? id}}", title: "Kế hoạch {{id}}", startYear: 2013, endYear: 2013,
              areas: [
                { id: "I", name: "Thể chế", reform: INSTITUTIONS, budget: 1000 }
                { id: "II", name: "Thủ tục", reform: PROCEDURES }
              ]
            }) { id }
            """);
    }

    private async Task AddTaskAsync(
        string id, string task, string area = "I", string? leads = null, string schedule = """{ kind: YEAR, text: "2013" }""") =>
        await api.DoAsync($$"""
            addTask(input: { id: "{{id}}-{{task}}", plan: "{{id}}-p", code: "{{task}}", area: "{{area}}", title: "Việc {{task}}",
              leads: {{leads ?? $$"""[{ unit: "{{id}}-snv" }]"""}}, schedule: {{schedule}} }) { id }
            """);

    /// <summary>For the rows of one table, which share a tree.</summary>
    private async Task EnsureAsync(string id)
    {
        if ((await api.DataAsync($$"""{ unit(id: "{{id}}") { id } }""")).GetProperty("unit").ValueKind == JsonValueKind.Null)
        {
            await AdoptAsync(id);
            await AddTaskAsync(id, "t");
        }
    }

    private async Task<string> SlicesAsync(string unit, string by, string filter)
    {
        var data = await api.DataAsync(
            $$"""{ unit(id: "{{unit}}") { breakdown(by: {{by}}, filter: {{filter}}) { key label progress { total } } } }""");
        return string.Join(' ', data.GetProperty("unit").GetProperty("breakdown").EnumerateArray()
            .Select(slice => $"{slice.GetProperty("key").GetString()}={slice.GetProperty("progress").GetProperty("total").GetInt64()}"));
    }
}

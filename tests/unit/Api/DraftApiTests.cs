namespace Hierarchy.UnitTests.Api;

/// <summary>A plan is prepared, read, and adopted, as a client sees it.</summary>
public sealed class DraftApiTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Areas = """areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS, budget: 100 }, { id: "II", name: "Thủ tục", reform: PROCEDURES }]""";

    private static string Whole(string name) => $$"""
        title: "Kế hoạch", number: "1/KH", adoptedOn: "2013-01-02", startYear: 2013, endYear: 2013, {{Areas}}, rows: [
          { code: "1", area: "I", title: "Rà soát", products: ["Quyết định"], leadsText: "Sở {{name}}", scheduleText: "Quý I năm 2013", budget: 30 },
          { code: "2", area: "II", group: "Nhóm", title: "Công khai", leadsText: "Sở {{name}}; Tỉnh {{name}}", coordinatorsText: "Xã {{name}}", scheduleText: "Thường xuyên" }]
        """;

    [Fact]
    public async Task A_draft_is_made_read_edited_and_adopted_and_the_figures_move()
    {
        await RegisterAsync("d");
        var made = await api.DoAsync($$"""createDraft(owner: "d-p", input: { {{Whole("d")}} }) { id version rows { nodes { key } } }""");
        var id = made.GetProperty("createDraft").GetProperty("id").GetString()!;
        Assert.StartsWith("d-p:", id, StringComparison.Ordinal);
        await api.CheckAsync(
            $$"""
            { draft(id: "{{id}}") {
                version owner { id } title number adoptedOn startYear endYear areas { id reform budget { planned allocated spent } }
                rows { totalCount pageInfo { hasNextPage } nodes {
                    key cells code area group title products leadsText leads { unit { id } label } leadMode coordinatorsText coordinators { label }
                    scheduleText schedule { kind due text } budget } }
                preview { tasks obligations units undated budget statedBudget } } }
            """,
            """
            { "draft": {
                "version": 1, "owner": { "id": "d-p" }, "title": "Kế hoạch", "number": "1/KH", "adoptedOn": "2013-01-02", "startYear": 2013, "endYear": 2013,
                "areas": [
                  { "id": "I", "reform": "INSTITUTIONS", "budget": { "planned": 100, "allocated": 0, "spent": 0 } },
                  { "id": "II", "reform": "PROCEDURES", "budget": { "planned": 0, "allocated": 0, "spent": 0 } }],
                "rows": { "totalCount": 2, "pageInfo": { "hasNextPage": false }, "nodes": [
                  { "key": "n1", "cells": [], "code": "1", "area": "I", "group": null, "title": "Rà soát", "products": ["Quyết định"],
                    "leadsText": "Sở d", "leads": [{ "unit": { "id": "d-d" }, "label": "Sở d" }], "leadMode": "EACH",
                    "coordinatorsText": null, "coordinators": [],
                    "scheduleText": "Quý I năm 2013", "schedule": { "kind": "QUARTERS", "due": "2013-03-31", "text": "Quý I năm 2013" }, "budget": 30 },
                  { "key": "n2", "cells": [], "code": "2", "area": "II", "group": "Nhóm", "title": "Công khai", "products": [],
                    "leadsText": "Sở d; Tỉnh d",
                    "leads": [{ "unit": { "id": "d-d" }, "label": "Sở d" }, { "unit": { "id": "d-p" }, "label": "Tỉnh d" }], "leadMode": "EACH",
                    "coordinatorsText": "Xã d", "coordinators": [{ "label": "Xã d" }],
                    "scheduleText": "Thường xuyên", "schedule": { "kind": "CONTINUOUS", "due": null, "text": "Thường xuyên" }, "budget": null }] },
                "preview": { "tasks": 2, "obligations": 3, "units": 2, "undated": 2, "budget": 100, "statedBudget": null } } }
            """);
        await api.CheckAsync("""{ unit(id: "d-p") { progress(filter: { scope: ALL }) { total } plans { id } drafts { id title } } }""",
            $$"""{ "unit": { "progress": { "total": 0 }, "plans": [], "drafts": [{ "id": "{{id}}", "title": "Kế hoạch" }] } }""");

        await api.CheckDoneAsync(
            $$"""
            editDraft(draft: "{{id}}", expectedVersion: 1, input: { rows: [{ key: "n1", scheduleText: "Quý II năm 2013" }] }) {
                version rows { nodes { schedule { due } } } }
            """,
            """{ "editDraft": { "version": 2, "rows": { "nodes": [{ "schedule": { "due": "2013-06-30" } }, { "schedule": { "due": null } }] } } }""");
        var adopt = $$"""mutation { adoptDraft(requestId: "adopt-{{id}}", draft: "{{id}}") { id version number tasks { id code schedule { due } } } }""";
        var adopted = $$"""
            { "adoptDraft": { "id": "{{id}}", "version": 1, "number": "1/KH", "tasks": [
                { "id": "{{id}}/n1", "code": "1", "schedule": { "due": "2013-06-30" } }, { "id": "{{id}}/n2", "code": "2", "schedule": { "due": null } }] } }
            """;
        await api.CheckAsync(adopt, adopted);
        await api.EventuallyAsync("""{ unit(id: "d-p") { progress(filter: { scope: ALL }) { total undated } plans { id } drafts { id } } }""",
            $$"""{ "unit": { "progress": { "total": 3, "undated": 2 }, "plans": [{ "id": "{{id}}" }], "drafts": [] } }""");
        await api.CheckAsync($$"""{ draft(id: "{{id}}") { id } obligation(id: "d-d~{{id}}/n1") { due task { code } } }""",
            """{ "draft": null, "obligation": { "due": "2013-06-30", "task": { "code": "1" } } }""");

        // The draft is gone, and the request is known.
        await api.CheckAsync(adopt, adopted);
        Assert.Equal("CONFLICT", await api.CodeAsync($$"""mutation { adoptDraft(requestId: "other-{{id}}", draft: "{{id}}") { id } }"""));
        Assert.Equal("NOT_FOUND", await api.CodeAsync($$"""mutation { editDraft(requestId: "late-{{id}}", draft: "{{id}}", input: {}) { id } }"""));
        Assert.Equal("NOT_FOUND", await api.CodeAsync($$"""mutation { discardDraft(requestId: "late2-{{id}}", draft: "{{id}}") }"""));
        var history = (await api.DataAsync("""{ unit(id: "d-p") { history { nodes { summary } } } }""")).GetProperty("unit").GetProperty("history");
        Assert.Contains(
            "Ban hành kế hoạch số 1/KH “Kế hoạch”, năm 2013, gồm 2 nội dung và 2 nhiệm vụ, giao 2 đơn vị thực hiện.",
            history.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("summary").GetString()));
    }

    [Fact]
    public async Task A_null_that_is_given_takes_away_and_what_is_not_named_stays()
    {
        await RegisterAsync("n");
        var id = (await api.DoAsync($$"""createDraft(owner: "n-p", input: { {{Whole("n")}} }) { id }""")).GetProperty("createDraft").GetProperty("id").GetString();
        const string Read = """
            title number adoptedOn startYear endYear areas { id }
            rows { nodes { code area group title products leadsText coordinatorsText approver scheduleText budget } }
            """;
        await api.CheckDoneAsync(
            $$"""
            editDraft(draft: "{{id}}", input: { adoptedOn: null, number: null, areas: null, removeRows: null, rows: [
              { key: "n1", area: null, products: null, scheduleText: null, budget: null }, { key: "n2", group: null, title: "Khác" }] }) { {{Read}} }
            """,
            """
            { "editDraft": { "title": "Kế hoạch", "number": null, "adoptedOn": null, "startYear": 2013, "endYear": 2013, "areas": [{ "id": "I" }, { "id": "II" }],
              "rows": { "nodes": [
                { "code": "1", "area": null, "group": null, "title": "Rà soát", "products": [], "leadsText": "Sở n", "coordinatorsText": null,
                  "approver": null, "scheduleText": null, "budget": null },
                { "code": "2", "area": "II", "group": null, "title": "Khác", "products": [], "leadsText": "Sở n; Tỉnh n", "coordinatorsText": "Xã n",
                  "approver": null, "scheduleText": "Thường xuyên", "budget": null }] } } }
            """);
        var variables = (await api.DataAsync(
            $$"""
            mutation { editDraft(requestId: "{{id}}-null", draft: "{{id}}", input: { title: null, startYear: null, endYear: null, rows: null }) {
              title startYear endYear rows { totalCount } } }
            """))
            .GetProperty("editDraft");
        Assert.Equal("""{"title":null,"startYear":null,"endYear":null,"rows":{"totalCount":2}}""", variables.GetRawText());
    }

    [Fact]
    public async Task Requests_are_carried_out_once_and_versions_are_kept_to()
    {
        await RegisterAsync("e");
        var create = $$"""mutation { createDraft(requestId: "e-1", owner: "e-p", input: { title: "A" }) { id version title } }""";
        var made = (await api.DataAsync(create)).GetProperty("createDraft");
        var id = made.GetProperty("id").GetString();
        var edit = $$"""mutation { editDraft(requestId: "e-2", draft: "{{id}}", input: { rows: [{ title: "Một" }] }) { version title rows { totalCount } } }""";
        for (var again = 0; again < 2; again++)
        {
            await api.CheckAsync(edit, """{ "editDraft": { "version": 2, "title": "A", "rows": { "totalCount": 1 } } }""");
            await api.CheckAsync(create, $$"""{ "createDraft": { "id": "{{id}}", "version": 2, "title": "A" } }""");
        }
        Assert.Equal("CONFLICT", await api.CodeAsync($$"""mutation { editDraft(requestId: "e-2", draft: "{{id}}", input: { title: "B" }) { id } }"""));
        Assert.Equal("CONFLICT", await api.CodeAsync("""mutation { createDraft(requestId: "e-1", owner: "e-p", input: { title: "B" }) { id } }"""));
        await CheckRefusedAsync(
            $$"""editDraft(requestId: "e-3", draft: "{{id}}", expectedVersion: 1, input: { title: "B" }) { id }""", """CONFLICT ["expectedVersion"]""");
        for (var again = 0; again < 2; again++)
        {
            await api.CheckAsync($$"""mutation { discardDraft(requestId: "e-4", draft: "{{id}}") }""", """{ "discardDraft": true }""");
        }
        Assert.Equal("NOT_FOUND", await api.CodeAsync($$"""mutation { discardDraft(requestId: "e-5", draft: "{{id}}") }"""));
        Assert.Equal("NOT_FOUND", await api.CodeAsync(create));
        await api.CheckAsync($$"""{ draft(id: "{{id}}") { id } }""", """{ "draft": null }""");
    }

    [Fact]
    public async Task Errors_keep_a_draft_from_being_adopted_and_say_how_many()
    {
        await RegisterAsync("f");
        var id = (await api.DoAsync(
            """createDraft(owner: "f-p", input: { rows: [{ title: "Một", leadsText: "Sở không có", scheduleText: "Khi nào đó" }] }) { id }"""))
            .GetProperty("createDraft").GetProperty("id").GetString();
        var issues = (await api.DataAsync($$"""{ draft(id: "{{id}}") { issues { row column place code severity message suggestions } } }"""))
            .GetProperty("draft").GetProperty("issues").EnumerateArray().ToList();
        Assert.Equal(
            ["AREA_MISSING n1", "LEAD_UNKNOWN n1", "SCHEDULE_UNKNOWN n1", "TITLE_MISSING ", "YEARS_MISSING "],
            issues.Where(issue => issue.GetProperty("severity").GetString() == "ERROR")
                .Select(issue => $"{issue.GetProperty("code").GetString()} {issue.GetProperty("row").GetString()}").Distinct().Order(StringComparer.Ordinal));
        var refused = await api.AskAsync($$"""mutation { adoptDraft(requestId: "f-1", draft: "{{id}}") { id } }""");
        var error = refused.GetProperty("errors")[0];
        Assert.Equal(
            ("INVALID", "DRAFT_HAS_ERRORS", "[\"draft\"]"),
            (error.GetProperty("extensions").GetProperty("code").GetString(), error.GetProperty("extensions").GetProperty("reason").GetString(),
                error.GetProperty("extensions").GetProperty("input").GetRawText()));
        Assert.Contains($"{issues.Count(issue => issue.GetProperty("severity").GetString() == "ERROR")} errors", error.GetProperty("message").GetString());
        await api.CheckAsync("""{ unit(id: "f-p") { plans { id } } }""", """{ "unit": { "plans": [] } }""");
    }

    [Fact]
    public async Task Rows_come_in_pages_and_a_call_takes_so_many()
    {
        await RegisterAsync("g");
        var rows = string.Join(", ", Enumerable.Repeat("{ title: \"Việc\" }", 5));
        var id = (await api.DoAsync($$"""createDraft(owner: "g-p", input: { rows: [{{rows}}] }) { id }""")).GetProperty("createDraft").GetProperty("id").GetString();
        var (seen, after) = (new List<string>(), "null");
        for (var more = true; more;)
        {
            var page = (await api.DataAsync(
                $$"""{ draft(id: "{{id}}") { rows(first: 2, after: {{after}}) { totalCount nodes { key } pageInfo { hasNextPage endCursor } } } }"""))
                .GetProperty("draft").GetProperty("rows");
            Assert.Equal(5, page.GetProperty("totalCount").GetInt32());
            seen.AddRange(page.GetProperty("nodes").EnumerateArray().Select(row => row.GetProperty("key").GetString()!));
            more = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean();
            after = $"\"{page.GetProperty("pageInfo").GetProperty("endCursor").GetString()}\"";
        }
        Assert.Equal(["n1", "n2", "n3", "n4", "n5"], seen);
        await api.DoAsync($$"""editDraft(draft: "{{id}}", input: { removeRows: ["n5"] }) { id }""");
        Assert.Equal("INVALID", await api.CodeAsync($$"""{ draft(id: "{{id}}") { rows(after: {{after}}) { totalCount } } }"""));
        Assert.Equal("INVALID", await api.CodeAsync($$"""{ draft(id: "{{id}}") { rows(first: 1001) { totalCount } } }"""));

        const string Edit = """
            mutation($d: ID!, $r: ID!, $rows: [DraftRowInput!]) {
                editDraft(requestId: $r, draft: $d, input: { rows: $rows }) { version rows(first: 1) { totalCount } } }
            """;
        var refused = await api.AskAsync(Edit, new { d = id, r = "g-1", rows = Enumerable.Repeat(new { title = "Việc" }, 1_001) });
        // Before anybody is asked: no list of the API has more.
        Assert.Equal("LIMIT_INPUT_ITEMS", refused.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        await api.CheckAsync(
            Edit, """{ "editDraft": { "version": 3, "rows": { "totalCount": 1004 } } }""",
            new { d = id, r = "g-1", rows = Enumerable.Repeat(new { title = "Việc" }, 1_000) });
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_its_place()
    {
        await RegisterAsync("h");
        var id = (await api.DoAsync("""createDraft(owner: "h-p", input: {}) { id }""")).GetProperty("createDraft").GetProperty("id").GetString();
        await CheckRefusedAsync("""createDraft(requestId: "h-1", owner: "none", input: {}) { id }""", """NOT_FOUND ["owner"]""");
        await CheckRefusedAsync("""createDraft(requestId: "", owner: "h-p", input: {}) { id }""", """INVALID ["requestId"]""");
        await CheckRefusedAsync("""createDraft(requestId: "h-2", owner: "h-p", input: { startYear: 1 }) { id }""", """INVALID ["input","startYear"]""");
        await CheckRefusedAsync(
            $$"""editDraft(requestId: "h-3", draft: "{{id}}", input: { rows: [{}, { budget: -1 }] }) { id }""", """INVALID ["input","rows",1,"budget"]""");
        await CheckRefusedAsync($$"""editDraft(requestId: "h-4", draft: "{{id}}", input: { removeRows: ["n7"] }) { id }""", """NOT_FOUND ["input","removeRows",0]""");
        foreach (var none in (string[])["", "x", "none:0123456789abcdef0123", "h-p:0123456789abcdef0123", "h-p:../../../../../../.."])
        {
            await CheckRefusedAsync($$"""adoptDraft(requestId: "h-5", draft: "{{none}}") { id }""", """NOT_FOUND ["draft"]""");
            await api.CheckAsync($$"""{ draft(id: "{{none}}") { id } }""", """{ "draft": null }""");
        }
    }

    [Fact]
    public async Task A_unit_has_so_many_drafts_and_a_token_those_of_its_units_alone()
    {
        await RegisterAsync("i");
        for (var i = 0; i < Limits.DraftsMax; i++)
        {
            await api.DoAsync("""createDraft(owner: "i-d", input: {}) { id }""");
        }
        await CheckRefusedAsync("""createDraft(requestId: "i-1", owner: "i-d", input: {}) { id }""", """INVALID ["owner"]""");
        Assert.Equal(Limits.DraftsMax, (await api.DataAsync("""{ unit(id: "i-d") { drafts { id } } }""")).GetProperty("unit").GetProperty("drafts").GetArrayLength());

        var id = (await api.DoAsync("""createDraft(owner: "i-p", input: {}) { id }""")).GetProperty("createDraft").GetProperty("id").GetString();
        var below = new Caller("below", "i-d");
        var seen = await api.AskAsync($$"""{ draft(id: "{{id}}") { id } unit(id: "i-p") { drafts { id } } }""", null, below);
        Assert.Equal("""{"data":{"draft":null,"unit":{"drafts":[]}}}""", seen.GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("FORBIDDEN", await api.CodeAsync($$"""mutation { editDraft(requestId: "i-2", draft: "{{id}}", input: {}) { id } }""", below));
        Assert.Equal("FORBIDDEN", await api.CodeAsync($$"""mutation { adoptDraft(requestId: "i-3", draft: "{{id}}") { id } }""", below));
    }

    private async Task CheckRefusedAsync(string mutation, string expected)
    {
        var answer = await api.AskAsync($"mutation {{ {mutation} }}");
        var extensions = Assert.Single(answer.GetProperty("errors").EnumerateArray()).GetProperty("extensions");
        Assert.Equal(expected, $"{extensions.GetProperty("code").GetString()} {extensions.GetProperty("input").GetRawText()}");
    }

    private async Task RegisterAsync(string name)
    {
        foreach (var (id, kind, called, parent) in new[]
        {
            ("p", "PROVINCE", "Tỉnh", null), ("d", "DEPARTMENT", "Sở", $"{name}-p"), ("c", "COMMUNE", "Xã", $"{name}-p"),
        })
        {
            var above = parent is null ? "" : $", parent: \"{parent}\"";
            await api.DoAsync($$"""registerUnit(input: { id: "{{name}}-{{id}}", name: "{{called}} {{name}}", kind: {{kind}}{{above}} }) { id }""");
        }
    }
}

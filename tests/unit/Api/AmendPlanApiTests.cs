namespace Hierarchy.UnitTests.Api;

/// <summary>An adopted plan is amended by a document, seen through the API: at the plan, at the units that owe it, and above them.</summary>
public sealed class AmendPlanApiTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Document = """document: { number: "700/QĐ-UBND", issuedOn: "2013-04-10" }, effectiveOn: "2013-04-15" """;

    [Theory]
    [InlineData("w", "Hằng tháng", "RECURRING", 12)]
    [InlineData("x", "Hằng quý", "RECURRING", 4)]
    [InlineData("y", "2 năm/lần", "RECURRING", 1)]
    [InlineData("z", "Quý II đến quý III năm 2013", "QUARTERS", 1)]
    [InlineData("v", "Hàng tuần", "RECURRING", 52)]
    public async Task A_time_is_reworded_as_plans_word_it(string name, string words, string kind, int occurrences)
    {
        await RegisterAsync(name);
        await api.CheckDoneAsync(
            $$"""
            amendPlan(plan: "{{name}}-plan", input: { {{Document}} changeTasks: [{ task: "{{name}}-w", scheduleText: "{{words}}" }] }) {
              version tasks { id schedule { kind text } } }
            """,
            $$"""
            { "amendPlan": { "version": 2, "tasks": [
              { "id": "{{name}}-t", "schedule": { "kind": "DATE", "text": "" } }, { "id": "{{name}}-w", "schedule": { "kind": "{{kind}}", "text": "{{words}}" } }] } }
            """);
        await api.EventuallyAsync(
            $$"""{ obligations(under: "{{name}}-p", filter: { task: "{{name}}-w", status: [NOT_STARTED] }) { totalCount } }""",
            $$"""{ "obligations": { "totalCount": {{occurrences}} } }""");
    }

    [Fact]
    public async Task A_time_that_is_not_understood_is_refused_with_wordings_that_are()
    {
        await RegisterAsync("u");
        var answer = await api.AskAsync(Amend("""scheduleText: "Khi nào xong thì thôi" """));
        var refused = Assert.Single(answer.GetProperty("errors").EnumerateArray());
        var extensions = refused.GetProperty("extensions");
        Assert.Equal(
            """INVALID ["input","changeTasks",0,"scheduleText"]""", $"{extensions.GetProperty("code")} {extensions.GetProperty("input").GetRawText()}");
        Assert.Contains("write it as in '", refused.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("INVALID", await api.CodeAsync(Amend("""scheduleText: "Hằng quý", schedule: { kind: YEAR, text: "Năm" }""")));

        static string Amend(string change) => $$"""
            mutation { amendPlan(requestId: "u-words", plan: "u-plan", input: { {{Document}} changeTasks: [{ task: "u-w", {{change}} }] }) { version } }
            """;
    }

    [Fact]
    public async Task A_new_schedule_and_a_withdrawn_line_reach_every_figure_above_and_the_old_text_can_be_read()
    {
        await RegisterAsync("a");
        await api.FinishAsync("a-c~a-t");
        await CheckFiguresAsync("a", total: 5, overdue: 1, done: 1, cancelled: 0);
        await api.CheckDoneAsync(
            $$"""
            amendPlan(plan: "a-plan", expectedVersion: 1, input: { {{Document}}
              changeTasks: [{ task: "a-t", title: "Tên mới", schedule: { kind: QUARTERS, text: "Quý II", quarters: [2] } }]
              withdrawTasks: ["a-w"] }) { version title tasks { id title withdrawn schedule { due } } }
            """,
            """
            {
              "amendPlan": {
                "version": 2, "title": "Kế hoạch",
                "tasks": [
                  { "id": "a-t", "title": "Tên mới", "withdrawn": false, "schedule": { "due": "2013-06-30" } },
                  { "id": "a-w", "title": "Việc", "withdrawn": true, "schedule": { "due": "2013-12-31" } }
                ]
              }
            }
            """);
        await CheckFiguresAsync("a", total: 5, overdue: 0, done: 1, cancelled: 3);
        await api.CheckAsync(
            """
            {
              done: obligation(id: "a-c~a-t") { title due status version }
              open: obligation(id: "a-d~a-t") { title due originalDue status dueChanges { reason document { number } } }
              ended: obligation(id: "a-c~a-w~2013-H1") { status note }
            }
            """,
            """
            {
              "done": { "title": "Việc", "due": "2013-03-31", "status": "DONE", "version": 3 },
              "open": {
                "title": "Tên mới", "due": "2013-06-30", "originalDue": "2013-03-31", "status": "NOT_STARTED",
                "dueChanges": [{ "reason": "Theo văn bản số 700/QĐ-UBND ngày 10/04/2013", "document": { "number": "700/QĐ-UBND" } }]
              },
              "ended": { "status": "CANCELLED", "note": "Theo văn bản số 700/QĐ-UBND ngày 10/04/2013" }
            }
            """);
        await api.CheckAsync(
            """
            {
              plan(id: "a-plan") {
                before: at(on: "2013-04-14") { version tasks { title withdrawn } }
                after: at(on: "2013-04-15") { version tasks { title withdrawn } }
                never: at(on: "2012-12-31") { version }
                versions { version effectiveOn document { number } summary actor }
              }
            }
            """,
            """
            {
              "plan": {
                "before": { "version": 1, "tasks": [{ "title": "Việc", "withdrawn": false }, { "title": "Việc", "withdrawn": false }] },
                "after": { "version": 2, "tasks": [{ "title": "Tên mới", "withdrawn": false }, { "title": "Việc", "withdrawn": true }] },
                "never": null,
                "versions": [
                  { "version": 1, "effectiveOn": "2013-01-01", "document": null, "summary": ["Ban hành kế hoạch."], "actor": "admin" },
                  {
                    "version": 2, "effectiveOn": "2013-04-15", "document": { "number": "700/QĐ-UBND" },
                    "summary": [
                      "Sửa nhiệm vụ 1 “Việc”: nội dung thành “Tên mới”; thời gian từ hạn 31/03/2013 thành “Quý II” (hạn 30/06/2013).",
                      "Bãi bỏ nhiệm vụ 2 “Việc”."
                    ],
                    "actor": "admin"
                  }
                ]
              }
            }
            """);
    }

    [Fact]
    public async Task Lines_and_leads_are_added_and_dropped()
    {
        await RegisterAsync("b");
        await api.DoAsync(
            $$"""
            amendPlan(plan: "b-plan", input: { {{Document}}, title: "Kế hoạch sửa đổi"
              addTasks: [{ id: "b-n", plan: "b-plan", code: "3", area: "I", title: "Mới", leads: [{ unit: "b-p" }], schedule: { kind: CONTINUOUS, text: "Thường xuyên" } }]
              addLeads: [{ task: "b-w", leads: [{ unit: "b-d" }] }]
              dropLeads: [{ task: "b-t", leads: [{ unit: "b-c" }] }]
              changeObjectives: [{ id: "MT1", text: "Trên 60%", target: 60, comparison: MORE_THAN, unitOfMeasure: "%" }] }) { id }
            """);
        await CheckFiguresAsync("b", total: 8, overdue: 1, done: 0, cancelled: 1);
        await api.CheckAsync(
            """
            {
              plan(id: "b-plan") { title objectives { id text } tasks { id progress { total cancelled } } versions { summary } }
              obligations(under: "b-d", filter: { task: "b-w" }) { totalCount }
              relatedPlans: unit(id: "b-p") { plans { title } }
              added: obligation(id: "b-d~b-w~2013-H1") { history { nodes { type } } }
            }
            """,
            """
            {
              "plan": {
                "title": "Kế hoạch sửa đổi",
                "objectives": [{ "id": "MT1", "text": "Trên 60%" }],
                "tasks": [
                  { "id": "b-t", "progress": { "total": 2, "cancelled": 1 } },
                  { "id": "b-w", "progress": { "total": 6, "cancelled": 0 } },
                  { "id": "b-n", "progress": { "total": 1, "cancelled": 0 } }
                ],
                "versions": [
                  { "summary": ["Ban hành kế hoạch."] },
                  {
                    "summary": [
                      "Đổi tên kế hoạch thành “Kế hoạch sửa đổi”.",
                      "Bổ sung nhiệm vụ 3 “Mới”, giao 1 đơn vị thực hiện.",
                      "Sửa nhiệm vụ 2 “Việc”: thêm chủ trì Đơn vị d.",
                      "Sửa nhiệm vụ 1 “Việc”: thôi chủ trì Đơn vị c.",
                      "Bổ sung mục tiêu MT1 “Trên 60%”."
                    ]
                  }
                ]
              },
              "obligations": { "totalCount": 3 },
              "relatedPlans": { "plans": [{ "title": "Kế hoạch sửa đổi" }] },
              "added": { "history": { "nodes": [{ "type": "terms-amended" }] } }
            }
            """);
    }

    [Theory]
    [InlineData("""plan: "nothing", input: { DOCUMENT, title: "x" }""", "NOT_FOUND", "plan")]
    [InlineData("""plan: "c-plan", input: { DOCUMENT }""", "INVALID", "input changeTasks")]
    [InlineData("""plan: "c-plan", expectedVersion: 2, input: { DOCUMENT, title: "x" }""", "CONFLICT", "expectedVersion")]
    [InlineData(
        """plan: "c-plan", input: { document: { number: "1", issuedOn: "2013-05-01" }, effectiveOn: "2013-05-11", title: "x" }""", "INVALID",
        "input effectiveOn")]
    [InlineData("""plan: "c-plan", input: { DOCUMENT, withdrawTasks: ["c-x"] }""", "NOT_FOUND", "input withdrawTasks 0")]
    [InlineData("""plan: "c-plan", input: { DOCUMENT, changeTasks: [{ task: "c-t", weight: 0 }] }""", "INVALID", "input changeTasks 0 weight")]
    [InlineData("""plan: "c-plan", input: { DOCUMENT, addLeads: [{ task: "c-t", leads: [{ unit: "c-m" }] }] }""", "INVALID", "input addLeads 0 leads 0 unit")]
    public async Task What_does_not_hold_is_refused_with_its_place_and_changes_nothing(string arguments, string code, string place)
    {
        await RegisterAsync("c");
        arguments = arguments.Replace("DOCUMENT", Document, StringComparison.Ordinal);
        var answer = await api.AskAsync($"mutation {{ amendPlan(requestId: \"r{code}{place}\", {arguments}) {{ id }} }}");
        var extensions = Assert.Single(answer.GetProperty("errors").EnumerateArray()).GetProperty("extensions");
        Assert.Equal(
            (code, place),
            (extensions.GetProperty("code").GetString(), string.Join(' ', extensions.GetProperty("input").EnumerateArray().Select(part => part.ToString()))));
        await api.CheckAsync("""{ plan(id: "c-plan") { version } }""", """{ "plan": { "version": 1 } }""");
    }

    [Fact]
    public async Task The_same_request_is_answered_once_and_only_the_owner_may()
    {
        await RegisterAsync("e");
        var change = $$"""mutation { amendPlan(requestId: "e-1", plan: "e-plan", input: { {{Document}}, withdrawTasks: ["e-t"] }) { version } }""";
        Assert.Equal(2, (await api.DataAsync(change)).GetProperty("amendPlan").GetProperty("version").GetInt32());
        Assert.Equal(2, (await api.DataAsync(change)).GetProperty("amendPlan").GetProperty("version").GetInt32());
        var refused = await api.AskAsync(
            $$"""mutation { amendPlan(requestId: "e-2", plan: "e-plan", input: { {{Document}}, title: "x" }) { version } }""", caller: new Caller("c", "e-c"));
        Assert.Equal("FORBIDDEN", Assert.Single(refused.GetProperty("errors").EnumerateArray()).GetProperty("extensions").GetProperty("code").GetString());
    }

    /// <summary>At the unit highest up, which follows a moment later.</summary>
    private Task CheckFiguresAsync(string place, int total, int overdue, int done, int cancelled) => api.EventuallyAsync(
        $"{{ unit(id: \"{place}-m\") {{ progress {{ total overdue done cancelled }} }} }}",
        $$$"""{ "unit": { "progress": { "total": {{{total}}}, "overdue": {{{overdue}}}, "done": {{{done}}}, "cancelled": {{{cancelled}}} } } }""");

    /// <summary>A ministry, a province, a commune and a department that owe one task by 31 March; the commune another one three times a year.</summary>
    private async Task RegisterAsync(string place)
    {
        if ((await api.DataAsync($"{{ unit(id: \"{place}-m\") {{ id }} }}")).GetProperty("unit").ValueKind != JsonValueKind.Null)
        {
            return;
        }
        await api.RegisterAsync(place, ("m", "MINISTRY", null), ("p", "PROVINCE", "m"), ("c", "COMMUNE", "p"), ("d", "DEPARTMENT", "p"));
        await api.AdoptAsync(place, "c", "d");
        await api.DoAsync(
            $"addTask(input: {{ id: \"{place}-w\", plan: \"{place}-plan\", code: \"2\", area: \"I\", title: \"Việc\", "
            + $"leads: [{{ unit: \"{place}-c\" }}], schedule: {{ kind: RECURRING, text: \"\", every: [HALF_YEAR, YEAR] }} }}) {{ id }}");
    }
}

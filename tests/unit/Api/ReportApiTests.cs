using Hierarchy.Api.Reports;

namespace Hierarchy.UnitTests.Api;

/// <summary>Reports over the API: pre-filled, written, signed, received, returned and reopened, and added up above.</summary>
public sealed class ReportApiTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_report_is_filled_by_what_the_system_counts_and_corrected_with_a_reason_beside_it()
    {
        await PlanAsync("a");
        await api.FinishAsync("a-1~a-t", "2013-02-10");
        await api.CheckDoneAsync(
            """
            openReport(unit: "a-1", period: "a-r~2013-Q1") { id revision version status unit { id } period { key } narrative { key title text } signature { signer }
              rows { code live { numerator denominator } entered { numerator } value { numerator } source required list { totalCount nodes { id } } }
              obligations { id status } includes { id } missing { id } stale docx json revisions { id } }
            """,
            """
            { "openReport": { "id": "a-1~a-r~2013-H1", "revision": 1, "version": 1, "status": "DRAFT", "unit": { "id": "a-1" },
              "period": { "key": "a-r~2013-H1" }, "narrative": [{ "key": "I", "title": "Kết quả", "text": "" }], "signature": null,
              "rows": [
                { "code": "1", "live": { "numerator": 1, "denominator": 1 }, "entered": null, "value": { "numerator": 1 }, "source": "PROGRESS", "required": true,
                  "list": { "totalCount": 1, "nodes": [{ "id": "a-1~a-t" }] } },
                { "code": "2", "live": null, "entered": null, "value": null, "source": "ENTERED", "required": true, "list": null }],
              "obligations": [{ "id": "a-1~a-r~2013-H1", "status": "IN_PROGRESS" }, { "id": "a-1~a-r~2013-Q1", "status": "IN_PROGRESS" }],
              "includes": [], "missing": [], "stale": false, "docx": "/reports/a-1~a-r~2013-H1.docx?revision=1",
              "json": "/reports/a-1~a-r~2013-H1.json?revision=1", "revisions": [{ "id": "a-1~a-r~2013-H1" }] } }
            """);
        // Again, by either period, answers with the one that is there.
        await api.CheckDoneAsync(
            """openReport(unit: "a-1", period: "a-r~2013-H1") { id version }""", """{ "openReport": { "id": "a-1~a-r~2013-H1", "version": 1 } }""");
        await api.CheckAsync(
            """{ a: reportOf(unit: "a-1", period: "a-r~2013-Q1") { id } b: reportOf(unit: "a-2", period: "a-r~2013-Q1") { id } c: report(id: "x") { id } }""",
            """{ "a": { "id": "a-1~a-r~2013-H1" }, "b": null, "c": null }""");
        Assert.Equal("INVALID", await RefusedAsync("""writeReport(report: "a-1~a-r~2013-H1", rows: [{ code: "1", numerator: 0, denominator: 1 }]) { id }"""));
        Assert.Equal("CONFLICT", await RefusedAsync(
            """writeReport(report: "a-1~a-r~2013-H1", rows: [{ code: "2", numerator: 3 }], expectedVersion: 9) { id }"""));
        Assert.Equal("CONFLICT", await RefusedAsync(Sign("a-1", "2013-03-10")));
        await api.CheckDoneAsync(
            """
            writeReport(report: "a-1~a-r~2013-H1", expectedVersion: 1, sections: [{ key: "I", text: "Đã ban hành kế hoạch." }],
              rows: [{ code: "1", numerator: 0, denominator: 1, reason: "Nghiệm thu lại" }, { code: "2", nothingOccurred: true }])
            { version narrative { text } rows { live { numerator } entered { numerator } value { numerator percent } reason nothingOccurred } }
            """,
            """
            { "writeReport": { "version": 2, "narrative": [{ "text": "Đã ban hành kế hoạch." }], "rows": [
              { "live": { "numerator": 1 }, "entered": { "numerator": 0 }, "value": { "numerator": 0, "percent": 0 }, "reason": "Nghiệm thu lại",
                "nothingOccurred": false },
              { "live": null, "entered": { "numerator": 0 }, "value": { "numerator": 0, "percent": null }, "reason": null, "nothingOccurred": true }] } }
            """);
        Assert.Equal("NOT_FOUND", await RefusedAsync("""openReport(unit: "a-1", period: "a-r~2013-Q9") { id }"""));
        Assert.Equal("CONFLICT", await RefusedAsync("""openReport(unit: "a-m", period: "a-r~2013-Q1") { id }"""));
        Assert.Equal("NOT_FOUND", await RefusedAsync(
            """signReport(report: "a-2~a-r~2013-H1", signer: "A", capacity: "B", document: { number: "1", issuedOn: "2013-03-01" }) { id }"""));
    }

    [Fact]
    public async Task Signing_hands_in_all_that_one_paper_serves_and_keeps_every_revision()
    {
        await PlanAsync("b");
        await OpenAsync("b", "1");
        var signed = (await api.DoAsync(Sign("b-1", "2013-03-10"))).GetProperty("signReport");
        Assert.Equal("SIGNED", signed.GetProperty("status").GetString());
        var hash = signed.GetProperty("signature").GetProperty("sha256").GetString();
        await CheckPeriodsAsync("b", 1, 1);
        // What changes afterwards does not change it.
        await api.FinishAsync("b-1~b-t", "2013-02-10");
        await api.CheckAsync(
            """{ report(id: "b-1~b-r~2013-H1") { rows { live { numerator } } } }""",
            """{ "report": { "rows": [{ "live": { "numerator": 0 } }, { "live": null }] } }""");
        Assert.Equal("CONFLICT", await RefusedAsync(Sign("b-1", "2013-03-10")));
        Assert.Equal("CONFLICT", await RefusedAsync("""writeReport(report: "b-1~b-r~2013-H1", rows: [{ code: "2", numerator: 3 }]) { id }"""));

        await api.CheckDoneAsync(
            """receiveReport(report: "b-1~b-r~2013-H1", note: "Đã nhận") { status note obligations { status completedOn } }""",
            """
            { "receiveReport": { "status": "RECEIVED", "note": "Đã nhận",
              "obligations": [{ "status": "DONE", "completedOn": "2013-03-10" }, { "status": "DONE", "completedOn": "2013-03-10" }] } }
            """);
        await api.CheckDoneAsync(
            """
            reopenReport(report: "b-1~b-r~2013-H1", reason: "Sai số liệu") { id revision status signature { sha256 } obligations { status }
              rows { live { numerator } entered { numerator } } period { progress(unit: "b-p") { doneOnTime inProgress } } }
            """,
            """
            { "reopenReport": { "id": "b-1~b-r~2013-H1", "revision": 2, "status": "DRAFT", "signature": null,
              "obligations": [{ "status": "IN_PROGRESS" }, { "status": "IN_PROGRESS" }],
              "rows": [{ "live": { "numerator": 1 }, "entered": null }, { "live": null, "entered": { "numerator": 5 } }],
              "period": { "progress": { "doneOnTime": 0, "inProgress": 1 } } } }
            """);
        // All totals above have followed with the answer.
        await api.CheckAsync(
            """{ unit(id: "b-m") { progress(filter: { kind: REPORT }) { doneOnTime inProgress } } }""",
            """{ "unit": { "progress": { "doneOnTime": 0, "inProgress": 2 } } }""");
        await api.DoAsync(Sign("b-1", "2013-03-12"));
        await api.CheckDoneAsync(
            """returnReport(report: "b-1~b-r~2013-H1", note: "Thiếu") { revision status obligations { status } }""",
            """{ "returnReport": { "revision": 2, "status": "RETURNED", "obligations": [{ "status": "IN_PROGRESS" }, { "status": "IN_PROGRESS" }] } }""");
        await api.CheckDoneAsync(
            """writeReport(report: "b-1~b-r~2013-H1", rows: [{ code: "2", numerator: 6 }]) { revision status }""",
            """{ "writeReport": { "revision": 3, "status": "DRAFT" } }""");
        var revisions = (await api.DataAsync("""
            { report(id: "b-1~b-r~2013-H1") { revisions { id revision status signature { sha256 signer capacity document { number } } rows { value { numerator } } } } }
            """)).GetProperty("report").GetProperty("revisions");
        Assert.Equal(
            [("b-1~b-r~2013-H1~1", "RECEIVED", 0L), ("b-1~b-r~2013-H1~2", "RETURNED", 1L), ("b-1~b-r~2013-H1", "DRAFT", 1L)],
            revisions.EnumerateArray().Select(one => (
                one.GetProperty("id").GetString()!, one.GetProperty("status").GetString()!,
                one.GetProperty("rows")[0].GetProperty("value").GetProperty("numerator").GetInt64())));
        Assert.Equal(hash, revisions[0].GetProperty("signature").GetProperty("sha256").GetString());
        await api.CheckAsync(
            """{ report(id: "b-1~b-r~2013-H1~1") { revision signature { document { number } } } none: report(id: "b-1~b-r~2013-H1~9") { id } }""",
            """{ "report": { "revision": 1, "signature": { "document": { "number": "1/BC" } } }, "none": null }""");
        await api.CheckAsync(
            """{ obligation(id: "b-1~b-r~2013-Q1") { history(first: 1) { nodes { summary } } } }""",
            """{ "obligation": { "history": { "nodes": [{ "summary": "Trả lại báo cáo kỳ b-r~2013-H1: “Thiếu”." }] } } }""");
    }

    [Fact]
    public async Task A_report_above_adds_up_what_is_received_names_what_is_not_and_is_stale_when_one_is_reopened()
    {
        await PlanAsync("c");
        foreach (var commune in new[] { "1", "2" })
        {
            await OpenAsync("c", commune);
            await api.DoAsync(Sign("c-" + commune, "2013-03-10"));
        }
        await api.DoAsync("""receiveReport(report: "c-1~c-r~2013-H1") { id }""");
        await api.CheckDoneAsync(
            """
            openReport(unit: "c-p", period: "c-r~2013-H1") { id rows { code live { numerator denominator } } includes { id revision } missing { id } stale }
            """,
            """
            { "openReport": { "id": "c-p~c-r~2013-H1", "rows": [{ "code": "2", "live": { "numerator": 5, "denominator": 0 } }],
              "includes": [{ "id": "c-1~c-r~2013-H1", "revision": 1 }], "missing": [{ "id": "c-2" }, { "id": "c-3" }], "stale": false } }
            """);
        await api.DoAsync("""receiveReport(report: "c-2~c-r~2013-H1") { id }""");
        await api.CheckDoneAsync(
            """
            signReport(report: "c-p~c-r~2013-H1", signer: "B", capacity: "CHỦ TỊCH", document: { number: "9/BC", issuedOn: "2013-03-12" }) {
              rows { value { numerator } } includes { id } missing { id } stale }
            """,
            """
            { "signReport": { "rows": [{ "value": { "numerator": 10 } }],
              "includes": [{ "id": "c-1~c-r~2013-H1" }, { "id": "c-2~c-r~2013-H1" }], "missing": [{ "id": "c-3" }], "stale": false } }
            """);
        await api.DoAsync("""reopenReport(report: "c-1~c-r~2013-H1", reason: "Sai") { id }""");
        await api.CheckAsync(
            """{ report(id: "c-p~c-r~2013-H1") { stale status rows { value { numerator } } includes { id revision } } }""",
            """
            { "report": { "stale": true, "status": "SIGNED", "rows": [{ "value": { "numerator": 10 } }],
              "includes": [{ "id": "c-1~c-r~2013-H1~1", "revision": 1 }, { "id": "c-2~c-r~2013-H1", "revision": 1 }] } }
            """);
    }

    [Fact]
    public async Task Every_figure_that_nobody_entered_opens_the_obligations_behind_it()
    {
        await PlanAsync("f");
        foreach (var (id, system, reporters) in new[] { ("f-done", "TASKS_DONE", ""), ("f-seen", "UNITS_INSPECTED", "{ unitClass: COMMUNE }") })
        {
            await api.DoAsync($$"""
                defineIndicator(input: { id: "{{id}}", owner: "f-p", text: "{{id}}", method: SYSTEM, system: {{system}}, numeratorLabel: "n", reporters: [{{reporters}}],
                  targets: [] }) { id }
                """);
        }
        await api.DoAsync("""
            addRegime(input: { id: "f-s", owner: "f-p", title: "Báo cáo", act: { number: "6/UBND", issuedOn: "2013-01-02" }, startYear: 2013, endYear: 2013,
              reporters: [{ unitClass: COMMUNE }, { unit: "f-p" }],
              template: [
                { code: "1", label: "Nhiệm vụ", source: INDICATOR, indicator: "f-done", required: false },
                { code: "2", label: "Đơn vị", source: INDICATOR, indicator: "f-seen", required: false },
                { code: "3", label: "Hồ sơ", source: ENTERED, required: false, kinds: [COMMUNE] },
                { code: "3", label: "Hồ sơ", source: SUM_OF_BELOW, required: false, kinds: [PROVINCE] },
                { code: "4", label: "Cộng", source: SUM_OF_BELOW, required: false, kinds: [COMMUNE] },
                { code: "5", label: "Kỳ trước", source: PREVIOUS, required: false }],
              periods: [
                { key: "Q1", label: "Quý I", from: "01-01", to: "02-14", due: [{ kind: COMMUNE, lastDay: "02-20" }, { kind: PROVINCE, lastDay: "02-25" }] },
                { key: "Q2", label: "Quý II", from: "02-15", to: "05-14", due: [{ kind: COMMUNE, lastDay: "05-20" }, { kind: PROVINCE, lastDay: "05-25" }] }] })
            { id }
            """);
        await api.EventuallyAsync("""{ obligation(id: "f-2~f-s~2013-Q2") { status } }""", """{ "obligation": { "status": "NOT_STARTED" } }""");
        await api.DoAsync("""openReport(unit: "f-1", period: "f-s~2013-Q1") { id }""");
        await api.DoAsync("""
            signReport(report: "f-1~f-s~2013-Q1", signer: "A", capacity: "CHỦ TỊCH", document: { number: "1", issuedOn: "2013-02-18" }) { id }
            """);
        await api.DoAsync("""receiveReport(report: "f-1~f-s~2013-Q1") { id }""");
        await api.CheckDoneAsync(
            """openReport(unit: "f-p", period: "f-s~2013-Q1") { rows { code list { totalCount nodes { id } } } }""",
            """
            { "openReport": { "rows": [
              { "code": "1", "list": { "totalCount": 3, "nodes": [{ "id": "f-1~f-t" }, { "id": "f-2~f-t" }, { "id": "f-3~f-t" }] } },
              { "code": "2", "list": { "totalCount": 0, "nodes": [] } },
              { "code": "3", "list": { "totalCount": 1, "nodes": [{ "id": "f-1~f-s~2013-Q1" }] } },
              { "code": "5", "list": { "totalCount": 0, "nodes": [] } }] } }
            """);
        await api.CheckDoneAsync(
            """openReport(unit: "f-1", period: "f-s~2013-Q2") { rows { code list(first: 1) { totalCount nodes { id } } } }""",
            """
            { "openReport": { "rows": [
              { "code": "1", "list": { "totalCount": 1, "nodes": [{ "id": "f-1~f-t" }] } },
              { "code": "2", "list": { "totalCount": 0, "nodes": [] } },
              { "code": "3", "list": null },
              { "code": "4", "list": null },
              { "code": "5", "list": { "totalCount": 1, "nodes": [{ "id": "f-1~f-s~2013-Q1" }] } }] } }
            """);
    }

    [Fact]
    public async Task Who_watches_is_told_of_a_change_and_once_of_the_report_above_that_it_has_made_stale()
    {
        await PlanAsync("e");
        await OpenAsync("e", "1");
        await api.DoAsync(Sign("e-1", "2013-03-10"));
        await api.DoAsync("""receiveReport(report: "e-1~e-r~2013-H1") { id }""");
        await api.DoAsync("""openReport(unit: "e-p", period: "e-r~2013-H1") { id }""");
        await api.DoAsync(Sign("e-p", "2013-03-12"));

        await using var all = await WatchAsync("e-p");
        await using var below = await WatchAsync("e-d");
        var (next, there) = (all.MoveNextAsync(), below.MoveNextAsync());
        await api.DoAsync("""reopenReport(report: "e-1~e-r~2013-H1", reason: "Sai") { id }""");
        await api.DoAsync("""writeReport(report: "e-1~e-r~2013-H1", rows: [{ code: "2", numerator: 6 }]) { id }""");
        Assert.Equal(["e-1", "e-p", "e-1"], [await ToldAsync(all, next), await ToldAsync(all), await ToldAsync(all)]);
        // It stands above what is watched.
        Assert.Equal(["e-1", "e-1"], [await ToldAsync(below, there), await ToldAsync(below)]);

        async Task<IAsyncEnumerator<object>> WatchAsync(string under)
        {
            var server = api.Services.GetRequiredService<GraphQLServer>();
            var text = $$"""subscription { reportChanged(under: "{{under}}") { id stale } }""";
            var call = new GraphQLCall { Query = Encoding.UTF8.GetBytes(text), Services = api.Services, Caller = GrainHost.Administrator };
            var (prepared, _) = await server.PrepareAsync(call);
            var (events, _) = await server.OpenAsync(prepared!, api.Services, TestContext.Current.CancellationToken);
            return events.GetAsyncEnumerator(TestContext.Current.CancellationToken);
        }

        static async Task<string> ToldAsync(IAsyncEnumerator<object> events, ValueTask<bool>? began = null)
        {
            var next = (began ?? events.MoveNextAsync()).AsTask();
            Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
            return ((ShownReportKey)events.Current).Key.Unit;
        }
    }

    [Fact]
    public async Task Whoever_collects_may_receive_and_nobody_else_beside_those_above()
    {
        await PlanAsync("d");
        await OpenAsync("d", "1");
        await api.DoAsync(Sign("d-1", "2013-03-10"));
        Assert.Equal("FORBIDDEN", await CodeAsAsync("d-2"));
        Assert.Equal("FORBIDDEN", await CodeAsAsync("d-1"));
        Assert.Null(await CodeAsAsync("d-snv"));

        async Task<string?> CodeAsAsync(string scope)
        {
            var answer = await api.AskAsync(
                $$"""mutation { receiveReport(requestId: "d-{{scope}}", report: "d-1~d-r~2013-H1") { id } }""", null, new Caller(scope, scope));
            return answer.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").GetProperty("code").GetString() : null;
        }
    }

    private async Task CheckPeriodsAsync(string prefix, int handedIn, int inTime)
    {
        var periods = (await api.DataAsync($$"""
            { regime(id: "{{prefix}}-r") { periods(year: 2013) { completeness(unit: "{{prefix}}-p") { numerator denominator }
              timeliness(unit: "{{prefix}}-p") { numerator } } } }
            """)).GetProperty("regime").GetProperty("periods");
        Assert.All(periods.EnumerateArray(), period => Assert.Equal(
            (handedIn, inTime),
            (period.GetProperty("completeness").GetProperty("numerator").GetInt32(), period.GetProperty("timeliness").GetProperty("numerator").GetInt32())));
    }

    private async Task<string?> RefusedAsync(string mutation)
    {
        var arguments = mutation.IndexOf('(', StringComparison.Ordinal) + 1;
        return await api.CodeAsync($"mutation {{ {mutation.Insert(arguments, $"requestId: \"{Guid.NewGuid():N}\", ")} }}");
    }

    private static string Sign(string unit, string day) => $$"""
        signReport(report: "{{unit}}~{{unit[..1]}}-r~2013-H1", signer: "Nguyễn Văn A", capacity: "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH",
          document: { number: "1/BC", issuedOn: "{{day}}" }) { status signature { sha256 } }
        """;

    private async Task OpenAsync(string prefix, string commune)
    {
        await api.DoAsync($$"""openReport(unit: "{{prefix}}-{{commune}}", period: "{{prefix}}-r~2013-H1") { id }""");
        await api.DoAsync($$"""writeReport(report: "{{prefix}}-{{commune}}~{{prefix}}-r~2013-H1", rows: [{ code: "2", numerator: 5 }]) { id }""");
    }

    /// <summary>A ministry, a province with a department, and a district of three communes; a task of each commune, and reports of which one paper
    /// serves two periods.</summary>
    private async Task PlanAsync(string prefix)
    {
        await api.RegisterAsync(
            prefix, ("m", "MINISTRY", null), ("p", "PROVINCE", "m"), ("snv", "DEPARTMENT", "p"), ("d", "DISTRICT", "p"), ("1", "COMMUNE", "d"),
            ("2", "COMMUNE", "d"), ("3", "COMMUNE", "d"));
        await api.DoAsync($$"""
            adoptPlan(input: { id: "{{prefix}}-pl", owner: "{{prefix}}-p", title: "Kế hoạch", startYear: 2013, endYear: 2013, adoptedOn: "2013-01-02",
              areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }] }) { id }
            """);
        await api.DoAsync($$"""
            addTask(input: { id: "{{prefix}}-t", plan: "{{prefix}}-pl", area: "I", code: "I.1", title: "Nhiệm vụ", leads: [{ unitClass: COMMUNE }],
              schedule: { kind: DATE, text: "", date: "2013-02-20" } }) { id }
            """);
        await api.DoAsync($$"""
            addRegime(input: { id: "{{prefix}}-r", owner: "{{prefix}}-p", title: "Báo cáo", act: { number: "5/UBND", issuedOn: "2013-01-02" },
              reporters: [{ unitClass: COMMUNE }], startYear: 2013, endYear: 2013, collector: "{{prefix}}-snv",
              sections: [{ key: "I", title: "Kết quả" }],
              template: [
                { code: "1", label: "Nhiệm vụ hoàn thành", unitOfMeasure: "nhiệm vụ", source: PROGRESS, count: { numerator: DONE_ON_TIME }, kinds: [COMMUNE] },
                { code: "2", label: "Hồ sơ", unitOfMeasure: "hồ sơ", source: ENTERED, kinds: [COMMUNE] },
                { code: "2", label: "Hồ sơ", unitOfMeasure: "hồ sơ", source: SUM_OF_BELOW, kinds: [PROVINCE] }],
              periods: [
                { key: "Q1", label: "Quý I", from: "01-01", to: "03-14", due: [{ kind: COMMUNE, lastDay: "03-20" }] },
                { key: "H1", label: "06 tháng", from: "01-01", to: "06-14", due: [{ kind: COMMUNE, lastDay: "03-20" }], serves: ["Q1"] }] }) { id }
            """);
        await api.EventuallyAsync(
            $$"""{ unit(id: "{{prefix}}-p") { progress(filter: { kind: null }) { total } } }""", """{ "unit": { "progress": { "total": 9 } } }""");
    }
}

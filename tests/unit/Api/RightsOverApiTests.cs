using Hierarchy.Api.Changes;
using Hierarchy.Api.People;

namespace Hierarchy.UnitTests.Api;

/// <summary>Persons with grants through the API, on real units and the memory store.</summary>
public sealed class RightsOverApiTests : IAsyncLifetime
{
    private readonly ApiHost _api = new();

    public async ValueTask InitializeAsync()
    {
        await _api.InitializeAsync();
        await _api.RegisterAsync("m", "MINISTRY", null);
        await _api.RegisterAsync("tn", "PROVINCE", "m");
        await _api.RegisterAsync("tan-bien", "DISTRICT", "tn");
        await _api.RegisterAsync("tan-chau", "DISTRICT", "tn");
        await _api.RegisterAsync("snv", "DEPARTMENT", "tn");
        await _api.DoAsync("""
            adoptPlan(input: { id: "p", owner: "tn", title: "Kế hoạch", startYear: 2013, endYear: 2013,
                areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }] }) { id }
            """);
        await _api.DoAsync("""
            addTask(input: { id: "t", plan: "p", code: "1", area: "I", title: "Rà soát", leads: [{ unitClass: DISTRICT }], schedule: { kind: YEAR, text: "" } }) { id }
            """);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task The_clerk_of_another_district_is_refused_in_query_list_and_subscription_and_sees_nothing_nested()
    {
        await GrantAsync("clerk", "CLERK", "tan-bien");
        await GrantAsync("other", "CLERK", "tan-chau");
        await GrantAsync("head", "HEAD", "tan-bien");
        await DoneAsync("""reportProgress(requestId: "1", obligation: "tan-bien~t", percent: 40, note: "riêng") { id }""", "clerk");

        Assert.Equal("FORBIDDEN", await CodeAsync("""mutation { submit(requestId: "2", obligation: "tan-bien~t") { id } }""", "clerk"));
        Assert.Equal("FORBIDDEN", await CodeAsync("""mutation { reportProgress(requestId: "3", obligation: "tan-bien~t", percent: 1) { id } }""", "other"));
        Assert.Equal("FORBIDDEN", await CodeAsync("""{ obligation(id: "tan-bien~t") { note } }""", "other"));
        Assert.Equal("FORBIDDEN", await CodeAsync("""{ obligations(under: "tan-bien") { totalCount } }""", "other"));
        Assert.Equal("FORBIDDEN", await CodeAsync("""{ people(under: "tan-bien") { nodes { id } } }""", "other"));
        await CheckAsync(
            """
            {
              unit(id: "tan-bien") { name progress { total inProgress } obligations { totalCount nodes { id } } history { nodes { summary } } }
              obligations(under: "tn", filter: { text: "rieng" }) { totalCount }
              all: obligations(under: "tn") { totalCount totals { count } nodes { id } }
              task(id: "t") { obligations { nodes { id } } }
            }
            """,
            """
            {
              "unit": { "name": "Đơn vị tan-bien", "progress": { "total": 1, "inProgress": 1 }, "obligations": { "totalCount": 0, "nodes": [] },
                "history": { "nodes": [] } },
              "obligations": { "totalCount": 0 },
              "all": { "totalCount": 1, "totals": { "count": 1 }, "nodes": [{ "id": "tan-chau~t" }] },
              "task": { "obligations": { "nodes": [{ "id": "tan-chau~t" }] } }
            }
            """,
            "other");
        await DoneAsync("""submit(requestId: "4", obligation: "tan-bien~t") { id }""", "head");
        await CheckAsync(
            """{ obligation(id: "tan-bien~t") { status handedInBy { id } actions } }""",
            """{ "obligation": { "status": "SUBMITTED", "handedInBy": { "id": "head" }, "actions": ["raiseDifficulty"] } }""", "clerk");
    }

    [Fact]
    public async Task What_may_be_done_to_an_obligation_is_said_by_state_and_right()
    {
        await GrantAsync("head", "HEAD", "tan-bien");
        await GrantAsync("boss", "SUPERVISOR", "tn");
        await GrantAsync("all", "ADMINISTRATOR", "tn");

        Assert.Equal(["reportProgress", "submit", "raiseDifficulty"], await ActionsAsync("head"));
        Assert.Equal(["cancel", "changeDue"], await ActionsAsync("boss"));
        await DoneAsync("""submit(requestId: "1", obligation: "tan-bien~t") { id }""", "all");
        Assert.Equal(["withdraw", "cancel", "raiseDifficulty"], await ActionsAsync("all"));
        Assert.Equal(["accept", "sendBack", "cancel"], await ActionsAsync("boss"));
        var refused = await _api.AskAsync("""mutation { accept(requestId: "2", obligation: "tan-bien~t") { id } }""", null, Of("all"));
        Assert.Equal("SAME_PERSON", refused.GetProperty("errors")[0].GetProperty("extensions").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task The_viewer_knows_what_he_holds_and_where_to_begin()
    {
        await GrantAsync("an", "CLERK", "tan-bien");
        await GrantAsync("an", "SUPERVISOR", "tn");

        await CheckAsync(
            """
            {
              viewer {
                person { id grants { role unit { id } from to person { id } } } grants { role } units { id }
                below: rights(unit: "tan-bien") own: rights(unit: "tn") above: rights(unit: "m")
              }
            }
            """,
            """
            {
              "viewer": {
                "person": { "id": "an", "grants": [
                  { "role": "CLERK", "unit": { "id": "tan-bien" }, "from": "2013-05-10", "to": null, "person": { "id": "an" } },
                  { "role": "SUPERVISOR", "unit": { "id": "tn" }, "from": "2013-05-10", "to": null, "person": { "id": "an" } }] },
                "grants": [{ "role": "CLERK" }, { "role": "SUPERVISOR" }], "units": [{ "id": "tn" }, { "id": "tan-bien" }],
                "below": ["READ", "REPORT", "ACCEPT", "CHANGE_DUE"], "own": ["READ"], "above": []
              }
            }
            """,
            "an");
        Assert.Equal("NOT_FOUND", await CodeAsync("""{ viewer { rights(unit: "nowhere") } }""", "an"));
    }

    [Fact]
    public async Task People_of_a_unit_are_listed_by_name_page_by_page_as_far_as_they_may_be_read()
    {
        foreach (var (id, name, unit) in new[] { ("c", "Đức", "tan-bien"), ("a", "Dũng", "tn"), ("b", "Ánh", "tan-chau") })
        {
            await GrantAsync(id, "VIEWER", unit, name);
        }
        await CheckAsync(
            """{ people(under: "tn", first: 2) { nodes { name email } pageInfo { hasNextPage } } }""",
            """
            { "people": { "nodes": [{ "name": "Ánh", "email": null }, { "name": "Dũng", "email": null }], "pageInfo": { "hasNextPage": true } } }
            """, "a");
        var first = (await _api.AskAsync("""{ people(under: "tn", first: 2) { pageInfo { endCursor } } }""", null, Of("a"))).GetProperty("data");
        var cursor = first.GetProperty("people").GetProperty("pageInfo").GetProperty("endCursor").GetString();
        await CheckAsync(
            $$"""{ people(under: "tn", first: 2, after: "{{cursor}}") { nodes { id } pageInfo { hasNextPage hasPreviousPage } } }""",
            """{ "people": { "nodes": [{ "id": "c" }], "pageInfo": { "hasNextPage": false, "hasPreviousPage": true } } }""", "a");
        await CheckAsync("""{ people(under: "tn") { nodes { id } } }""", """{ "people": { "nodes": [{ "id": "c" }] } }""", "c");
        await CheckAsync("""{ people(under: "tn", role: HEAD) { nodes { id } } }""", """{ "people": { "nodes": [] } }""", "a");
        Assert.Equal("INVALID", await CodeAsync("""{ people(under: "tn", after: "x") { nodes { id } } }""", "a"));
        Assert.Equal("NOT_FOUND", await CodeAsync("""{ people(under: "nowhere") { nodes { id } } }""", "a"));
    }

    [Fact]
    public async Task What_was_done_bears_the_person_and_in_whose_place()
    {
        var grant = await GrantAsync("head", "HEAD", "tan-bien");
        await GrantAsync("deputy", "VIEWER", "snv");
        await DoneAsync($$"""delegate(requestId: "1", grant: "{{grant}}", to: "deputy", from: "2013-05-10", until: "2013-05-20") { id }""", "head");
        await DoneAsync("""submit(requestId: "2", obligation: "tan-bien~t") { id }""", "deputy");

        await CheckAsync(
            """{ unit(id: "tan-bien") { history(first: 2) { nodes { type person { id } onBehalfOf { id } actor summary } } } }""",
            """
            { "unit": { "history": { "nodes": [
              { "type": "obligation-submitted", "person": { "id": "deputy" }, "onBehalfOf": { "id": "head" }, "actor": "deputy",
                "summary": "Trình kết quả “Rà soát”, hoàn thành ngày 10/05/2013." },
              { "type": "grant-delegated", "person": { "id": "head" }, "onBehalfOf": null, "actor": "head",
                "summary": "“head” ủy quyền cho “deputy” vai trò thủ trưởng, từ 10/05/2013 đến 20/05/2013." }] } } }
            """,
            "head");
        var imposed = await _api.DataAsync("""{ unit(id: "tan-chau") { history(first: 1) { nodes { id person { id } cause } } } }""");
        Assert.Matches("""\{"id":"tan-chau#2","person":null,"cause":"tn#\d+"\}""", imposed.GetRawText());
    }

    [Fact]
    public async Task A_grant_is_refused_with_its_place_and_reason_and_ends_on_demand()
    {
        await GrantAsync("local", "ADMINISTRATOR", "tan-bien");
        Assert.Equal("NOT_FOUND", await CodeAsync("""mutation { grant(requestId: "1", input: { person: "none", role: HEAD, unit: "tan-bien" }) { id } }""", "local"));
        Assert.Equal("NOT_FOUND", await CodeAsync("""mutation { grant(requestId: "2", input: { person: "local", role: HEAD, unit: "none" }) { id } }""", "local"));
        Assert.Equal("NOT_FOUND", await CodeAsync("""mutation { endGrant(requestId: "3", grant: "tan-bien~99") { id } }""", "local"));
        Assert.Equal("NOT_FOUND", await CodeAsync("""mutation { endGrant(requestId: "4", grant: "none") { id } }""", "local"));
        var above = await _api.AskAsync("""mutation { grant(requestId: "5", input: { person: "local", role: HEAD, unit: "tn" }) { id } }""", null, Of("local"));
        Assert.Equal("ABOVE_OWN_RIGHTS", above.GetProperty("errors")[0].GetProperty("extensions").GetProperty("reason").GetString());
        var grant = await GrantAsync("x", "CLERK", "tan-bien");
        await CheckAsync(
            $$"""mutation { endGrant(requestId: "6", grant: "{{grant}}", reason: "Chuyển") { to } }""", """{ "endGrant": { "to": "2013-05-10" } }""", "local");
        await CheckAsync("{ viewer { grants { id } units { id } } }", """{ "viewer": { "grants": [], "units": [] } }""", "x");
    }

    [Fact]
    public async Task Whoever_gives_grants_registers_people_and_changes_no_one_who_holds_more()
    {
        await GrantAsync("local", "ADMINISTRATOR", "tan-bien");
        await GrantAsync("boss", "HEAD", "tn");
        await GrantAsync("clerk", "CLERK", "tan-bien");
        await DoneAsync("""registerPerson(requestId: "1", input: { id: "new", name: "Mới" }) { id }""", "local");
        await DoneAsync("""registerPerson(requestId: "2", input: { id: "clerk", name: "Đổi tên" }) { id }""", "local");
        Assert.Equal("FORBIDDEN", await CodeAsync("""mutation { registerPerson(requestId: "3", input: { id: "boss", name: "x", subject: "mine" }) { id } }""", "local"));
        Assert.Equal("FORBIDDEN", await CodeAsync("""mutation { registerPerson(requestId: "4", input: { id: "y", name: "x" }) { id } }""", "clerk"));
    }

    [Fact]
    public async Task A_focal_agency_is_appointed_shown_and_ended()
    {
        await GrantAsync("an", "SUPERVISOR", "snv");
        Assert.Equal("FORBIDDEN", await CodeAsync("""{ obligations(under: "tan-bien") { totalCount } }""", "an"));
        await _api.CheckDoneAsync(
            """
            appointFocalAgency(unit: "tn", agency: "snv", reformAreas: [INSTITUTIONS], powers: [FOLLOW, ACCEPT],
                act: { number: "1/QĐ-UBND", issuedOn: "2013-05-01" }) { unit { id } agency { id } reformAreas powers from to act { number } }
            """,
            """
            { "appointFocalAgency": { "unit": { "id": "tn" }, "agency": { "id": "snv" }, "reformAreas": ["INSTITUTIONS"], "powers": ["FOLLOW", "ACCEPT"],
              "from": "2013-05-10", "to": null, "act": { "number": "1/QĐ-UBND" } } }
            """);
        await CheckAsync("""{ obligations(under: "tn") { totalCount } }""", """{ "obligations": { "totalCount": 2 } }""", "an");
        await _api.CheckDoneAsync("""endFocalAgency(unit: "tn", agency: "snv") { focalAgencies { from } }""", """{ "endFocalAgency": { "focalAgencies": [] } }""");
        Assert.Equal("FORBIDDEN", await CodeAsync("""{ obligations(under: "tan-bien") { totalCount } }""", "an"));
    }

    [Fact]
    public async Task Who_accepts_at_a_unit_or_above_it_records_whom_it_has_inspected()
    {
        await GrantAsync("above", "SUPERVISOR", "m");
        await GrantAsync("of-steering", "SUPERVISOR", "tn", area: "STEERING");
        await GrantAsync("of-procedures", "SUPERVISOR", "tn", area: "PROCEDURES");
        await GrantAsync("beside", "SUPERVISOR", "snv");
        await GrantAsync("planner", "PLANNER", "tn");
        await GrantAsync("head", "HEAD", "tn");
        await DoneAsync(Inspection("1", "tn", "tan-bien"), "above");
        await DoneAsync(Inspection("2", "tn", "tan-chau"), "of-steering");
        await DoneAsync(Inspection("3", "snv", "tan-chau"), "beside");
        foreach (var (person, inspector) in new[]
        {
            ("of-procedures", "tn"), ("planner", "tn"), ("head", "tn"), ("beside", "tn"), ("beside", "tan-bien"),
        })
        {
            Assert.Equal("FORBIDDEN", await CodeAsync($"mutation {{ {Inspection(person, inspector, "tan-chau")} }}", person));
        }

        static string Inspection(string id, string inspector, string unit) =>
            $$"""recordInspection(requestId: "k-{{id}}", input: { id: "k-{{id}}", inspector: "{{inspector}}", unit: "{{unit}}", on: "2013-05-01" }) { id }""";
    }

    [Fact]
    public async Task A_stream_holds_what_may_be_read_and_ends_when_nothing_may_be_any_more()
    {
        var grant = await GrantAsync("an", "CLERK", "tan-bien");
        await using var events = await OpenAsync("""subscription { obligationChanged(under: "tn") { id } }""", "an");
        var next = events.MoveNextAsync().AsTask();
        await DoneAsync("""reportProgress(requestId: "1", obligation: "tan-chau~t", percent: 1) { id }""", null);
        await DoneAsync("""reportProgress(requestId: "2", obligation: "tan-bien~t", percent: 2) { id }""", null);
        Assert.True(await next.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal("tan-bien~t", ((Hierarchy.Grains.Obligations.Obligation)events.Current).Id);

        var end = events.MoveNextAsync().AsTask();
        await _api.DoAsync($$"""endGrant(grant: "{{grant}}") { id }""");
        var refused = await Assert.ThrowsAsync<FieldError>(() => end.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Equal("FORBIDDEN", refused.Code);
        Assert.Equal(0, _api.Services.GetRequiredService<LiveChanges>().Watchers);
    }

    [Fact]
    public async Task An_heir_reads_writes_and_signs_the_open_report_of_a_unit_that_has_ended()
    {
        await GrantAsync("heir", "HEAD", "tan-chau");
        await _api.DoAsync("""
            addRegime(input: { id: "r", owner: "tn", title: "Báo cáo", reporters: [{ unit: "tan-bien" }], startYear: 2013, endYear: 2013,
              template: [{ code: "1", label: "Hồ sơ", unitOfMeasure: "hồ sơ", source: ENTERED }],
              periods: [{ key: "Q1", label: "Quý I", from: "01-01", to: "03-14", due: [{ kind: DISTRICT, lastDay: "03-20" }] }] }) { id }
            """);
        await _api.EventuallyAsync(
            """{ obligations(under: "tan-bien", filter: { kind: REPORT }) { totalCount } }""", """{ "obligations": { "totalCount": 1 } }""");
        await _api.DoAsync("""openReport(unit: "tan-bien", period: "r~2013-Q1") { id }""");
        const string Write = """writeReport(requestId: "w", report: "tan-bien~r~2013-Q1", rows: [{ code: "1", numerator: 5 }]) { id }""";
        Assert.Equal("FORBIDDEN", await CodeAsync("""{ report(id: "tan-bien~r~2013-Q1") { id } }""", "heir"));
        Assert.Equal("FORBIDDEN", await CodeAsync($"mutation {{ {Write} }}", "heir"));

        var act = new Hierarchy.Grains.Obligations.Document("1/NQ", new DateOnly(2013, 5, 1), null, null);
        var closed = await _api.Services.GetRequiredService<IGrainFactory>().GetGrain<IUnitGrain>("tan-bien").ExecuteAsync(
            new UnitCommand.CloseUnit(new DateOnly(2013, 5, 2), act, [new Kin("tan-chau", Extent.Full)]), "close", Caller.System);
        Assert.Null(closed.Refusal);

        await DoneAsync(Write, "heir");
        await DoneAsync(
            """
            signReport(requestId: "s", report: "tan-bien~r~2013-Q1", signer: "B", capacity: "CHỦ TỊCH", document: { number: "1", issuedOn: "2013-05-03" }) { id }
            """, "heir");
        await CheckAsync(
            """{ report(id: "tan-bien~r~2013-Q1") { status unit { id } rows { value { numerator } } } }""",
            """{ "report": { "status": "SIGNED", "unit": { "id": "tan-bien" }, "rows": [{ "value": { "numerator": 5 } }] } }""", "heir");
        Assert.Equal("FORBIDDEN", await CodeAsync("""mutation { receiveReport(requestId: "x", report: "tan-bien~r~2013-Q1") { id } }""", "heir"));
    }

    [Fact]
    public async Task Totals_within_grants_are_for_who_may_read_at_the_unit()
    {
        await GrantAsync("an", "CLERK", "tan-bien");
        var (judge, directory) = (_api.Services.GetRequiredService<Judge>(), _api.Services.GetRequiredService<IUnitDirectory>());
        var reader = new Reader(Of("an"), judge, directory, new ReadingRules(TotalsEverywhere: false), new DateOnly(2013, 5, 10));

        reader.CheckTotals("tan-bien");
        Assert.Equal("FORBIDDEN", Assert.Throws<FieldError>(() => reader.CheckTotals("tn")).Code);
        new Reader(Of("an"), judge, directory, ReadingRules.Usual, new DateOnly(2013, 5, 10)).CheckTotals("tn");
    }

    private static Caller Of(string person) => new(person, Caller.Nowhere, person);

    private async Task<string[]> ActionsAsync(string person)
    {
        var answer = (await _api.AskAsync("""{ obligation(id: "tan-bien~t") { actions } }""", null, Of(person))).GetProperty("data");
        return [.. answer.GetProperty("obligation").GetProperty("actions").EnumerateArray().Select(action => action.GetString()!)];
    }

    private async Task<IAsyncEnumerator<object>> OpenAsync(string text, string person)
    {
        var server = _api.Services.GetRequiredService<GraphQLServer>();
        var call = new GraphQLCall { Query = Encoding.UTF8.GetBytes(text), Services = _api.Services, Caller = Of(person) };
        var (prepared, _) = await server.PrepareAsync(call);
        var (events, _) = await server.OpenAsync(prepared!, _api.Services, TestContext.Current.CancellationToken);
        return events.GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    private Task<string?> CodeAsync(string query, string person) => _api.CodeAsync(query, Of(person));

    private async Task DoneAsync(string mutation, string? person)
    {
        var answer = await _api.AskAsync($"mutation {{ {mutation} }}", null, person is null ? null : Of(person));
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
    }

    private async Task CheckAsync(string query, string expected, string person)
    {
        var answer = await _api.AskAsync(query, null, Of(person));
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        Assert.Equal(
            JsonSerializer.Serialize(JsonDocument.Parse(expected).RootElement), JsonSerializer.Serialize(answer.GetProperty("data")));
    }

    private async Task<string> GrantAsync(string person, string role, string unit, string? name = null, string? area = null)
    {
        await _api.DoAsync($$"""registerPerson(input: { id: "{{person}}", name: "{{name ?? person}}" }) { id }""");
        var areas = area is null ? "" : $", reformAreas: [{area}]";
        var given = await _api.DoAsync($$"""grant(input: { person: "{{person}}", role: {{role}}, unit: "{{unit}}"{{areas}} }) { id }""");
        return given.GetProperty("grant").GetProperty("id").GetString()!;
    }
}

namespace Hierarchy.UnitTests.Api;

/// <summary>Values at and beyond their bounds through the door: accepted, or refused with code and place; never INTERNAL.</summary>
public sealed class BoundsOverApiTests(ApiHost api) : IClassFixture<ApiHost>, IAsyncLifetime
{
    private static readonly string[] Texts =
        ["", " ", "a", "a\nb", "a\0", "\u202Ea", "\u200B", "a\uD83D\uDE00", new('a', 500), new('a', 501), new('a', 4_000), new('a', 4_001)];

    private static readonly string[] Days =
        ["0001-01-01", "9999-12-31", "1899-12-31", "1900-01-01", "2013-05-10", "2200-12-31", "2201-01-01"];

    private static readonly double[] Numbers = [-1, -0.001, 0, 0.001, 1, 33.333, 100, 100.01, 10_000, 10_001, 9.007199254740991e15, 1e300];

    private static readonly long[] Amounts =
        [-1, 0, 1, 100_000_000_000, 100_000_000_001, 16_000_000_000_000, 16_000_000_000_001, Limits.MoneyMax, -Limits.MoneyMax, 1L << 53, long.MaxValue];

    private static readonly string[] Expected = ["INVALID", "NOT_FOUND", "CONFLICT"];

    private int _requests;

    public async ValueTask InitializeAsync()
    {
        if (api.Services.GetRequiredService<IUnitDirectory>().Find("b-p") is null)
        {
            await api.RegisterAsync("b", ("bnv", "MINISTRY", null), ("p", "PROVINCE", "bnv"), ("x", "COMMUNE", "p"));
            await api.DoAsync("""
                adoptPlan(input: {id: "b-2013", owner: "b-p", title: "Kế hoạch", adoptedOn: "2012-12-26", startYear: 2013, endYear: 2013,
                    areas: [{id: "I", name: "Thể chế", reform: INSTITUTIONS}]}) { id }
                """);
            foreach (var id in (string[])["t", "u"])
            {
                await api.DoAsync(
                    Task("b-" + id, "kind: YEAR").Replace("requestId: $r, ", ""));
            }
            await api.DoAsync("""
                addTask(input: {id: "b-w", plan: "b-2013", code: "w", area: "I", title: "Việc", leads: [{unit: "b-x"}],
                    schedule: {kind: AFTER_EVENT, text: ""}}) { id }
                """);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Days_of_commands_lie_between_1900_and_2200()
    {
        foreach (var day in Days)
        {
            var isDay = day is "1900-01-01" or "2013-05-10" or "2200-12-31";
            await CheckAsync(Task("b-d" + day, $"kind: DATE, date: \"{day}\""),
                isDay ? null : "input/schedule/date");
            await CheckAsync(Plan("b-a" + day, $"adoptedOn: \"{day}\""),
                isDay ? null : "input/adoptedOn");
            await CheckAsync(Plan("b-o" + day, $"objectives: [{{id: \"o\", text: \"a\", due: \"{day}\"}}]"),
                isDay ? null : "input/objectives/0/due");
            if (!isDay || day == "2200-12-31")
            {
                await CheckAsync($"submit(requestId: $r, obligation: \"b-x~b-t\", completedOn: \"{day}\") {{ id }}", "completedOn");
                await CheckAsync($"submit(requestId: $r, obligation: \"b-x~b-t\", document: {{number: \"1\", issuedOn: \"{day}\"}}) {{ id }}", "document/issuedOn");
                await CheckAsync($"trigger(requestId: $r, obligation: \"b-x~b-w\", occurredOn: \"{day}\", due: \"2013-05-10\") {{ id }}", "occurredOn");
            }
            if (!isDay)
            {
                await CheckAsync($"trigger(requestId: $r, obligation: \"b-x~b-w\", occurredOn: \"2013-05-01\", due: \"{day}\") {{ id }}", "due");
            }
        }
        await CheckAsync("submit(requestId: $r, obligation: \"b-x~b-t\", completedOn: \"1900-01-01\") { id }", "completedOn");
        await CheckAsync("submit(requestId: $r, obligation: \"b-x~b-t\", completedOn: \"2012-12-25\") { id }", "completedOn");
    }

    [Fact]
    public async Task Days_of_filters_lie_between_1900_and_2200()
    {
        foreach (var day in Days)
        {
            var isDay = day is "1900-01-01" or "2013-05-10" or "2200-12-31";
            foreach (var (query, place) in new (string Query, string Place)[]
            {
                ($"{{ unit(id: \"b-p\") {{ progress(asOf: \"{day}\") {{ overdue }} }} }}", "asOf"),
                ($"{{ unit(id: \"b-p\") {{ breakdown(by: CHILD, asOf: \"{day}\") {{ key }} }} }}", "asOf"),
                ($"{{ plan(id: \"b-2013\") {{ progress(asOf: \"{day}\") {{ overdue }} }} }}", "asOf"),
                ($"{{ obligation(id: \"b-x~b-u\") {{ overdue(asOf: \"{day}\") }} }}", "asOf"),
                ($"{{ obligations(under: \"b-p\", filter: {{dueFrom: \"{day}\"}}) {{ totalCount }} }}", "filter/dueFrom"),
                ($"{{ obligations(under: \"b-p\", filter: {{dueTo: \"{day}\"}}) {{ nodes {{ id }} }} }}", "filter/dueTo"),
                ($"{{ obligations(under: \"b-p\", filter: {{asOf: \"{day}\", overdue: true}}) {{ totalCount }} }}", "filter/asOf"),
            })
            {
                CheckAnswer(await api.AskAsync(query), isDay ? null : place, query);
            }
        }
    }

    [Fact]
    public async Task Texts_ids_numbers_and_money_are_accepted_or_refused_with_their_place()
    {
        const string Plan = """
            mutation ($r: ID!, $id: ID!, $text: String!, $budget: Money, $target: Float, $year: Int!) {
              adoptPlan(requestId: $r, input: {id: $id, owner: "b-p", title: $text, number: $text, basedOn: [$text], startYear: $year, endYear: $year,
                areas: [{id: $id, name: $text, reform: OTHER, budget: $budget}], objectives: [{id: $id, text: $text, target: $target}]}) { id }
            }
            """;
        const string Report = """
            mutation ($r: ID!, $percent: Float!, $text: String, $spent: Money) {
              reportProgress(requestId: $r, obligation: "b-x~b-u", percent: $percent, note: $text, spent: $spent) { id }
            }
            """;
        const string Register = """
            mutation ($r: ID!, $id: ID!, $text: String!) {
              registerUnit(requestId: $r, input: {id: $id, name: $text, kind: OFFICE, parent: "b-p", code: $text}) { id }
            }
            """;
        var ids = Texts.Concat(["đ", "\u0661", "a/b", "a:b", "b-ok"]).ToList();
        foreach (var text in Texts)
        {
            await CheckVariablesAsync(Plan, new { r = Next(), id = "b-y" + _requests, text, budget = 0L, target = 1.0, year = 2013 });
            await CheckVariablesAsync(Report, new { r = Next(), percent = 1.0, text, spent = 1L });
            await CheckVariablesAsync(Register, new { r = Next(), id = "b-y" + _requests, text });
        }
        foreach (var id in ids)
        {
            await CheckVariablesAsync(Plan, new { r = Next(), id, text = "a", budget = 0L, target = 1.0, year = 2013 });
            await CheckVariablesAsync(Register, new { r = Next(), id, text = "a" });
        }
        foreach (var number in Numbers)
        {
            await CheckVariablesAsync(Plan, new { r = Next(), id = "b-n" + _requests, text = "a", budget = 0L, target = number, year = 2013 });
            await CheckVariablesAsync(Report, new { r = Next(), percent = number, text = "a", spent = 1L });
        }
        foreach (var amount in Amounts)
        {
            await CheckVariablesAsync(Plan, new { r = Next(), id = "b-m" + _requests, text = "a", budget = amount, target = 1.0, year = 2013 });
            await CheckVariablesAsync(Report, new { r = Next(), percent = 1.0, text = "a", spent = amount });
        }
        foreach (var year in (int[])[int.MinValue, -1, 0, 1899, 1900, 2200, 2201, int.MaxValue])
        {
            await CheckVariablesAsync(Plan, new { r = Next(), id = "b-j" + _requests, text = "a", budget = 0L, target = 1.0, year });
        }
    }

    /// <summary>Only earlier versions accepted what adds up to more than the API can write.</summary>
    [Fact]
    public async Task A_sum_that_cannot_be_written_is_null_alone()
    {
        var store = api.Services.GetRequiredService<IEventStore>();
        var unit = Given.Unit("b-old", UnitKind.Commune, "b-bnv");
        UnitEvent[] happened =
        [
            new UnitEvent.UnitRegistered(unit),
            new UnitEvent.ObligationsImposed("b-p", [Given.Terms(unit.Id, "one"), Given.Terms(unit.Id, "two")]),
            new UnitEvent.ProgressReported("b-old~one", 100, null, Limits.MoneyMax),
            new UnitEvent.ProgressReported("b-old~two", 100, null, Limits.MoneyMax),
        ];
        for (var i = 0; i < happened.Length; i++)
        {
            var state = Given.State(unit.Id, happened[..(i + 1)]);
            await store.AppendAsync(
                new Append(unit.Id, i, [happened[i]], "test", Given.Now, null, i == 0 ? unit : null, [], [], [.. state.Obligations.Values], []),
                TestContext.Current.CancellationToken);
        }
        var answer = await api.AskAsync("""
            { unit(id: "b-old") {
              progress { total budget { planned allocated spent } }
              obligations { totals { count budget { planned spent } } }
            } }
            """);
        Assert.Equal(
            """{"progress":{"total":2,"budget":{"planned":0,"allocated":0,"spent":null}},"obligations":"""
            + """{"totals":{"count":2,"budget":{"planned":0,"spent":null}}}}""",
            JsonSerializer.Serialize(answer.GetProperty("data").GetProperty("unit")));
        Assert.Equal(
            ["unit/obligations/totals/budget/spent OUT_OF_RANGE", "unit/progress/budget/spent OUT_OF_RANGE"],
            answer.GetProperty("errors").EnumerateArray().Select(error =>
                string.Join('/', error.GetProperty("path").EnumerateArray()) + " " + error.GetProperty("extensions").GetProperty("code")).Order());
    }

    private static string Task(string id, string schedule) =>
        $"addTask(requestId: $r, input: {{id: \"{id}\", plan: \"b-2013\", code: \"c\", area: \"I\", title: \"a\", leads: [{{unit: \"b-x\"}}], "
        + $"schedule: {{text: \"\", {schedule}}}}}) {{ id }}";

    private static string Plan(string id, string more) =>
        $"adoptPlan(requestId: $r, input: {{id: \"{id}\", owner: \"b-p\", title: \"a\", startYear: 2013, endYear: 2013, "
        + $"areas: [{{id: \"I\", name: \"a\", reform: OTHER}}], {more}}}) {{ id }}";

    private string Next() => "b" + ++_requests + Guid.NewGuid();

    private async Task CheckAsync(string mutation, string? place) =>
        CheckAnswer(await api.AskAsync($"mutation ($r: ID!) {{ {mutation} }}", new { r = Next() }), place, mutation);

    private async Task CheckVariablesAsync(string mutation, object variables)
    {
        var answer = await api.AskAsync(mutation, variables);
        if (answer.TryGetProperty("errors", out var errors))
        {
            var error = Assert.Single(errors.EnumerateArray());
            var code = error.GetProperty("extensions").GetProperty("code").GetString();
            Assert.True(Expected.Contains(code), $"{error} for {JsonSerializer.Serialize(variables)}");
        }
    }

    private static void CheckAnswer(JsonElement answer, string? place, string asked)
    {
        if (place is null)
        {
            Assert.False(answer.TryGetProperty("errors", out var none), $"{asked}: {none}");
            return;
        }
        Assert.True(answer.TryGetProperty("errors", out var errors), asked);
        var extensions = Assert.Single(errors.EnumerateArray()).GetProperty("extensions");
        Assert.Equal(
            ("INVALID", place),
            (extensions.GetProperty("code").GetString(), string.Join('/', extensions.GetProperty("input").EnumerateArray())));
    }
}

namespace Hierarchy.Tests.System;

/// <summary>The real process with the five real plans: queried at every level, changed, watched, recounted.</summary>
public sealed class FivePlansTests(RunningSystem running) : IAsyncLifetime
{
    private const string Numbers =
        "total waiting notStarted inProgress submitted done cancelled overdue doneOnTime doneLate withinTerm units unitsSilent";

    private HierarchyProcess _process = null!;
    private GraphQLClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _process = await running.GetAsync();
        _client = new GraphQLClient(_process.Address);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Who_is_missing_at_many_units_is_one_question()
    {
        // More lists than may wait for the database at once.
        var units = (await _client.AskAsync("""{ unit(id: "bnv") { children { id } } }"""))["unit"]!["children"]!.AsArray().Take(40).ToList();
        var lists = units.Select((unit, i) => $"m{i}: missing(unit: \"{unit!["id"]}\", first: 1) {{ totalCount nodes {{ id }} }}");
        var periods = (await _client.AskAsync($$"""{ regime(id: "bao-cao-tay-ninh-2013") { periods(year: 2013) { {{string.Join(' ', lists)}} } } }"""))
            ["regime"]!["periods"]!.AsArray();
        Assert.Equal(7 * 40, periods.Sum(period => period!.AsObject().Count));
    }

    [Theory]
    [InlineData("tay-ninh-2013", "vn24-72", 63, 7)]
    [InlineData("binh-dinh-2011-2015", "vn24-52", 52, 8)]
    [InlineData("tien-giang-2018", "vn24-82", null, 8)]
    [InlineData("hung-yen-2016-2020", "vn24-33", 38, 7)]
    [InlineData("son-tay-2016-2020", "vn24-530", 50, 7)]
    public async Task Each_plan_is_complete(string id, string owner, int? tasks, int areas)
    {
        var plan = (await _client.AskAsync(
            "query($id: ID!) { plan(id: $id) { owner { id } title areas { id } tasks { id title leads { label } schedule { text kind } } } }", new { id }))["plan"]!;

        Assert.Equal(owner, (string?)plan["owner"]!["id"]);
        Assert.Equal(areas, plan["areas"]!.AsArray().Count);
        if (tasks is not null)
        {
            Assert.Equal(tasks, plan["tasks"]!.AsArray().Count);
        }
        Assert.All(plan["tasks"]!.AsArray(), task => Assert.NotEmpty(task!["leads"]!.AsArray()));
    }

    [Theory]
    [InlineData("bnv")]
    [InlineData("vn24-72")]
    [InlineData("vn24-530")]
    [InlineData("vn24-530-phong-noi-vu")]
    [InlineData("vn24-21340")]
    public async Task At_every_level_the_counters_add_up_and_the_children_make_the_total(string id)
    {
        foreach (var filter in new[] { "{kind: null}", "{kind: TASK}", "{year: 2013, kind: null}", "{reformArea: STEERING, kind: REPORT}" })
        {
            var unit = (await _client.AskAsync($$"""
                query($id: ID!) { unit(id: $id) {
                  progress(filter: {{filter}}, asOf: "2014-01-01") { {{Numbers}} }
                  byChild: breakdown(by: CHILD, filter: {{filter}}, asOf: "2014-01-01") { key progress { total overdue } }
                  byArea: breakdown(by: REFORM_AREA, filter: {{filter}}, asOf: "2014-01-01") { key progress { total overdue } }
                } }
                """, new { id }))["unit"]!;
            var progress = unit["progress"]!;
            int N(string name) => (int)progress[name]!;

            Assert.Equal(N("total"), N("doneOnTime") + N("doneLate") + N("withinTerm") + N("overdue") + N("cancelled"));
            Assert.Equal(
                N("total"), N("waiting") + N("notStarted") + N("inProgress") + N("submitted") + N("done") + N("cancelled"));
            foreach (var cut in new[] { "byChild", "byArea" })
            {
                Assert.Equal(N("total"), unit[cut]!.AsArray().Sum(slice => (int)slice!["progress"]!["total"]!));
                Assert.Equal(N("overdue"), unit[cut]!.AsArray().Sum(slice => (int)slice!["progress"]!["overdue"]!));
            }
        }
    }

    [Fact]
    public async Task The_ministry_cuts_by_plan_and_each_number_is_the_length_of_a_list()
    {
        var data = await _client.AskAsync("""
            { unit(id: "bnv") {
                progress(filter: {kind: null}) { total overdue }
                breakdown(by: PLAN, filter: {kind: null}) { key progress { total } } }
              obligations(under: "bnv", first: 1) { totalCount }
              late: obligations(under: "bnv", filter: {overdue: true}, first: 1) { totalCount } }
            """);
        var total = (int)data["unit"]!["progress"]!["total"]!;

        Assert.Equal(total, (int)data["obligations"]!["totalCount"]!);
        Assert.Equal((int)data["unit"]!["progress"]!["overdue"]!, (int)data["late"]!["totalCount"]!);
        // Other tests adopt plans of their own.
        var plans = data["unit"]!["breakdown"]!.AsArray().Select(slice => (string)slice!["key"]!);
        Assert.Superset(
            new HashSet<string> { "tay-ninh-2013", "binh-dinh-2011-2015", "tien-giang-2018", "hung-yen-2016-2020", "son-tay-2016-2020" },
            plans.ToHashSet());
        Assert.Equal(total, data["unit"]!["breakdown"]!.AsArray().Sum(slice => (int)slice!["progress"]!["total"]!));
    }

    [Fact]
    public async Task Search_ignores_case_and_diacritics()
    {
        var found = (await _client.AskAsync("""{ searchUnits(text: "tay ninh") { name } }"""))["searchUnits"]!.AsArray();

        Assert.Contains(found, unit => (string?)unit!["name"] == "Tỉnh Tây Ninh");
    }

    [Fact]
    public async Task A_report_of_a_commune_moves_the_ministry_and_everybody_who_watches()
    {
        using var enough = new CancellationTokenSource(HierarchyProcess.Patience);
        await using var watch = _client.WatchAsync(
            """subscription { progressChanged(unit: "bnv") { progress(filter: {kind: null}) { inProgress version } } }""", enough.Token).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        var before = (int)watch.Current["progressChanged"]!["progress"]!["inProgress"]!;
        var obligation = await FirstAsync("vn24-21340");

        var reported = await _client.AskAsync(
            "mutation($r: ID!, $o: ID!) { reportProgress(requestId: $r, obligation: $o, percent: 33.33) { status percent version } }",
            new { r = GraphQLClient.NewRequest(), o = obligation });

        Assert.Equal("IN_PROGRESS", (string?)reported["reportProgress"]!["status"]);
        Assert.Equal(33.33, (double)reported["reportProgress"]!["percent"]!);
        while ((int)watch.Current["progressChanged"]!["progress"]!["inProgress"]! == before)
        {
            Assert.True(await watch.MoveNextAsync());
        }
        Assert.Equal(before + 1, (int)watch.Current["progressChanged"]!["progress"]!["inProgress"]!);
    }

    [Fact]
    public async Task A_task_is_reported_submitted_sent_back_submitted_again_and_accepted()
    {
        var o = await FirstAsync("vn24-21331");
        Task<JsonNode> Do(string mutation) => _client.AskAsync(
            $"mutation($r: ID!, $o: ID!) {{ x: {mutation} {{ status percent note completedOn document {{ number }} }} }}",
            new { r = GraphQLClient.NewRequest(), o });

        await Do("reportProgress(requestId: $r, obligation: $o, percent: 40)");
        var submitted = await Do("""submit(requestId: $r, obligation: $o, document: {number: "12/QĐ-UBND", issuedOn: "2020-01-02"}, completedOn: "2020-01-03")""");
        Assert.Equal("SUBMITTED", (string?)submitted["x"]!["status"]);
        Assert.Equal(100, (double)submitted["x"]!["percent"]!);
        var back = await Do("""sendBack(requestId: $r, obligation: $o, note: "Thiếu chữ ký")""");
        Assert.Equal("IN_PROGRESS", (string?)back["x"]!["status"]);
        await Do("""submit(requestId: $r, obligation: $o, completedOn: "2020-02-01")""");
        var accepted = await Do("accept(requestId: $r, obligation: $o)");
        Assert.Equal("DONE", (string?)accepted["x"]!["status"]);
        Assert.Equal("2020-02-01", (string?)accepted["x"]!["completedOn"]);

        var history = (await _client.AskAsync("""{ unit(id: "vn24-21331") { history(first: 5) { nodes { type summary actor } } } }"""))["unit"]!["history"]!["nodes"]!;
        Assert.Equal("obligation-accepted", (string?)history[0]!["type"]);
    }

    [Fact]
    public async Task A_repeated_request_answers_as_the_first_and_changes_nothing()
    {
        var o = await FirstAsync("vn24-21334");
        var r = GraphQLClient.NewRequest();
        const string mutation = "mutation($r: ID!, $o: ID!) { reportProgress(requestId: $r, obligation: $o, percent: 10) { percent version } }";
        var first = await _client.AskAsync(mutation, new { r, o });
        await _client.AskAsync(
            "mutation($r: ID!, $o: ID!) { reportProgress(requestId: $r, obligation: $o, percent: 20) { version } }",
            new { r = GraphQLClient.NewRequest(), o });

        var again = await _client.AskAsync(mutation, new { r, o });

        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        var now = (await _client.AskAsync("query($o: ID!) { obligation(id: $o) { percent } }", new { o }))["obligation"]!;
        Assert.Equal(20, (double)now["percent"]!);
    }

    [Theory]
    [InlineData("""reportProgress(requestId: "r", obligation: "nobody~nothing", percent: 1)""", "NOT_FOUND")]
    [InlineData("""reportProgress(requestId: "r", obligation: "$o", percent: 101)""", "INVALID")]
    [InlineData("""reportProgress(requestId: "r", obligation: "$o", percent: 1.234)""", "INVALID")]
    [InlineData("""reportProgress(requestId: "", obligation: "$o", percent: 1)""", "INVALID")]
    [InlineData("""reportProgress(requestId: "r", obligation: "$o", percent: 1, expectedVersion: 99)""", "CONFLICT")]
    [InlineData("""accept(requestId: "r", obligation: "$o")""", "CONFLICT")]
    [InlineData("""submit(requestId: "r", obligation: "$o", completedOn: "2999-01-01")""", "INVALID")]
    public async Task What_cannot_be_done_is_refused_with_its_code_and_changes_nothing(string mutation, string code)
    {
        var o = await FirstAsync("vn24-21337");
        var before = await StateAsync(o);

        Assert.Equal(code, await _client.RefusedAsync("mutation { " + mutation.Replace("$o", o) + " { id } }"));

        Assert.Equal(before, await StateAsync(o));
    }

    [Fact]
    public async Task Verify_finds_no_difference_on_the_running_system()
    {
        await using var verify = HierarchyProcess.Create();
        verify.Environment["HIERARCHY_DATA"] = _process.DataFolder;
        Assert.Equal(0, await verify.RunAsync("verify"));
        Assert.Contains(verify.Output, line => line.StartsWith("verify: no difference: 9", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_without_the_key_of_the_running_system_says_so()
    {
        await using var running = await PlainProgram.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(running.DataFolder, "operator"), "wrong");
        await using var verify = HierarchyProcess.Create(("HIERARCHY_DATA", running.DataFolder));
        Assert.Equal(ExitCode.Fault, await verify.RunAsync("verify"));
        Assert.Contains("403 The operator's key is missing or wrong.", Assert.Single(verify.Output), StringComparison.Ordinal);
    }

    private async Task<string> FirstAsync(string unit)
    {
        var data = await _client.AskAsync(
            "query($id: ID!) { unit(id: $id) { obligations(filter: {status: [NOT_STARTED]}, first: 1) { nodes { id } } } }", new { id = unit });
        return (string)data["unit"]!["obligations"]!["nodes"]![0]!["id"]!;
    }

    private async Task<string> StateAsync(string o) =>
        (await _client.AskAsync("query($o: ID!) { obligation(id: $o) { status percent version note } }", new { o })).ToJsonString();
}

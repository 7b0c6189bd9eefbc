namespace Hierarchy.Bench;

/// <summary>Typical work with plans, compared with 500 single reports in the same run: 500 reports in one call, an annex of 63 lines as
/// DOCX turned into a draft, past days of the ministry, and an amendment that moves the due day of every commune until the last total shows
/// it.</summary>
/// <remarks>HIERARCHY_UNITS names a list of units to load on top of the five plans.</remarks>
internal static class LivingPlan
{
    private const int Reports = 500;
    private const int Rounds = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync()
    {
        await using var served = await Served.StartAsync([]);
        if (Environment.GetEnvironmentVariable("HIERARCHY_UNITS") is { Length: > 0 } units)
        {
            await served.SaidAsync("load", units);
        }
        using var http = new HttpClient { BaseAddress = served.Address, Timeout = TimeSpan.FromMinutes(5) };
        var obligations = await ObligationsAsync(http);
        var annex = await http.GetByteArrayAsync(new Uri("/plans/tay-ninh-2013.docx", UriKind.Relative));
        var many = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var alone = await TimedAsync(() => ReportEachAsync(http, obligations, round));
            var together = await TimedAsync(() => ReportManyAsync(http, obligations, round));
            var import = await TimedAsync(() => ImportAsync(http, annex));
            if (round > 0)
            {
                many.Add(together / alone);
            }
            Console.WriteLine(
                $"round {round}: 500 reports {alone:0} ms one by one, {together:0} ms in one call, ratio {together / alone:0.000}; "
                + $"a DOCX of 63 lines {import:0} ms, ratio {import / alone:0.000}");
        }
        Console.WriteLine($"median ratio of one call {many.Order().ElementAt(many.Count / 2):0.000}");
        await PastAsync(http);
        await AmendAsync(http);
        return 0;
    }

    private static async Task PastAsync(HttpClient http)
    {
        for (var month = 1; month <= 3; month++)
        {
            var day = await TimedAsync(() => AskAsync(
                http, "query($d: Date) { unit(id: \"bnv\") { progress(filter: { scope: ALL }, asOf: $d) { total done overdue percent } } }",
                new { d = $"2018-{month:00}-15" }));
            var trend = await TimedAsync(() => AskAsync(
                http,
                "query($f: Date!, $t: Date!) { unit(id: \"bnv\") { trend(from: $f, to: $t, step: MONTH, filter: { scope: ALL }) { on progress { total done } } } }",
                new { f = $"2018-{month:00}-01", t = $"2019-{month:00}-01" }));
            Console.WriteLine($"a past day of the ministry {day:0} ms, twelve months of trend {trend:0} ms");
        }
    }

    /// <summary>Time from an amendment's request until every obligation is overdue in the ministry's total.</summary>
    private static async Task AmendAsync(HttpClient http)
    {
        var year = DateTime.UtcNow.Year;
        var areas = new[] { new { id = "I", name = "Thể chế", reform = "INSTITUTIONS" } };
        var plan = new { id = "bench", owner = "bnv", title = "Kế hoạch", adoptedOn = $"{year}-01-01", startYear = year, endYear = year + 1, areas };
        await AskAsync(http, "mutation($i: AdoptPlanInput!) { adoptPlan(requestId: \"b1\", input: $i) { id } }", new { i = plan });
        var leads = new[] { new { unitClass = "COMMUNE", label = "cấp xã" } };
        var task = new { id = "bench/1", plan = "bench", code = "1", area = "I", title = "Rà soát", leads, schedule = On($"{year + 1}-12-31") };
        await AskAsync(http, "mutation($i: AddTaskInput!) { addTask(requestId: \"b2\", input: $i) { id } }", new { i = task });
        var communes = await CountAsync(http, "total", expected: null);
        var changeTasks = new[] { new { task = "bench/1", schedule = On($"{year}-01-03") } };
        var amendment = new { document = new { number = "1/QĐ", issuedOn = $"{year}-01-02" }, effectiveOn = $"{year}-01-02", changeTasks };
        var watch = Stopwatch.StartNew();
        await AskAsync(http, "mutation($i: AmendPlanInput!) { amendPlan(requestId: \"b3\", plan: \"bench\", input: $i) { version } }", new { i = amendment });
        var answered = watch.Elapsed;
        await CountAsync(http, "overdue", communes);
        Console.WriteLine(
            $"an amendment that moves {communes} due days: answered after {answered.TotalSeconds:0.0} s, the last total after {watch.Elapsed.TotalSeconds:0.0} s");
    }

    private static object On(string date) => new { kind = "DATE", text = "", date };

    /// <summary>Waits until the plan's figure is stable, or equals the expected one.</summary>
    private static async Task<int> CountAsync(HttpClient http, string measure, int? expected)
    {
        var (last, same) = (-1, 0);
        while (true)
        {
            var data = await AskAsync(http, $$"""{ unit(id: "bnv") { progress(filter: { plan: "bench", scope: ALL }) { {{measure}} } } }""", new { });
            var count = (int)data["unit"]!["progress"]![measure]!;
            same = count == last && count > 0 ? same + 1 : 0;
            if (count == expected || (expected is null && same == 100))
            {
                return count;
            }
            last = count;
            await Task.Delay(Pause);
        }
    }

    private static async Task ReportEachAsync(HttpClient http, string[] obligations, int round)
    {
        for (var i = 0; i < obligations.Length; i++)
        {
            await AskAsync(
                http, "mutation($r: ID!, $o: ID!) { reportProgress(requestId: $r, obligation: $o, percent: 20) { version } }",
                new { r = $"one-{round}-{i}", o = obligations[i] });
        }
    }

    private static Task ReportManyAsync(HttpClient http, string[] obligations, int round) => AskAsync(
        http, "mutation($r: ID!, $i: [ReportInput!]!) { reportMany(requestId: $r, reports: $i) { code } }",
        new { r = $"many-{round}", i = obligations.Select(o => new { obligation = o, percent = 40 }) });

    private static async Task ImportAsync(HttpClient http, byte[] annex)
    {
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(annex);
        form.Add(file, "file", "ke-hoach.docx");
        using var answer = await http.PostAsync(new Uri("/drafts?owner=vn24-72", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<string[]> ObligationsAsync(HttpClient http)
    {
        var data = await AskAsync(
            http, "{ obligations(under: \"vn24-72\", filter: { kind: TASK, status: [NOT_STARTED] }, first: 500) { nodes { id } } }", new { });
        string[] found = [.. data["obligations"]!["nodes"]!.AsArray().Select(node => (string)node!["id"]!)];
        return [.. Enumerable.Range(0, Reports).Select(i => found[i % found.Length])];
    }

    private static async Task<double> TimedAsync(Func<Task> act)
    {
        var watch = Stopwatch.StartNew();
        await act();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task<JsonNode> AskAsync(HttpClient http, string query, object variables)
    {
        using var response = await http.PostAsJsonAsync("/graphql", new { query, variables });
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return answer["errors"] is null ? answer["data"]! : throw new InvalidOperationException(answer.ToJsonString());
    }
}

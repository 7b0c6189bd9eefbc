namespace Hierarchy.Bench;

/// <summary>Reorganises a country by one command beside the running system during 200 reports a second: duration, slowest answer, memory,
/// and whether each report is kept. Then the same without reports, and undone.</summary>
/// <remarks>HIERARCHY_UNITS, HIERARCHY_MERGERS and HIERARCHY_NEW_UNITS name its lists; default: the shipped data.</remarks>
internal static class Reorganising
{
    private const int PerSecond = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly string? _units = Environment.GetEnvironmentVariable("HIERARCHY_UNITS");

    private static string[] Files =>
        Environment.GetEnvironmentVariable("HIERARCHY_MERGERS") is { Length: > 0 } mergers
        && Environment.GetEnvironmentVariable("HIERARCHY_NEW_UNITS") is { Length: > 0 } list
            ? [mergers, "--units", list, "--act", "202/2025/QH15", "--signed", "2025-06-12", "--effective", "2025-07-01", "--divided", "province"]
            : [Path.Combine(Path.GetDirectoryName(Served.Program)!, "data/reorganisations/sap-xep-2025.yaml")];

    public static async Task<int> RunAsync()
    {
        await using (var served = await PreparedAsync())
        {
            using var http = Connect(served);
            var reports = new Reports(http, await ObligationsAsync(http));
            using var stop = new CancellationTokenSource();
            var coming = reports.ComeAsync(stop.Token);
            var watch = Stopwatch.StartNew();
            await served.SaidAsync(["load", .. Files, "--yes"]);
            var took = watch.Elapsed;
            await stop.CancelAsync();
            await coming;
            Console.WriteLine($"reorganised after {took.TotalSeconds:0.0} s under {reports.Acknowledged / took.TotalSeconds:0} reports/s; {served.PeakMegabytes} MB at most");
            Console.WriteLine(reports.Told());
            Console.WriteLine($"{await reports.LostAsync()} reports lost; {await served.SaidAsync("verify")}");
        }
        await using (var served = await PreparedAsync())
        {
            Console.WriteLine($"without reports: reorganised after {await TimedAsync(served, ["load", .. Files, "--yes"]):0.0} s");
            Console.WriteLine($"undone after {await TimedAsync(served, ["load", Files[0], "--undo"]):0.0} s; {served.PeakMegabytes} MB at most");
            Console.WriteLine(await served.SaidAsync("verify"));
        }
        return 0;
    }

    private static async Task<double> TimedAsync(Served served, string[] command)
    {
        var watch = Stopwatch.StartNew();
        await served.SaidAsync(command);
        return watch.Elapsed.TotalSeconds;
    }

    private static HttpClient Connect(Served served) => new() { BaseAddress = served.Address, Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>The country, with obligations for each commune.</summary>
    private static async Task<Served> PreparedAsync()
    {
        var served = await Served.StartAsync([]);
        if (_units is { Length: > 0 })
        {
            await served.SaidAsync("load", _units);
        }
        using var http = Connect(served);
        await AskAsync(
            http,
            """
            mutation {
              adoptPlan(requestId: "b1", input: { id: "bench", owner: "bnv", title: "Kế hoạch", startYear: 2026, endYear: 2026,
                areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }] }) { id }
              addTask(requestId: "b2", input: { id: "bench/1", plan: "bench", code: "1", area: "I", title: "Rà soát",
                leads: [{ unitClass: COMMUNE }], schedule: { kind: YEAR, text: "", startYear: 2026 } }) { id }
            }
            """);
        var last = -1;
        for (var same = 0; same < 20;)
        {
            var now = (int)(await AskAsync(http, """{ unit(id: "bnv") { progress(filter: { plan: "bench", scope: ALL }) { total } } }"""))
                ["unit"]!["progress"]!["total"]!;
            (same, last) = (now == last ? same + 1 : 0, now);
            await Task.Delay(Pause);
        }
        Console.WriteLine($"{last} communes owe something");
        return served;
    }

    private static async Task<string[]> ObligationsAsync(HttpClient http)
    {
        var found = new List<string>();
        string? after = null;
        do
        {
            var page = (await AskAsync(
                http, "query($a: String) { obligations(under: \"bnv\", first: 500, after: $a, filter: { plan: \"bench\" }) "
                + "{ nodes { id } pageInfo { hasNextPage endCursor } } }", new { a = after }))["obligations"]!;
            found.AddRange(page["nodes"]!.AsArray().Select(node => (string)node!["id"]!));
            after = (bool)page["pageInfo"]!["hasNextPage"]! ? (string)page["pageInfo"]!["endCursor"]! : null;
        }
        while (after is not null);
        return [.. found];
    }

    private static async Task<JsonObject> AskAsync(HttpClient http, string query, object? variables = null)
    {
        var answer = await SendAsync(http, query, variables);
        return answer["errors"] is { } errors ? throw new InvalidOperationException(errors.ToJsonString()) : answer["data"]!.AsObject();
    }

    private static async Task<JsonObject> SendAsync(HttpClient http, string query, object? variables)
    {
        var response = await http.PostAsJsonAsync(new Uri("/graphql", UriKind.Relative), new { query, variables });
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    /// <summary>Reports at a fixed rate, one obligation after the other, each repeated until acknowledged.</summary>
    private sealed class Reports(HttpClient http, string[] obligations)
    {
        private readonly ConcurrentDictionary<string, int> _percents = [];
        private readonly ConcurrentBag<double> _answers = [];
        private readonly ConcurrentBag<double> _waits = [];
        private readonly ConcurrentDictionary<string, int> _refused = [];

        public int Acknowledged => _waits.Count;

        public async Task ComeAsync(CancellationToken stop)
        {
            var underWay = new ConcurrentDictionary<string, Task>();
            var watch = Stopwatch.StartNew();
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var due = TimeSpan.FromSeconds((double)i / PerSecond) - watch.Elapsed;
                await (due > TimeSpan.Zero ? Task.Delay(due, CancellationToken.None) : Task.CompletedTask);
                var (obligation, number) = (obligations[i % obligations.Length], i);
                if (!underWay.TryGetValue(obligation, out var before) || before.IsCompleted)
                {
                    underWay[obligation] = Task.Run(() => ReportAsync(obligation, number), CancellationToken.None);
                }
            }
            await Task.WhenAll(underWay.Values);
        }

        public string Told()
        {
            var (answers, waits) = (_answers.Order().ToArray(), _waits.Order().ToArray());
            return $"{waits.Length} acknowledged; an answer p50 {answers[answers.Length / 2]:0} ms, p99 {answers[answers.Length * 99 / 100]:0} ms, "
                + $"most {answers[^1]:0} ms; with repeats most {waits[^1]:0} ms; refused: {string.Join(", ", _refused.Select(one => $"{one.Key} {one.Value}"))}";
        }

        /// <summary>Number of obligations whose state differs from their last report.</summary>
        public async Task<int> LostAsync()
        {
            var lost = 0;
            foreach (var some in _percents.Chunk(20))
            {
                var fields = some.Select((one, i) => $"o{i}: obligation(id: \"{one.Key}\") {{ percent }}");
                var data = await AskAsync(http, $"{{ {string.Join(' ', fields)} }}");
                lost += some.Where((one, i) => (double?)data[$"o{i}"]?["percent"] != one.Value).Count();
            }
            return lost;
        }

        private async Task ReportAsync(string obligation, int number)
        {
            var percent = 1 + (number % 99);
            for (var watch = Stopwatch.StartNew(); ;)
            {
                var asked = watch.Elapsed;
                var answer = await SendAsync(
                    http, "mutation($r: ID!, $o: ID!, $p: Float!) { reportProgress(requestId: $r, obligation: $o, percent: $p) { version } }",
                    new { r = $"report-{number}", o = obligation, p = percent });
                _answers.Add((watch.Elapsed - asked).TotalMilliseconds);
                if (answer["errors"] is not { } errors)
                {
                    _percents[obligation] = percent;
                    _waits.Add(watch.Elapsed.TotalMilliseconds);
                    return;
                }
                var extensions = errors[0]!["extensions"]!;
                var why = (string?)extensions["reason"] ?? (string)extensions["code"]!;
                _refused.AddOrUpdate(why, 1, (_, count) => count + 1);
                if (why is not ("BEING_HANDED_OVER" or "UNAVAILABLE" or "OVERLOADED" or "TIMEOUT"))
                {
                    throw new InvalidOperationException(errors.ToJsonString());
                }
                await Task.Delay(Pause);
            }
        }
    }
}

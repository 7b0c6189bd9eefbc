namespace Hierarchy.Bench;

/// <summary>Sends the same requests over HTTP to one process and to a cluster of three nodes, in turn, each with its own durable
/// PostgreSQL; and compares with plain Orleans (habits/): whole state written by WriteStateAsync, and roll-ups through memory streams,
/// called without HTTP.</summary>
internal static class ClusterRate
{
    private const int Callers = 32;
    private const int Samples = 100;
    private const int Rounds = 3;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);

    /// <summary>Afterwards the runtime hardly compiles anything, with three nodes on two cores.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);

    /// <param name="others">Silo programs (.dll) of other commits whose clusters are measured, too.</param>
    public static async Task<int> RunAsync(params string[] others)
    {
        await using var one = await Served.StartAsync([]);
        await using var three = await Served.StartAsync(["cluster", "3"]);
        var theirs = new List<Served>();
        foreach (var other in others)
        {
            theirs.Add(await Served.StartAsync(other, ["cluster", "3"]));
        }
        await using var database = await Server.StartAsync();
        await using var habits = await Habits.StartAsync(database.ConnectionString);
        var systems = new List<(string Name, Client Client)>();
        foreach (var (name, served) in (IEnumerable<(string, Served)>)[("one process", one), ("cluster", three), .. theirs.Select(other => ("other cluster", other))])
        {
            systems.Add((name, await Client.CreateAsync(served.Address)));
        }
        foreach (var (_, client) in systems)
        {
            await client.MutationsAsync("warm", WarmUp);
            await client.QueriesAsync();
        }
        await habits.RoundAsync();
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var (name, client) in systems)
            {
                var mutations = await client.MutationsAsync($"r{round}");
                var queries = await client.QueriesAsync();
                var (half, most) = await client.FreshnessAsync($"f{round}");
                Console.WriteLine($"round {round}, {name}: {mutations.PerSecond:N0} mutations/s (p50 {mutations.Half:0.0} ms, p99 {mutations.Most:0.0} ms), "
                    + $"{queries.PerSecond:N0} queries/s (p50 {queries.Half:0.0} ms), commune to ministry p50 {half:0.0} ms, p99 {most:0.0} ms");
            }
            var habit = await habits.RoundAsync();
            Console.WriteLine($"round {round}, habits: {habit[0]:N0} WriteStateAsync/s (p50 {habit[1]:0.0} ms, p99 {habit[2]:0.0} ms), "
                + $"three levels of memory streams p50 {habit[3]:0.0} ms, p99 {habit[4]:0.0} ms");
        }
        foreach (var (_, client) in systems)
        {
            client.Dispose();
        }
        foreach (var other in theirs)
        {
            await other.DisposeAsync();
        }
        return 0;
    }

    private sealed class Client(Uri address, (string Unit, string Id)[] obligations) : IDisposable
    {
        private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = Callers + 1 }) { BaseAddress = address };

        public static async Task<Client> CreateAsync(Uri address)
        {
            using var http = new HttpClient { BaseAddress = address };
            var data = await AskAsync(http, """
                { obligations(under: "bnv", filter: {kind: TASK, status: [NOT_STARTED], unitKind: COMMUNE}, first: 200) { nodes { id unit { id } } } }
                """, new { });
            var found = data["obligations"]!["nodes"]!.AsArray().Select(node => ((string)node!["unit"]!["id"]!, (string)node["id"]!));
            return new Client(address, [.. found.DistinctBy(o => o.Item1).Take(Callers)]);
        }

        public Task<(double PerSecond, double Half, double Most)> MutationsAsync(string round, TimeSpan? length = null) => LoadAsync(
            length ?? Length, (caller, i) => ReportAsync(caller, $"{round}-{caller}-{i}", (i % 9_999) + 1));

        public Task<(double PerSecond, double Half, double Most)> QueriesAsync() => LoadAsync(Length, (caller, _) => AskAsync(
            _http, """query($u: ID!) { unit(id: $u) { name progress { total done overdue percent } } }""", new { u = obligations[caller].Unit }));

        /// <summary>Time from the answer to a commune's report until the ministry's total shows it.</summary>
        public async Task<(double Half, double Most)> FreshnessAsync(string round)
        {
            var took = new List<double>();
            for (var i = 0; i < Samples; i++)
            {
                var before = await PercentAsync();
                await ReportAsync(i % obligations.Length, $"{round}-{i}", ((i * 37) + 11) % 9_999 + 1);
                var started = Stopwatch.GetTimestamp();
                while (await PercentAsync() == before && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2))
                {
                }
                took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                await Task.Delay(30);
            }
            took.Sort();
            return (took[Samples / 2], took[Samples * 99 / 100]);
        }

        public void Dispose() => _http.Dispose();

        private async Task<double> PercentAsync() =>
            (double)(await AskAsync(_http, """{ unit(id: "bnv") { progress { percent } } }""", new { }))["unit"]!["progress"]!["percent"]!;

        private Task<JsonNode> ReportAsync(int caller, string request, int hundredths) => AskAsync(
            _http, "mutation($r: ID!, $o: ID!, $p: Float!) { reportProgress(requestId: $r, obligation: $o, percent: $p) { version } }",
            new { r = request, o = obligations[caller].Id, p = hundredths / 100.0 });

        private async Task<(double PerSecond, double Half, double Most)> LoadAsync(TimeSpan length, Func<int, int, Task> call)
        {
            var clock = Stopwatch.StartNew();
            var latencies = await Task.WhenAll(Enumerable.Range(0, Math.Min(Callers, obligations.Length)).Select(caller => Task.Run(async () =>
            {
                var mine = new List<double>();
                for (var i = 0; clock.Elapsed < length; i++)
                {
                    var started = Stopwatch.GetTimestamp();
                    await call(caller, i);
                    mine.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }
                return mine;
            })));
            var all = latencies.SelectMany(mine => mine).Order().ToArray();
            return (all.Length / clock.Elapsed.TotalSeconds, all[all.Length / 2], all[all.Length * 99 / 100]);
        }

        private static async Task<JsonNode> AskAsync(HttpClient http, string query, object variables)
        {
            using var response = await http.PostAsJsonAsync("/graphql", new { query, variables });
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            return answer["errors"] is null ? answer["data"]! : throw new InvalidOperationException(answer.ToJsonString());
        }
    }

    /// <summary>The other program, which measures a round for each input line.</summary>
    private sealed class Habits : IAsyncDisposable
    {
        private readonly Process _process;

        private Habits(Process process) => _process = process;

        public static async Task<Habits> StartAsync(string database)
        {
            var program = typeof(Habits).Assembly.Location;
            string[] arguments = [program, "habits-server", database];
            var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            return await process.StandardOutput.ReadLineAsync() == "ready"
                ? new Habits(process)
                : throw new InvalidOperationException($"{program} ended before it was ready.");
        }

        public async Task<double[]> RoundAsync()
        {
            await _process.StandardInput.WriteLineAsync();
            return Array.ConvertAll((await _process.StandardOutput.ReadLineAsync())!.Split(' '), text => double.Parse(text, CultureInfo.InvariantCulture));
        }

        public async ValueTask DisposeAsync()
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}

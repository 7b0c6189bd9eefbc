namespace Hierarchy.Tests.Faults;

/// <summary>A typical mix: reports, totals, lists, searches, and some watchers.</summary>
internal sealed class MixedLoad : IDisposable
{
    private const int Watchers = 20;

    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly string[] _obligations;
    private readonly Random _dice = new(FaultRun.Seed);
    private ConcurrentBag<double> _latencies = [];
    private long _done;
    private readonly ConcurrentDictionary<string, int> _failures = new();
    private int _written;

    public MixedLoad(Uri address, string[] obligations)
    {
        _address = address;
        _obligations = obligations;
        _http = new HttpClient { BaseAddress = address, Timeout = HierarchyProcess.Patience };
    }

    public long Done => Interlocked.Read(ref _done);

    public long Failed => _failures.Values.Sum(count => (long)count);

    /// <summary>Failures by reason: error codes and kinds of broken connections.</summary>
    public string Failures => string.Join(", ", _failures.OrderByDescending(f => f.Value).Select(f => $"{f.Value} {f.Key}"));

    /// <summary>The latencies since the last call, in milliseconds.</summary>
    public double[] TakeLatencies() => [.. Interlocked.Exchange(ref _latencies, [])];

    /// <summary>Requests per second of this number of callers, each waiting for its answer.</summary>
    public async Task<double> CapacityAsync(int callers, TimeSpan length)
    {
        var watch = Stopwatch.StartNew();
        var before = Done;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < length)
            {
                await OneAsync();
            }
        })));
        return (Done - before) / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Sends requests at a fixed rate, regardless of earlier answers.</summary>
    public async Task RunAsync(double perSecond, TimeSpan length, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        var watching = Enumerable.Range(0, Watchers).Select(i => WatchAsync(i, stop)).ToArray();
        var running = new HashSet<Task>();
        for (long i = 0; watch.Elapsed < length && !stop.IsCancellationRequested; i++)
        {
            var early = TimeSpan.FromSeconds(i / perSecond) - watch.Elapsed;
            if (early > TimeSpan.FromMilliseconds(2))
            {
                await Task.Delay(early, CancellationToken.None);
            }
            running.Add(OneAsync());
            if (running.Count > 512)
            {
                // Like real people, it does not open more pages while none is answered.
                running.Remove(await Task.WhenAny(running));
                running.RemoveWhere(task => task.IsCompleted);
            }
        }
        await Task.WhenAll(running);
    }

    public void Dispose() => _http.Dispose();

    private async Task OneAsync()
    {
        var (query, variables) = Next();
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var response = await _http.PostAsJsonAsync("/graphql", new { query, variables });
            var answer = await response.Content.ReadAsStringAsync();
            _latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (answer.StartsWith("{\"errors\"", StringComparison.Ordinal))
            {
                Fail((string)JsonNode.Parse(answer)!["errors"]![0]!["extensions"]!["code"]!);
                return;
            }
            Interlocked.Increment(ref _done);
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
        {
            Fail(gone.GetType().Name);
        }
    }

    private void Fail(string reason) => _failures.AddOrUpdate(reason, 1, (_, count) => count + 1);

    private (string Query, object Variables) Next()
    {
        string obligation;
        int kind;
        lock (_dice)
        {
            obligation = _obligations[_dice.Next(_obligations.Length)];
            kind = _dice.Next(100);
        }
        var unit = obligation.Split('~')[0];
        var number = Interlocked.Increment(ref _written);
        return kind switch
        {
            < 30 => (
                "mutation($r: ID!, $o: ID!, $p: Float!) { reportProgress(requestId: $r, obligation: $o, percent: $p, spent: 7) { percent } }",
                new { r = $"mixed-{number}", o = obligation, p = number % 10_000 / 100.0 }),
            < 60 => ("query($u: ID!) { unit(id: $u) { name progress { total done overdue percent } parent { name progress { percent } } } }", new { u = unit }),
            < 70 => ("""{ unit(id: "bnv") { progress { total done overdue percent } breakdown(by: REFORM_AREA) { key progress { total } } } }""", new { }),
            < 85 => ("query($u: ID!) { unit(id: $u) { obligations(first: 20) { totalCount nodes { id status percent due } } } }", new { u = unit }),
            < 95 => ("query($t: String!) { searchUnits(text: $t, first: 10) { id name } }", new { t = $"xã {(char)('a' + number % 26)}" }),
            _ => ("query($u: ID!) { unit(id: $u) { history(first: 10) { nodes { type summary } } } }", new { u = unit }),
        };
    }

    private async Task WatchAsync(int number, CancellationToken stop)
    {
        var unit = number % 2 == 0 ? "bnv" : _obligations[number].Split('~')[0];
        using var client = new GraphQLClient(_address);
        try
        {
            await foreach (var _ in client.WatchAsync($$"""subscription { progressChanged(unit: "{{unit}}") { progress { total percent } } }""", stop))
            {
                // Only the arrival of events matters.
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or WebSocketException or JsonException)
        {
            // The run or the server has ended.
        }
    }
}

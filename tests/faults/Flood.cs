namespace Hierarchy.Tests.Faults;

/// <summary>Many concurrent callers that never pause, and observations of the server.</summary>
internal sealed class Flood(HierarchyProcess process)
{
    private const int AskFirstBytesMin = 1 << 20;

    /// <summary>Milliseconds within which nearly all refusals come, as promised for changes that cannot be carried out.</summary>
    private const double RefusalMax = 5_000;

    private readonly ConcurrentDictionary<string, int> _outcomes = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> _refusals = new();
    private readonly ConcurrentQueue<double> _health = new();
    private int _healthFailed;

    /// <summary>The number of each outcome: "ok", an error code, or "broken".</summary>
    public IReadOnlyDictionary<string, int> Outcomes => _outcomes;

    public long PeakBytes { get; private set; }

    /// <param name="body">Creates the JSON of a caller's n-th request. Giant bodies are created once, because the callers share the machine
    /// with the server.</param>
    public async Task RunAsync(int callers, TimeSpan length, Func<int, int, byte[]> body)
    {
        // By default the client sends the body after waiting a second for 100 Continue.
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = callers, Expect100ContinueTimeout = TimeSpan.FromSeconds(60) };
        using var http = new HttpClient(handler)
        {
            BaseAddress = process.Address,
            Timeout = TimeSpan.FromSeconds(60),
        };
        var watch = Stopwatch.StartNew();
        await RunWatchedAsync(Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; watch.Elapsed < length; i++)
            {
                await OneAsync(http, body(caller, i));
            }
        }))));
    }

    /// <summary>Requests /health every second and records memory until the flood is over.</summary>
    public async Task RunWatchedAsync(Task flood)
    {
        using var http = new HttpClient { BaseAddress = process.Address, Timeout = TimeSpan.FromSeconds(60) };
        // Each flood has its own peak: writing 5 resets VmHWM (proc(5)).
        await File.WriteAllTextAsync($"/proc/{process.ProcessId}/clear_refs", "5");
        while (!flood.IsCompleted)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                if (!(await http.GetAsync("/health")).IsSuccessStatusCode)
                {
                    _healthFailed++;
                }
                _health.Enqueue(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException)
            {
                _healthFailed++;
            }
            PeakBytes = Sample.Status(process.ProcessId, "VmHWM:");
            await Task.WhenAny(flood, Task.Delay(1000));
        }
        await flood;
    }

    /// <summary>A one-line report, after checking that the server stayed responsive.</summary>
    public string Report(long bytesMax)
    {
        var outcomes = string.Join(", ", _outcomes.OrderByDescending(o => o.Value).Select(o => $"{o.Value} {o.Key}"));
        Assert.True(_healthFailed == 0, $"/health failed {_healthFailed} times; {outcomes}");
        Assert.True(PeakBytes <= bytesMax, $"{PeakBytes >> 20} MB were used, more than {bytesMax >> 20}; {outcomes}");
        Assert.DoesNotContain("INTERNAL", _outcomes.Keys);
        Assert.All(_refusals, refusals => Assert.InRange(Sample.Percentile([.. refusals.Value], 99), 0, RefusalMax));
        var refused = string.Join(", ", _refusals.OrderByDescending(r => r.Value.Count).Select(
            r => $"{r.Key} after p50 {Sample.Percentile([.. r.Value], 50):0} ms, p99 {Sample.Percentile([.. r.Value], 99):0} ms"));
        return $"{outcomes}; {refused}; "
            + $"/health p50 {Sample.Percentile([.. _health], 50):0} ms, most {_health.DefaultIfEmpty().Max():0} ms; peak {PeakBytes >> 20} MB";
    }

    public void Count(string outcome) => _outcomes.AddOrUpdate(outcome, 1, (_, n) => n + 1);

    private async Task OneAsync(HttpClient http, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        // This client reads no answer before it has sent the whole body, unless it waits for 100 Continue.
        request.Headers.ExpectContinue = body.Length > AskFirstBytesMin;
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var response = await http.SendAsync(request);
            var answer = await response.Content.ReadAsStringAsync();
            if (Code(answer) is not { } code)
            {
                Count("ok");
                return;
            }
            Count(code);
            _refusals.GetOrAdd(code, _ => new()).Enqueue(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
        {
            Count("broken");
        }
    }

    private static string? Code(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.TryGetProperty("errors", out var errors)
                ? errors[0].GetProperty("extensions").GetProperty("code").GetString()
                : null;
        }
        catch (JsonException)
        {
            return "no JSON";
        }
    }
}

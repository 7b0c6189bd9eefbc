namespace Hierarchy.Tests.Faults;

/// <summary>A client that records its requests and their acknowledgements, and repeats requests of unknown outcome with the same request id
/// until acknowledged. It sends one request at a time.</summary>
/// <param name="tasksPerHundred">Of a hundred requests, how many add a task for two communes instead of reporting progress.</param>
internal sealed class BookClient(int number, Uri address, string[] obligations, int seed, int tasksPerHundred) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>A pause in the short form, so that two processors have time for restarts.</summary>
    private static readonly TimeSpan Breath = FaultRun.IsFull ? TimeSpan.Zero : TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _http = GraphQLClient.Connect(address, TimeSpan.FromSeconds(30));
    private readonly Random _dice = new(seed + number);
    private Entry? _doubt;
    private int _written;
    private long _asked;
    private TimeSpan _longestWait;
    private TimeSpan _slowest;

    /// <summary>The last acknowledged percent of each obligation, in hundredths.</summary>
    public Dictionary<string, int> Percents { get; } = [];

    /// <summary>Request ids that were acknowledged, in order; each begins with <see cref="Mark"/>.</summary>
    public List<string> Acknowledged { get; } = [];

    /// <summary>Tasks that were acknowledged.</summary>
    public List<string> Tasks { get; } = [];

    /// <summary>Answers that a correct server never gives.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Number of refused or broken requests that had to be repeated.</summary>
    public int Doubts { get; private set; }

    /// <summary>The longest time of an answer, including refusals but not broken connections.</summary>
    public TimeSpan SlowestAnswer { get; private set; }

    /// <summary>The longest time from the first sending of a request to its acknowledgement, including repeats, since the last
    /// call.</summary>
    public TimeSpan TakeLongestWait()
    {
        var longest = _longestWait;
        _longestWait = TimeSpan.Zero;
        return longest;
    }

    public static string Mark => "book-";

    /// <summary>The longest time of an answer since the last call.</summary>
    public TimeSpan TakeSlowestAnswer()
    {
        var slowest = _slowest;
        _slowest = TimeSpan.Zero;
        return slowest;
    }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await StepAsync();
            await Task.Delay(Breath, CancellationToken.None);
        }
    }

    /// <summary>Repeats the request of unknown outcome until it is acknowledged.</summary>
    public async Task SettleAsync(TimeSpan patience)
    {
        using var late = new CancellationTokenSource(patience);
        while (_doubt is not null && !late.IsCancellationRequested)
        {
            await StepAsync();
        }
        if (_doubt is { } left)
        {
            Wrong.Add($"{left.Request} was not acknowledged within {patience.TotalSeconds:0} s");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task StepAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        if (_doubt is not { } entry)
        {
            (entry, _asked) = (_doubt = Next(), started);
        }
        try
        {
            using var response = await _http.PostAsJsonAsync("/graphql", new { query = entry.Query, variables = entry.Variables });
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            var took = TimeProvider.System.GetElapsedTime(started);
            SlowestAnswer = took > SlowestAnswer ? took : SlowestAnswer;
            _slowest = took > _slowest ? took : _slowest;
            if (answer["errors"] is not { } errors)
            {
                Acknowledge(entry, answer["data"]!);
                return;
            }
            var code = (string?)errors[0]!["extensions"]?["code"];
            var isOnItsWay = (string?)errors[0]!["extensions"]?["reason"] == "BEING_HANDED_OVER";
            if (code is not ("UNAVAILABLE" or "OVERLOADED" or "TIMEOUT") && !isOnItsWay)
            {
                Wrong.Add($"{entry.Request}: {errors.ToJsonString()}");
                _doubt = null;
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException or JsonException)
        {
            // The outcome is unknown, which is what the request id is for.
        }
        if (_doubt is not null)
        {
            Doubts++;
            await Task.Delay(Pause);
        }
    }

    private Entry Next()
    {
        var request = $"{Mark}{number}-{++_written}";
        if (_dice.Next(100) < tasksPerHundred)
        {
            var leads = new[] { Unit(0), Unit(obligations.Length / 2) }.Distinct().Select(unit => new { unit }).ToArray();
            var schedule = new { kind = "YEAR", text = "Năm 2026", startYear = 2026 };
            var input = new { id = $"{Country.Plan}/{request}", plan = Country.Plan, code = "B", area = "I", title = "Sổ", leads, schedule };
            return new Entry(request, null, 0,
                "mutation($r: ID!, $input: AddTaskInput!) { addTask(requestId: $r, input: $input) { id } }", new { r = request, input });
        }
        var obligation = obligations[_dice.Next(obligations.Length)];
        var hundredths = _dice.Next(10_000);
        return new Entry(request, obligation, hundredths,
            "mutation($r: ID!, $o: ID!, $p: Float!) { reportProgress(requestId: $r, obligation: $o, percent: $p) { percent } }",
            new { r = request, o = obligation, p = hundredths / 100.0 });
    }

    private string Unit(int obligation) => obligations[obligation].Split('~')[0];

    private void Acknowledge(Entry entry, JsonNode data)
    {
        _doubt = null;
        var waited = TimeProvider.System.GetElapsedTime(_asked);
        _longestWait = waited > _longestWait ? waited : _longestWait;
        Acknowledged.Add(entry.Request);
        if (entry.Obligation is not { } obligation)
        {
            Tasks.Add((string)data["addTask"]!["id"]!);
            return;
        }
        var said = (int)Math.Round((double)data["reportProgress"]!["percent"]! * 100);
        if (said != entry.Hundredths)
        {
            Wrong.Add($"{entry.Request}: {obligation} was reported at {entry.Hundredths} and answered {said}");
        }
        Percents[obligation] = entry.Hundredths;
    }

    /// <param name="Obligation">Null when it adds a task.</param>
    private sealed record Entry(string Request, string? Obligation, int Hundredths, string Query, object Variables);
}

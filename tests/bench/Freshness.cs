using Hierarchy.Grains.Rollup;

namespace Hierarchy.Bench;

/// <summary>How long after its acknowledgement a commune's change appears in the ministry's total, at a steady 200 mutations per
/// second.</summary>
internal static class Freshness
{
    private const int PerSecond = 200;
    private const int Units = 200;
    private const string Ministry = "bnv";
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync()
    {
        var watcher = new Watcher(Ministry);
        await using var system = await System.StartAsync(watcher.Over);
        var obligations = await system.OpenObligationsAsync(Units);
        var ministry = system.Grains.GetGrain<IUnitGrain>(Ministry);
        var spent = Cell.General(null, null, null);
        var before = (await ministry.ReadCellsAsync([spent])).Cells[0].Sums.Spent;

        // Every mutation adds one đồng of money spent, so the ministry's total tells how many it includes.
        var acknowledged = new ConcurrentQueue<long>();
        var included = new List<(long At, long Count)>();
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            await foreach (var at in watcher.ChangesAsync(stop.Token))
            {
                included.Add((at, (long)((await ministry.ReadCellsAsync([spent])).Cells[0].Sums.Spent - before)));
            }
        });
        await MutateAsync(system, obligations, acknowledged);
        await Task.Delay(500);
        await stop.CancelAsync();
        await reading;

        var acks = acknowledged.Order().ToArray();
        var skip = (int)(PerSecond * WarmUp.TotalSeconds);
        var lags = acks.Skip(skip).Select((at, i) => Lag(at, i + skip + 1, included)).Order().ToArray();
        Console.WriteLine(
            $"{acks.Length} mutations at {acks.Length / Length.TotalSeconds:0}/s from {Units} units; acknowledged to ministry: "
            + $"p50 {lags[lags.Length / 2]:0.00} ms, p99 {lags[lags.Length * 99 / 100]:0.00} ms, max {lags[^1]:0.00} ms");
        return 0;
    }

    private static double Lag(long acknowledgedAt, int count, List<(long At, long Count)> included)
    {
        var seen = included.FirstOrDefault(change => change.Count >= count);
        return seen.At == 0
            ? throw new InvalidOperationException($"the ministry never included mutation {count}")
            : Math.Max(0, Stopwatch.GetElapsedTime(acknowledgedAt, seen.At).TotalMilliseconds);
    }

    private static async Task MutateAsync(System system, Obligation[] obligations, ConcurrentQueue<long> acknowledged)
    {
        var caller = new Caller("bench", null);
        var spent = new long[obligations.Length];
        var clock = Stopwatch.StartNew();
        var running = new List<Task>();
        for (var i = 0; clock.Elapsed < Length; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond) - clock.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }
            running.Add(ReportAsync(i % obligations.Length, i));
        }
        await Task.WhenAll(running);

        async Task ReportAsync(int unit, int number)
        {
            var outcome = await system.Grains.GetGrain<IUnitGrain>(obligations[unit].Unit).ExecuteAsync(
                new UnitCommand.ReportProgress(obligations[unit].Id, 50, null, ++spent[unit], null), $"fresh-{number}", caller);
            acknowledged.Enqueue(Stopwatch.GetTimestamp());
            if (outcome is Outcome.Refused { Refusal: var refusal })
            {
                throw new InvalidOperationException(refusal.Message);
            }
        }
    }

    /// <summary>Records the time at which a unit's grain announces each change of its roll-up.</summary>
    private sealed class Watcher(string unit) : IChangeFeed
    {
        private readonly global::System.Threading.Channels.Channel<long> _changes =
            global::System.Threading.Channels.Channel.CreateBounded<long>(100_000);

        private IChangeFeed? _next;

        public IChangeFeed Over(IChangeFeed next)
        {
            _next = next;
            return this;
        }

        public async IAsyncEnumerable<long> ChangesAsync([global::System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
        {
            while (true)
            {
                try
                {
                    if (!await _changes.Reader.WaitToReadAsync(stop))
                    {
                        yield break;
                    }
                }
                catch (OperationCanceledException)
                {
                    yield break;
                }
                // Only the newest matters: an older time would be paired with a total read later.
                var at = 0L;
                while (_changes.Reader.TryRead(out var next))
                {
                    at = next;
                }
                yield return at;
            }
        }

        public void RollupChanged(string changed, long version)
        {
            if (changed == unit)
            {
                _changes.Writer.TryWrite(Stopwatch.GetTimestamp());
            }
            _next!.RollupChanged(changed, version);
        }

        public void ObligationChanged(Obligation obligation) => _next!.ObligationChanged(obligation);
    }
}

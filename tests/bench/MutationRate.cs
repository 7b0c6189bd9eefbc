namespace Hierarchy.Bench;

/// <summary>Acknowledged mutations through grains and store, compared with single-row commits of plain connections: 64 callers each, in
/// turn.</summary>
internal static class MutationRate
{
    private const int Callers = 64;
    private const int Rounds = 5;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(6);

    public static async Task<int> RunAsync()
    {
        await using var system = await System.StartAsync(feed => feed);
        var obligations = await system.OpenObligationsAsync(Callers);
        // On a separate server with the same settings: together they would exceed one server's connections.
        await using var server = await Server.StartAsync();
        await using var plain = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { MaxPoolSize = Callers, NoResetOnClose = true }.ConnectionString);
        await using (var create = plain.CreateCommand("create table single_rows (id bigserial primary key, unit text not null, data text not null)"))
        {
            await create.ExecuteNonQueryAsync();
        }

        var ratios = new List<double>();
        await MutateAsync(system, obligations, "warm");
        await CommitAsync(plain);
        for (var round = 1; round <= Rounds; round++)
        {
            var (mutations, latency) = await MutateAsync(system, obligations, $"r{round}");
            var commits = await CommitAsync(plain);
            ratios.Add(mutations / commits);
            Console.WriteLine($"round {round}: {mutations:N0} mutations/s (p50 {latency:0.00} ms), {commits:N0} single-row commits/s, ratio {ratios[^1]:0.00}");
        }
        Console.WriteLine($"median ratio {ratios.Order().ElementAt(Rounds / 2):0.00}");
        return 0;
    }

    private static async Task<(double PerSecond, double MedianMs)> MutateAsync(System system, Obligation[] obligations, string round)
    {
        var caller = new Caller("bench", null);
        var clock = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(obligations.Select(obligation => Task.Run(async () =>
        {
            var mine = new List<double>();
            for (var i = 1; clock.Elapsed < Length; i++)
            {
                var started = Stopwatch.GetTimestamp();
                var outcome = await system.Grains.GetGrain<IUnitGrain>(obligation.Unit).ExecuteAsync(
                    new UnitCommand.ReportProgress(obligation.Id, i % 100, null, null, null), $"{round}-{i}", caller);
                if (outcome is Outcome.Refused { Refusal: var refusal })
                {
                    throw new InvalidOperationException(refusal.Message);
                }
                mine.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
            return mine;
        })));
        var all = latencies.SelectMany(mine => mine).Order().ToArray();
        return (all.Length / clock.Elapsed.TotalSeconds, all[all.Length / 2]);
    }

    private static async Task<double> CommitAsync(NpgsqlDataSource plain)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            await using var connection = await plain.OpenConnectionAsync();
            await using var insert = new NpgsqlCommand("insert into single_rows (unit, data) values ($1, $2)", connection)
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = $"unit-{caller}" }, new NpgsqlParameter<string> { TypedValue = new string('x', 120) } },
            };
            await insert.PrepareAsync();
            var count = 0;
            for (; clock.Elapsed < Length; count++)
            {
                await insert.ExecuteNonQueryAsync();
            }
            return count;
        })));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }
}

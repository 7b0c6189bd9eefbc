using Hierarchy.Silo.Runtime;

namespace Hierarchy.Bench;

/// <summary>The first call to a cold unit with a hundred thousand events: from its snapshot, and by replaying all of them.</summary>
internal static class Activation
{
    private const int Events = 100_000;
    private const int EventsOfAppend = 5_000;
    private const int Rounds = 9;
    private static readonly TimeProvider Time = TimeProvider.System;

    public static async Task<int> RunAsync()
    {
        await using var server = await Server.StartAsync();
        var (unit, other) = await FillAsync(server.ConnectionString);
        var replay = await FirstCallAsync(server.ConnectionString, unit, other);
        // That call has replayed so many events that its deactivation writes a snapshot.
        var cold = new List<double>();
        var empty = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            var (ofMany, ofFew) = (await FirstCallAsync(server.ConnectionString, unit, other), await FirstCallAsync(server.ConnectionString, other, unit));
            cold.Add(ofMany);
            empty.Add(ofFew);
            Console.WriteLine($"round {round}: {ofMany:0.0} ms with {Events:N0} events, {ofFew:0.0} ms with a few");
        }
        Console.WriteLine(
            $"replaying all {replay:0} ms; from the snapshot median {Median(cold):0.0} ms (most {cold.Max():0.0}); a unit with a few events "
            + $"{Median(empty):0.0} ms; ratio {Median(cold) / Median(empty):0.0}");
        return 0;
    }

    /// <summary>In a freshly started process, where another unit has been called to warm up the code.</summary>
    private static async Task<double> FirstCallAsync(string database, string unit, string warm)
    {
        var node = await StartAsync(database);
        var grains = node.Services.GetRequiredService<IGrainFactory>();
        await grains.GetGrain<IUnitGrain>("bnv").ReadCellsAsync([]);
        var started = Stopwatch.GetTimestamp();
        await grains.GetGrain<IUnitGrain>(unit).ReadCellsAsync([]);
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        await grains.GetGrain<IUnitGrain>(warm).ReadCellsAsync([]);
        await StopAsync(node);
        return took;
    }

    private static async Task<(string Unit, string Other)> FillAsync(string database)
    {
        var node = await StartAsync(database, Path.Combine(AppContext.BaseDirectory, "data"));
        var query = new ObligationQuery("bnv", Below: true, VietnameseDay.Today(Time), 500) { Status = [ObligationStatus.NotStarted] };
        var page = await node.Services.GetRequiredService<IQueries>().ObligationsAsync(query, CancellationToken.None);
        Obligation[] found = [.. page.Items.DistinctBy(o => o.Unit).Take(2)];
        await StopAsync(node);
        await using var store = await PostgresStore.OpenAsync(database, Time, CancellationToken.None);
        var history = await store.Events.LoadAsync(found[0].Unit, CancellationToken.None);
        var seq = history.SnapshotSeq + history.Tail.Length;
        for (var written = 0; written < Events; written += EventsOfAppend)
        {
            UnitEvent[] events = [.. Enumerable.Range(written, EventsOfAppend).Select(i => new UnitEvent.ProgressReported(found[0].Id, i % 10_000, null, null))];
            var result = await store.Events.AppendAsync(
                new Append(found[0].Unit, seq, [.. events], "bench", Time.GetUtcNow(), null, null, [], [], [], []), CancellationToken.None);
            seq = result is AppendResult.Appended appended ? appended.Seq : throw new InvalidOperationException($"{result}");
        }
        return (found[0].Unit, found[1].Unit);
    }

    // Without recovery, which would call the unit before the measurement.
    internal static async Task<IHost> StartAsync(string database, string? data = null)
    {
        var plan = new SystemPlan(_ => Task.FromResult(OpenDatabase.Foreign(database)))
        {
            Data = data,
            Turn = new Turn((name, run, _) => name == "recovery" ? Task.CompletedTask : run()),
        };
        var host = SystemHost.Build(plan, System.Around());
        await host.StartAsync();
        return host;
    }

    internal static async Task StopAsync(IHost host)
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

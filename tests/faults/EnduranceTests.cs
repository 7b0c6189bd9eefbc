namespace Hierarchy.Tests.Faults;

/// <summary>A long run at half of the machine's capacity: nothing grows except stored data.</summary>
public sealed class EnduranceTests(ITestOutputHelper output)
{
    private const int Callers = 32;

    /// <summary>Tolerance for small numbers, in megabytes or pieces.</summary>
    private const int Slack = 20;

    /// <summary>The fraction of requests that may be refused or unanswered.</summary>
    private const double RefusedMax = 0.001;

    private static readonly TimeSpan CapacityTime = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task At_half_its_capacity_nothing_leaks()
    {
        Assert.SkipUnless(FaultRun.Endurance is not null, "takes as long as it is told: ./test --endurance MINUTES");
        var length = FaultRun.Endurance!.Value;
        await using var process = HierarchyProcess.Create();
        var obligations = await Country.PrepareAsync(process, 2_000, nationwide: true);
        var database = new NpgsqlConnectionStringBuilder { Host = Path.Combine(process.DataFolder, "postgresql"), Username = "hierarchy", Database = "postgres" };
        using var load = new MixedLoad(process.Address, obligations);
        await load.CapacityAsync(Callers, CapacityTime / 2);
        var capacity = await load.CapacityAsync(Callers, CapacityTime);
        load.TakeLatencies();
        Print($"capacity {capacity:0} requests/s with {Callers} callers; {length.TotalMinutes:0} min at {capacity / 2:0}/s");

        using var stop = new CancellationTokenSource();
        var running = load.RunAsync(capacity / 2, length, stop.Token);
        var samples = new List<Sample>();
        var every = length / Math.Max(12, Math.Min(240, length.TotalSeconds / 15));
        for (var watch = Stopwatch.StartNew(); !running.IsCompleted;)
        {
            await Task.WhenAny(running, Task.Delay(every));
            samples.Add(await Sample.TakeAsync(
                watch.Elapsed, process.ProcessId, process.ClusterProcesses(), database.ConnectionString, load.Done, load.TakeLatencies()));
            await WriteAsync(samples, capacity / 2);
        }
        await running;
        await stop.CancelAsync();
        Print($"{load.Done} answered, {load.Failed} refused or broken ({load.Failures})");
        Report("server MB", samples, s => s.ServerBytes / 1048576.0);
        Report("PostgreSQL MB", samples, s => s.PostgresBytes / 1048576.0);
        Report("handles", samples, s => s.Handles);
        Report("connections", samples, s => s.Connections);
        Report("WAL MB", samples, s => s.WalBytes / 1048576.0);
        Report("dead rows", samples, s => s.DeadRows);
        Assert.True(load.Failed <= (load.Done + load.Failed) * RefusedMax, $"{load.Failed} of {load.Done + load.Failed} were refused ({load.Failures}): at half of "
            + "the capacity that was measured nobody is, unless something else took the machine meanwhile");
        // A leak would not stop halfway: compares the last quarter with the second.
        NotGrown("memory of the server", samples, s => s.ServerBytes >> 20, 1.25);
        NotGrown("memory of PostgreSQL", samples, s => s.PostgresBytes >> 20, 1.5);
        NotGrown("handles", samples, s => s.Handles, 1.25);
        NotGrown("connections", samples, s => s.Connections, 1.5);
        foreach (var table in new[] { "snapshots", "rollup_checkpoints", "outbox", "open_spans" })
        {
            NotGrown("MB of " + table, samples, s => s.TableBytes[table] >> 20, 1.5);
        }
        Assert.Equal(0, await process.TerminateAsync());
    }

    private static double Median(IEnumerable<double> values) => Sample.Percentile([.. values], 50);

    private void Report(string what, List<Sample> samples, Func<Sample, double> value) => Print(
        $"{what}: first {value(samples[0]):0}, median of the second quarter {Quarter(samples, 1, value):0}, of the last {Quarter(samples, 3, value):0}, "
        + $"most {samples.Max(value):0}");

    private static double Quarter(List<Sample> samples, int quarter, Func<Sample, double> value) =>
        Median(samples.Skip(samples.Count * quarter / 4).Take(Math.Max(1, samples.Count / 4)).Select(value));

    private static void NotGrown(string what, List<Sample> samples, Func<Sample, double> value, double timesMax)
    {
        var (before, after) = (Quarter(samples, 1, value), Quarter(samples, 3, value));
        Assert.True(after <= before * timesMax + Slack, $"{what} grew from {before:0} to {after:0}");
    }

    private static async Task WriteAsync(List<Sample> samples, double perSecond)
    {
        var folder = Environment.GetEnvironmentVariable("HIERARCHY_FIGURES") ?? AppContext.BaseDirectory;
        var tables = samples[^1].TableBytes.OrderByDescending(t => t.Value).Take(8).Select(t => t.Key).ToArray();
        var svg = Chart.Draw(
            string.Create(CultureInfo.InvariantCulture, $"Endurance: mixed load of {perSecond:0} requests/s, half of the capacity"),
            [.. samples.Select(s => s.At.TotalMinutes)],
            [
                ("memory, MB", [Line("server", s => s.ServerBytes / 1048576.0), Line("PostgreSQL (own)", s => s.PostgresBytes / 1048576.0)]),
                ("handles, threads, connections", [Line("handles", s => s.Handles), Line("threads", s => s.Threads), Line("connections", s => s.Connections)]),
                ("latency, ms", [Line("p50", s => s.P50Ms), Line("p99", s => s.P99Ms)]),
                ("write-ahead log on disk, MB", [Line("WAL", s => s.WalBytes / 1048576.0)]),
                ("tables with indexes, MB", [.. tables.Select(t => Line(t, s => s.TableBytes.GetValueOrDefault(t) / 1048576.0))]),
                ("rows to vacuum", [Line("dead rows", s => s.DeadRows)]),
                ("requests answered", [Line("requests", s => s.Requests)]),
            ]);
        await File.WriteAllTextAsync(Path.Combine(folder, "endurance.svg"), svg);
        var csv = new StringBuilder("minutes,serverMB,postgresMB,handles,threads,connections,walMB,deadRows,requests,p50ms,p99ms," + string.Join(',', tables) + "\n");
        foreach (var s in samples)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{s.At.TotalMinutes:0.00},{s.ServerBytes >> 20},{s.PostgresBytes >> 20},{s.Handles},{s.Threads},")
                .Append(CultureInfo.InvariantCulture, $"{s.Connections},{s.WalBytes >> 20},{s.DeadRows},{s.Requests},{s.P50Ms:0.0},{s.P99Ms:0.0},")
                .AppendJoin(',', tables.Select(t => s.TableBytes.GetValueOrDefault(t) / 1024)).Append('\n');
        }
        await File.WriteAllTextAsync(Path.Combine(folder, "endurance.csv"), csv.ToString());

        (string, double[]) Line(string name, Func<Sample, double> value) => (name, [.. samples.Select(value)]);
    }

    private void Print(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}

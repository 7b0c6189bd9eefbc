namespace Hierarchy.Bench;

/// <summary>Acknowledged mutations of this program and of another commit's, both kept running and measured in turn, so that disturbances
/// affect both. Processor time is attributed to each process, and says more than the rate on a busy machine.</summary>
internal static class MutationTurns
{
    private const int Callers = 64;
    private const int Warming = 6;
    private static readonly TimeSpan _length = TimeSpan.FromSeconds(4);

    /// <param name="other">The other commit's bench program (.dll), which must also support `mutation-turns`.</param>
    public static async Task<int> CompareAsync(string other, int rounds)
    {
        using var mine = Start(Environment.ProcessPath!, Path.Combine(AppContext.BaseDirectory, "Hierarchy.Bench.dll"));
        using var its = Start(Environment.ProcessPath!, other);
        var found = new List<(Turn Mine, Turn Its)>();
        for (var round = 1 - Warming; round <= rounds; round++)
        {
            // The order alternates.
            (Turn Mine, Turn Its) pair = default;
            foreach (var isMine in (bool[])[round % 2 == 0, round % 2 != 0])
            {
                pair = isMine ? pair with { Mine = await AskAsync(mine) } : pair with { Its = await AskAsync(its) };
            }
            var ratio = pair.Mine.PerSecond / pair.Its.PerSecond;
            Console.WriteLine($"{(round <= 0 ? "warming" : $"round {round}")}: {pair.Mine} | other {pair.Its} | ratio {ratio:0.00}");
            if (round > 0)
            {
                found.Add(pair);
            }
        }
        double Median(Func<(Turn Mine, Turn Its), double> of) => found.Select(of).Order().ElementAt(found.Count / 2);
        Console.WriteLine($"medians: {Median(p => p.Mine.PerSecond):N0}/s, other {Median(p => p.Its.PerSecond):N0}/s");
        Console.WriteLine($"paired medians of this : other: rate {Median(p => p.Mine.PerSecond / p.Its.PerSecond):0.00}, "
            + $"processor time {Median(p => p.Mine.Micros / p.Its.Micros):0.00}, of the process {Median(p => p.Mine.OwnMicros / p.Its.OwnMicros):0.00}, "
            + $"of PostgreSQL {Median(p => p.Mine.DatabaseMicros / p.Its.DatabaseMicros):0.00}");
        mine.StandardInput.Close();
        its.StandardInput.Close();
        await Task.WhenAll(mine.WaitForExitAsync(), its.WaitForExitAsync());
        return 0;
    }

    /// <summary>Measures a turn for each input line and prints its figures.</summary>
    public static async Task<int> ServeAsync()
    {
        await using var system = await System.StartAsync(feed => feed);
        var obligations = await system.OpenObligationsAsync(Callers);
        var postmaster = await PostmasterAsync(system.ConnectionString);
        for (var turn = 0; await Console.In.ReadLineAsync() is not null; turn++)
        {
            Console.WriteLine(await TurnAsync(system.Grains, obligations, postmaster, turn));
        }
        return 0;
    }

    private static async Task<string> TurnAsync(IGrainFactory grains, Obligation[] obligations, int postmaster, int turn)
    {
        var caller = new Caller("bench", null);
        var (own, database) = (Environment.CpuUsage.TotalTime, DatabaseTime(postmaster));
        var (allocated, collections) = (GC.GetTotalAllocatedBytes(), GC.CollectionCount(0));
        var clock = Stopwatch.StartNew();
        var latencies = await Task.WhenAll(obligations.Select(obligation => Task.Run(async () =>
        {
            var mine = new List<double>();
            for (var i = 1; clock.Elapsed < _length; i++)
            {
                var started = Stopwatch.GetTimestamp();
                var outcome = await grains.GetGrain<IUnitGrain>(obligation.Unit).ExecuteAsync(
                    new UnitCommand.ReportProgress(obligation.Id, i % 100, null, null, null), $"t{turn}-{i}", caller);
                ThrowIfRefused(outcome);
                mine.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
            return mine;
        })));
        var seconds = clock.Elapsed.TotalSeconds;
        var all = latencies.SelectMany(mine => mine).Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture,
            $"{all.Length / seconds} {all[all.Length / 2]} {(Environment.CpuUsage.TotalTime - own).TotalMicroseconds / all.Length} "
            + $"{(DatabaseTime(postmaster) - database).TotalMicroseconds / all.Length} {(GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / all.Length} "
            + $"{1000.0 * (GC.CollectionCount(0) - collections) / all.Length} {Environment.WorkingSet / 1048576.0}");
    }

    private static void ThrowIfRefused(Outcome outcome)
    {
        if (outcome is Outcome.Refused { Refusal: var refusal })
        {
            throw new InvalidOperationException(refusal.Message);
        }
    }

    private static Process Start(string host, string program) => Process.Start(new ProcessStartInfo(host, [program, "mutation-turns"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    private static async Task<Turn> AskAsync(Process program)
    {
        await program.StandardInput.WriteLineAsync("turn");
        await program.StandardInput.FlushAsync();
        while (await program.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Turn.Of(line) is { } turn)
            {
                return turn;
            }
        }
        throw new InvalidOperationException("A program that takes part has ended.");
    }

    private static async Task<int> PostmasterAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var backend = source.CreateCommand("select pg_backend_pid()");
        return int.Parse(StatOf((int)(await backend.ExecuteScalarAsync())!)![1], CultureInfo.InvariantCulture);
    }

    /// <summary>Processor time of the server and its processes, including ended ones.</summary>
    private static TimeSpan DatabaseTime(int postmaster)
    {
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && StatOf(id) is { } stat && (id == postmaster || stat[1] == $"{postmaster}"))
            {
                // utime and stime; for the server also those of its ended children.
                ticks += stat[11..(id == postmaster ? 15 : 13)].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            }
        }
        return TimeSpan.FromMilliseconds(10 * ticks);
    }

    /// <summary>The fields of /proc/PID/stat from the state on; null for an ended process.</summary>
    private static string[]? StatOf(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private readonly record struct Turn(double PerSecond, double MedianMs, double OwnMicros, double DatabaseMicros, double Kilobytes,
        double Collections, double Megabytes)
    {
        public double Micros => OwnMicros + DatabaseMicros;

        public static Turn? Of(string line)
        {
            var fields = line.Split(' ');
            return fields.Length == 7 && Array.TrueForAll(fields, field => double.TryParse(field, CultureInfo.InvariantCulture, out _))
                && Array.ConvertAll(fields, field => double.Parse(field, CultureInfo.InvariantCulture)) is [var rate, var median, .. var costs]
                ? new Turn(rate, median, costs[0], costs[1], costs[2], costs[3], costs[4])
                : null;
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{PerSecond,6:0}/s p50 {MedianMs:0.0} ms, {OwnMicros:0} + {DatabaseMicros:0} µs, {Kilobytes:0.0} KB, "
            + $"{Collections:0} collections in 1,000, {Megabytes:0} MB");
    }
}

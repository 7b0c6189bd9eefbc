using System.Diagnostics;
using System.Globalization;
using Hierarchy.Grains;
using Hierarchy.Grains.Obligations;

namespace Hierarchy.Bench;

/// <summary>Acknowledged mutations of one program that takes turns with another: each line that is read starts a round of four seconds
/// with 64 callers, and is answered by a line with what it came to.</summary>
internal static class MutationTurns
{
    private const int Callers = 64;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync()
    {
        await using var system = await System.StartAsync(feed => feed);
        var obligations = await system.OpenObligationsAsync(Callers);
        Console.WriteLine("ready");
        for (var round = 1; await Console.In.ReadLineAsync() is not null; round++)
        {
            var own = Environment.CpuUsage.TotalTime;
            var postgres = TimeOfChildren(system.PostgresId);
            var bytes = GC.GetTotalAllocatedBytes();
            var collections = GC.CollectionCount(0);
            var (count, perSecond) = await MutateAsync(system, obligations, $"t{round}");
            double Each(TimeSpan time) => time.TotalMicroseconds / count;
            var process = Each(Environment.CpuUsage.TotalTime - own);
            var database = Each(TimeOfChildren(system.PostgresId) - postgres);
            var kilobytes = (GC.GetTotalAllocatedBytes() - bytes) / 1024.0 / count;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{perSecond:0} /s; {process:0.0} us of the process, {database:0.0} us of PostgreSQL, {kilobytes:0.0} KB for each; "
                + $"{GC.CollectionCount(0) - collections} collections, {Environment.WorkingSet >> 20} MB resident"));
        }
        return 0;
    }

    private static async Task<(int Count, double PerSecond)> MutateAsync(System system, Obligation[] obligations, string round)
    {
        var caller = new Caller("bench", null);
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(obligations.Select(obligation => Task.Run(async () =>
        {
            var i = 0;
            while (clock.Elapsed < Length)
            {
                i++;
                var outcome = await system.Grains.GetGrain<IUnitGrain>(obligation.Unit).ExecuteAsync(
                    new UnitCommand.ReportProgress(obligation.Id, i % 100, null, null, null), $"{round}-{i}", caller);
                if (outcome is Outcome.Refused { Refusal: var refusal })
                {
                    throw new InvalidOperationException(refusal.Message);
                }
            }
            return i;
        })));
        return (counts.Sum(), counts.Sum() / clock.Elapsed.TotalSeconds);
    }

    /// <summary>Processor time of the server's processes that are alive, as the kernel counts it: in hundredths of a second.</summary>
    private static TimeSpan TimeOfChildren(int parent)
    {
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc", "*").Where(f => int.TryParse(Path.GetFileName(f), out _)))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (int.Parse(fields[1], CultureInfo.InvariantCulture) == parent)
                {
                    ticks += long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
                }
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }
        return TimeSpan.FromMilliseconds(10 * ticks);
    }
}

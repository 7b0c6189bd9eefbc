namespace Hierarchy.Simulation;

/// <summary>No acknowledged change is lost, and no total stays wrong, whatever happens to processes, messages, disks and clocks.</summary>
public sealed class SimulationTests
{
    /// <summary>Runs of <c>./test</c>. <c>./test --simulate N</c> makes N runs with new seeds.</summary>
    private const int RunsByDefault = 2_000;

    /// <summary>Runs of <c>./test --quick</c>: the first of these.</summary>
    private const int RunsWhenQuick = 200;

    [Fact]
    public void Whatever_goes_wrong_nothing_acknowledged_is_lost_and_every_total_is_right()
    {
        if (Number("HIERARCHY_SEED") is { } replayed)
        {
            Console.WriteLine($"seed {replayed}, step by step:");
            var result = SimulationRun.Run(replayed, trace: Console.WriteLine);
            Assert.True(result.Fault is null, Message(result));
            return;
        }
        var untried = Number("HIERARCHY_SIMULATIONS");
        var first = untried is null ? 1 : Random.Shared.Next(1_000_000, 1_000_000_000);
        var runs = untried ?? (Number("HIERARCHY_QUICK") is null ? RunsByDefault : RunsWhenQuick);
        var started = Stopwatch.StartNew();
        var (steps, acknowledged, failed) = (0L, 0L, new List<RunResult>());
        for (var i = 0; i < runs && failed.Count < 10; i++)
        {
            var result = SimulationRun.Run(first + i);
            (steps, acknowledged) = (steps + result.Steps, acknowledged + result.Acknowledged);
            if (result.Fault is not null)
            {
                failed.Add(result);
                Console.WriteLine(Message(result));
            }
            if (untried is not null && (i + 1) % 1_000 == 0)
            {
                Report(i + 1);
            }
        }
        Report(runs);
        Assert.True(failed.Count == 0, string.Join('\n', failed.Select(Message)));

        void Report(int made) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{made} runs from seed {first}, {made / started.Elapsed.TotalSeconds:0} a second: {steps} steps, "
            + $"{acknowledged} changes acknowledged, {failed.Count} runs failed"));
    }

    private static string Message(RunResult result) =>
        $"seed {result.Seed}: {result.Fault}\n  HIERARCHY_SEED={result.Seed} ./test --simulate 1 shows it step by step";

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}

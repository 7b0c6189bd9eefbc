namespace Hierarchy.Tests.Faults;

/// <summary>A server with its private PostgreSQL, as started by ./run, under all kinds of faults.</summary>
public sealed class PrivateDatabaseTests(PrivateDatabaseSystem shared, ITestOutputHelper output) : IClassFixture<PrivateDatabaseSystem>
{
    /// <summary>Rounds from one recount to the next; the books are compared after each.</summary>
    private const int RecountEvery = 12;

    /// <summary>How often in a round all of PostgreSQL is killed, at varying times after its restart.</summary>
    private static readonly int ClusterKills = FaultRun.IsFull ? 5 : 2;

    private const double AnswerSecondsMax = 5;

    /// <summary>More than the server's database connections, so that each of these hangs.</summary>
    private const int ListsAtOnce = 100;

    private static readonly TimeSpan FreezeTime = TimeSpan.FromSeconds(FaultRun.IsFull ? 15 : 2);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_whatever_is_killed_when()
    {
        var system = await shared.GetAsync(Print);
        var dice = new Random(FaultRun.Seed);
        for (var round = 1; round <= FaultRun.Rounds; round++)
        {
            // All kinds in turn, in the short form at random; the moment is random.
            var (what, fault) = Fault(FaultRun.IsFull ? round % 5 : dice.Next(5), system, dice);
            await system.SufferAsync($"round {round}, {what}", fault, recount: round % RecountEvery == 0 || round == FaultRun.Rounds);
        }
        Print($"{system.Kills} kills in {FaultRun.Rounds} rounds: {system.Books.Acknowledged} acknowledged, 0 lost, {system.Books.Doubts} repeated, "
            + $"slowest answer {system.Books.SlowestAnswer.TotalSeconds:0.0} s");
        Assert.True(!FaultRun.IsFull || system.Kills >= 100 || FaultRun.Rounds < FaultRun.RoundsOfAll, $"only {system.Kills} kills");
    }

    [LongFact]
    public async Task A_frozen_PostgreSQL_stops_changes_and_no_queries_and_goes_on_when_it_thaws()
    {
        var system = await shared.GetAsync(Print);
        await system.SufferAsync("frozen", async () =>
        {
            var processes = system.Process.ClusterProcesses();
            system.Books.TakeSlowestAnswers();
            HierarchyProcess.Signal("STOP", processes);
            try
            {
                var lists = system.ListsAsync(ListsAtOnce);
                await system.ReadsButDoesNotWriteAsync();
                await Task.Delay(FreezeTime);
                await system.ReadsAsync();
                await lists;
                RefusedInTime(system.Books.TakeSlowestAnswers());
            }
            finally
            {
                HierarchyProcess.Signal("CONT", processes);
            }
        }, recount: FaultRun.IsFull);
        await system.SufferAsync("ended by SIGTERM under load", async () =>
        {
            Assert.Equal(ExitCode.Ok, await system.Process.TerminateAsync());
            await system.StartAgainAsync();
        });
        Print($"slowest answer {system.Books.SlowestAnswer.TotalSeconds:0.0} s");
    }

    /// <summary>Five seconds are promised. A tenth of the clients may have been delayed by a busy machine.</summary>
    private void RefusedInTime(double[] seconds)
    {
        Print($"  frozen: the slowest answer of each client took p50 {Sample.Percentile(seconds, 50):0.0} s, p90 {Sample.Percentile(seconds, 90):0.0} s, "
            + $"most {seconds.Max():0.0} s");
        Assert.True(seconds.Count(took => took <= AnswerSecondsMax) >= seconds.Length * 9 / 10, $"answers took {string.Join(' ', seconds)} s");
    }

    private static (string What, Func<Task> Fault) Fault(int kind, FaultySystem system, Random dice) => kind switch
    {
        0 => ("the server killed", () => KillServerAsync(system, dice)),
        1 => ("both killed", () => KillBothAsync(system, dice)),
        2 => ("PostgreSQL killed", () => KillPostmasterAsync(system, dice)),
        3 => ($"PostgreSQL with all its processes killed, {ClusterKills} times", () => KillClusterAsync(system, dice)),
        _ => ("the server killed while it starts after being killed", () => KillStartAsync(system, dice)),
    };

    private static async Task KillServerAsync(FaultySystem system, Random dice)
    {
        await Task.Delay(dice.Next(500));
        await system.Process.KillAloneAsync();
        system.Kills++;
        await system.StartAgainAsync();
    }

    private static async Task KillBothAsync(FaultySystem system, Random dice)
    {
        await Task.Delay(dice.Next(500));
        await system.Process.KillAsync();
        system.Kills += 2;
        await system.StartAgainAsync();
    }

    private static async Task KillPostmasterAsync(FaultySystem system, Random dice)
    {
        await Task.Delay(dice.Next(500));
        HierarchyProcess.Signal("KILL", system.Postmaster());
        system.Kills++;
    }

    private static async Task KillClusterAsync(FaultySystem system, Random dice)
    {
        for (var killed = 0; killed < ClusterKills; await Task.Delay(dice.Next(200, 1_500)))
        {
            // None until the server has restarted it.
            if (system.Process.ClusterProcesses() is { Length: > 0 } processes)
            {
                HierarchyProcess.Signal("KILL", processes);
                system.Kills++;
                killed++;
            }
        }
    }

    private static async Task KillStartAsync(FaultySystem system, Random dice)
    {
        await system.Process.KillAsync();
        system.Kills += 2;
        system.Process.Launch();
        await Task.Delay(dice.Next(100, 3_000));
        await system.Process.KillAloneAsync();
        system.Kills++;
        await system.StartAgainAsync();
    }

    private void Print(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}

/// <summary>One system for all of these faults: after each it must be as good as before.</summary>
public sealed class PrivateDatabaseSystem : IAsyncLifetime
{
    private FaultySystem? _system;
    private Action<string> _print = _ => { };

    /// <param name="print">The calling test's output.</param>
    internal async Task<FaultySystem> GetAsync(Action<string> print)
    {
        _print = print;
        return _system ??= await FaultySystem.StartAsync(await FilledFolder.CreateProcessAsync(), null, FaultRun.IsFull, line => _print(line));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _system?.DisposeAsync() ?? ValueTask.CompletedTask;
}

using Hierarchy.Tests.Faults;

namespace Hierarchy.Tests.Cluster;

/// <summary>Three nodes and a proxy under all kinds of faults, while clients write and keep books. After each fault, books, rows, units and
/// recount must agree.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    /// <summary>Longer than it takes until an unresponsive silo is declared dead.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(20);

    private static bool IsFull => FaultRun.IsFull;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_whatever_happens_to_which_process()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(nodes: 3, isEmpty: true);
        await cluster.PrepareAsync(clients: IsFull ? 24 : 8, perClient: 8);
        Print($"seed {FaultRun.Seed}; {await cluster.VerifyAsync()}");
        foreach (var (what, fault) in Faults(cluster))
        {
            await SufferAsync(cluster, what, fault);
        }
        Print($"{cluster.Books.Acknowledged} acknowledged, 0 lost, 0 twice, {cluster.Books.Doubts} repeated");
    }

    private static IEnumerable<(string What, Func<Task> Fault)> Faults(ClusterUnderTest cluster)
    {
        if (!IsFull)
        {
            yield return ("a node killed", () => KillAsync(cluster, 0));
            yield break;
        }
        yield return ("a node frozen past its death, and thawed", () => FreezeAsync(cluster, 0));
        if (cluster.CanCut)
        {
            yield return ("a node cut off from the others but not from PostgreSQL", () => CutAsync(cluster, 1, cluster.CutNetwork));
        }
        yield return ("a node cut off from PostgreSQL but not from the others", () => CutAsync(cluster, 2, cluster.CutDatabase));
        yield return ("a fourth node added and taken away", () => AddAndTakeAwayAsync(cluster));
        yield return ("a node killed", () => KillAsync(cluster, 0));
        yield return ("two nodes of three killed", () => KillAsync(cluster, 1, 2));
        yield return ("all nodes killed at once", () => KillAsync(cluster, 0, 1, 2));
        yield return ("restarted one after the other", () => RollAsync(cluster));
    }

    private async Task SufferAsync(ClusterUnderTest cluster, string what, Func<Task> fault)
    {
        var (before, doubts) = (cluster.Books.Acknowledged, cluster.Books.Doubts);
        using var over = new CancellationTokenSource();
        cluster.Books.Start();
        await cluster.Books.AdvanceAsync(100);
        cluster.Books.TakeLongestWait();
        var stalls = StallsAsync(cluster, over.Token);
        var watch = Stopwatch.StartNew();
        await fault();
        var took = watch.Elapsed;
        await cluster.Books.AdvanceAsync(100);
        await over.CancelAsync();
        try
        {
            await cluster.Books.BalanceAsync();
        }
        catch
        {
            cluster.Nodes.ForEach(part => Print($"{part.Name} said:\n{part.Said}"));
            throw;
        }
        var silence = await stalls;
        var totals = await cluster.TotalsAsync();
        var verdict = await cluster.VerifyAsync();
        Print($"{what} (over in {took.TotalSeconds:0.0} s): {cluster.Books.Acknowledged - before} acknowledged; nobody was answered for "
            + $"{silence.TotalSeconds:0.0} s, a client at most {cluster.Books.TakeLongestWait().TotalSeconds:0.0} s, {cluster.Books.Doubts - doubts} "
            + $"requests refused or broken off; totals right "
            + $"{totals.TotalSeconds:0.0} s after the last change; {verdict}");
        Assert.True(totals < TimeSpan.FromSeconds(IsFull ? 5 : 30), $"the totals were right only after {totals}");
        // Otherwise clients waited for the silo itself, and no other took over.
        Assert.True(silence < (IsFull ? LongEnough : 3 * LongEnough) || what.StartsWith("all", StringComparison.Ordinal), $"nobody was answered for {silence}");
    }

    private static async Task KillAsync(ClusterUnderTest cluster, params int[] nodes)
    {
        await Task.WhenAll(nodes.Select(node => cluster.Nodes[node].KillAsync()));
        await RestartAsync(cluster, nodes);
    }

    /// <summary>Restarts each process in turn while clients write; no request may be refused or broken.</summary>
    private static async Task RollAsync(ClusterUnderTest cluster)
    {
        var doubts = cluster.Books.Doubts;
        foreach (var part in cluster.Nodes)
        {
            part.Signal("TERM");
            Assert.True(await part.EndAsync() == 0, $"{part.Name}:\n{part.Said}");
            part.Start();
            await part.ReadyAsync();
        }
        Assert.Equal(doubts, cluster.Books.Doubts);
    }

    private static async Task AddAndTakeAwayAsync(ClusterUnderTest cluster)
    {
        var fourth = cluster.PlanNode(3);
        cluster.Nodes.Add(fourth);
        fourth.Start();
        await fourth.ReadyAsync();
        await cluster.Books.AdvanceAsync(200);
        fourth.Signal("TERM");
        Assert.Equal(0, await fourth.EndAsync());
        cluster.Nodes.Remove(fourth);
    }

    private static async Task FreezeAsync(ClusterUnderTest cluster, int node)
    {
        cluster.Nodes[node].Signal("STOP");
        await Task.Delay(LongEnough);
        await cluster.Books.AdvanceAsync(50);
        cluster.Nodes[node].Signal("CONT");
        // It learns that it was declared dead, and stops by itself.
        Assert.NotEqual(0, await cluster.Nodes[node].EndAsync());
        await RestartAsync(cluster, node);
    }

    private static async Task CutAsync(ClusterUnderTest cluster, int node, Action<int, bool> cut)
    {
        cut(node, true);
        await Task.Delay(LongEnough);
        await cluster.Books.AdvanceAsync(50);
        cut(node, false);
        Assert.NotEqual(0, await cluster.Nodes[node].EndAsync());
        await RestartAsync(cluster, node);
    }

    private static async Task RestartAsync(ClusterUnderTest cluster, params int[] nodes)
    {
        foreach (var node in nodes)
        {
            cluster.Nodes[node].Start();
        }
        await Task.WhenAll(nodes.Select(node => cluster.Nodes[node].ReadyAsync()));
    }

    /// <summary>The longest time without an answer to any client.</summary>
    private static async Task<TimeSpan> StallsAsync(ClusterUnderTest cluster, CancellationToken over)
    {
        var (longest, watch, last) = (TimeSpan.Zero, Stopwatch.StartNew(), cluster.Books.Acknowledged);
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(10, CancellationToken.None);
            if (cluster.Books.Acknowledged != last)
            {
                (last, longest) = (cluster.Books.Acknowledged, watch.Elapsed > longest ? watch.Elapsed : longest);
                watch.Restart();
            }
        }
        return longest;
    }

    private void Print(string line)
    {
        output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("HIERARCHY_CLUSTER_LOG") is { Length: > 0 } file)
        {
            File.AppendAllText(file, line + "\n");
        }
    }
}

namespace Hierarchy.Silo.Cluster;

/// <summary>While a stopping silo still answers, its units write their checkpoints, and idle units are deactivated early. Units that are
/// deactivated only with the silo are unavailable for as long as all of them take.</summary>
internal sealed class Handover(ClusterFeed feed, IGrainFactory grains, ILocalSiloDetails here, NodeStanding standing, TimeProvider time)
    : IHostedService
{
    /// <summary>What is not written within this time is written as units deactivate, or counted anew.</summary>
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(10);

    /// <summary>A unit without a call for this time after it has written is unlikely to be needed right away.</summary>
    private static readonly TimeSpan IdleMin = TimeSpan.FromSeconds(2);

    /// <summary>Maximum number of units asked concurrently; the store decides how many write at the same time.</summary>
    private const int AtOnceMax = 64;

    private bool _started;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = true;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_started && !standing.IsDead)
        {
            await RunAsync(cancellationToken);
        }
    }

    private async Task RunAsync(CancellationToken hurry)
    {
        using var over = new CancellationTokenSource(Max, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, hurry);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = either.Token };
        try
        {
            await Parallel.ForEachAsync(
                feed.Active, options, async (unit, stop) => await TryAsync(() => WriteDownAsync(unit), stop));
            await Task.Delay(IdleMin, time, either.Token);
            await TryAsync(() => grains.GetGrain<IManagementGrain>(0).ForceActivationCollection([here.SiloAddress], IdleMin), either.Token);
        }
        catch (OperationCanceledException)
        {
            // The rest is written as units deactivate, or counted anew.
        }
    }

    private Task WriteDownAsync(string unit) =>
        feed.IsActive(unit) ? grains.GetGrain<IUnitGrain>(unit).WriteDownAsync() : Task.CompletedTask;

    private static async Task TryAsync(Func<Task> run, CancellationToken stop)
    {
        try
        {
            await run().WaitAsync(stop);
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException)
        {
            // A unit that does not answer must not block the others.
        }
    }
}

namespace Hierarchy.Silo.Cluster;

/// <summary>
/// Has the units of a silo that is about to end write down what they hold, and those that nobody asks end, while it still answers: each of
/// those that end with the silo is away for as long as all of them take.
/// </summary>
internal sealed class Handover(ClusterFeed feed, IGrainFactory grains, ILocalSiloDetails here, NodeStanding standing, TimeProvider time)
    : IHostedService
{
    /// <summary>What is not written by then is written as units end, or counted anew.</summary>
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(10);

    /// <summary>A unit that nobody has asked for so long since it has written is one that nobody is likely to wait for.</summary>
    private static readonly TimeSpan IdleMin = TimeSpan.FromSeconds(2);

    /// <summary>Units asked at once; how many of them write at once is up to the store.</summary>
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
            // The rest is written as it ends, or counted anew.
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
            // One that does not answer must not keep the others from it.
        }
    }
}

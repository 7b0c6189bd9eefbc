using Hierarchy.Grains;

namespace Hierarchy.Silo.Cluster;

/// <summary>
/// Moves the units of a silo that is about to end to the others, some at a time: ended all at once, each would be away for as long as all of
/// them take.
/// </summary>
internal sealed class Handover(ClusterFeed feed, IGrainFactory grains, TimeProvider time)
{
    /// <summary>Units that are here by then end all at once.</summary>
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(10);

    /// <summary>Until all silos have heard that this one gets no more units; one that has not puts a unit back here.</summary>
    private static readonly TimeSpan NewsTime = TimeSpan.FromMilliseconds(100);

    /// <summary>Units asked at once; how many of them write at once is up to the store.</summary>
    private const int AtOnceMax = 32;

    public async Task RunAsync(CancellationToken hurry)
    {
        using var over = new CancellationTokenSource(Max, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, hurry);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = either.Token };
        try
        {
            feed.Leave();
            await Task.Delay(NewsTime, time, either.Token);
            await Parallel.ForEachAsync(feed.Active, options, async (unit, stop) => await HandOverAsync(unit, stop));
        }
        catch (OperationCanceledException)
        {
            // The rest is written as it ends, or counted anew.
        }
    }

    private async Task HandOverAsync(string unit, CancellationToken stop)
    {
        if (!feed.IsActive(unit))
        {
            return;
        }
        try
        {
            await grains.GetGrain<IUnitGrain>(unit).HandOverAsync().WaitAsync(stop);
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException)
        {
            // It ends with the silo.
        }
    }
}

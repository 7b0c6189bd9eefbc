using Hierarchy.Grains;

namespace Hierarchy.Silo.Cluster;

/// <summary>
/// Has the units of a silo that is about to end write down what they hold, while they still answer: ended all at once, each would be away
/// for as long as all of them take to write.
/// </summary>
internal sealed class Handover(ClusterFeed feed, IGrainFactory grains, TimeProvider time)
{
    /// <summary>What is not written by then is written as units end, or counted anew.</summary>
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(10);

    /// <summary>Units asked at once; how many of them write at once is up to the store.</summary>
    private const int AtOnceMax = 64;

    public async Task RunAsync(CancellationToken hurry)
    {
        using var over = new CancellationTokenSource(Max, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, hurry);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = either.Token };
        try
        {
            await Parallel.ForEachAsync(feed.Active, options, async (unit, stop) => await WriteDownAsync(unit, stop));
        }
        catch (OperationCanceledException)
        {
            // The rest is written as it ends, or counted anew.
        }
    }

    private async Task WriteDownAsync(string unit, CancellationToken stop)
    {
        if (!feed.IsActive(unit))
        {
            return;
        }
        try
        {
            await grains.GetGrain<IUnitGrain>(unit).WriteDownAsync().WaitAsync(stop);
        }
        catch (Exception fault) when (fault is TimeoutException or OrleansException)
        {
            // One that does not answer must not keep the others from it.
        }
    }
}

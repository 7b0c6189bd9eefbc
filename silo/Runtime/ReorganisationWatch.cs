namespace Hierarchy.Silo.Runtime;

/// <summary>Has every reorganisation go on that is under way and rests: after a crash, on whichever node, and where a step could not be done
/// at the first attempt.</summary>
internal sealed class ReorganisationWatch(IReorganisations reorganisations, IGrainFactory grains, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(Every, time);
        while (await tick.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var id in await reorganisations.UnfinishedAsync(stoppingToken))
                {
                    await grains.GetGrain<IReorganisationGrain>(id).ContinueAsync();
                }
            }
            catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException or OrleansException)
            {
                // The next look may find all of it back.
            }
        }
    }
}

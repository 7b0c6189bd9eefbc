namespace Hierarchy.Silo.Runtime;

/// <summary>Resumes every reorganisation that is under way but idle: after a crash, on whichever node, and after a failed step.</summary>
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
                // The next round may reach the database again.
            }
        }
    }
}

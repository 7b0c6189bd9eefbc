namespace Hierarchy.Silo.Runtime;

/// <summary>Loads what other processes have written about people, tokens, sessions and grants, so that rights that begin or end there do so
/// here.</summary>
internal sealed class PeopleWatch(IPeople people, ISessions sessions, IGrants grants, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(Every, time);
        while (await tick.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await people.CatchUpAsync(stoppingToken);
                await sessions.CatchUpAsync(stoppingToken);
                await grants.CatchUpAsync(stoppingToken);
            }
            catch (StoreUnavailableException)
            {
                // The known state remains in use; the next round may reach the database again.
            }
        }
    }
}

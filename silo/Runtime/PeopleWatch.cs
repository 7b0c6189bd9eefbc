namespace Hierarchy.Silo.Runtime;

/// <summary>Takes in what other processes have written about people, their tokens, sessions and grants, so that a right which begins or
/// ends elsewhere does so here.</summary>
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
                // What is known goes on being true as far as anybody can tell; the next look may find the database back.
            }
        }
    }
}

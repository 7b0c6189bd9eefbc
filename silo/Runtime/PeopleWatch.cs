using Hierarchy.Grains.Ports;
using Microsoft.Extensions.Hosting;

namespace Hierarchy.Silo.Runtime;

/// <summary>Takes in what other processes have written about people, their tokens and sessions, so that a right which ends elsewhere ends here.</summary>
internal sealed class PeopleWatch(IPeople people, ISessions sessions, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(Every, time);
        while (await tick.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await people.CatchUpAsync(stoppingToken);
                await sessions.CatchUpAsync(stoppingToken);
            }
            catch (StoreUnavailableException)
            {
                // What is known goes on being true as far as anybody can tell; the next look may find the database back.
            }
        }
    }
}

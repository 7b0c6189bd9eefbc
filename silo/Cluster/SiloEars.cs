using Hierarchy.Grains;
using Hierarchy.Grains.Ports;
using Hierarchy.Store.Cluster;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hierarchy.Silo.Cluster;

/// <summary>
/// What a silo does with the news of the others: it takes new units and plans into its directory, and when a unit has become active anywhere,
/// its children here tell it what they hold, since it knows only what they have written down.
/// </summary>
internal sealed partial class SiloEars(
    ClusterBus bus, ClusterFeed feed, IUnitDirectory directory, IGrainFactory grains, ILogger<SiloEars> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var text in bus.ListenAsync(stoppingToken))
        {
            if (text is null)
            {
                _ = TryAsync(directory.CatchUpAsync);
                // Parents may have become active while nobody listened.
                Tell(feed.Active);
            }
            else if (text == ClusterBus.Directory)
            {
                _ = TryAsync(directory.CatchUpAsync);
            }
            else if (!Peers.IsOfPeers(text))
            {
                foreach (var parent in Bulletin.Read(text).Activated)
                {
                    Tell(directory.Children(parent).Select(child => child.Id).Where(feed.IsActive));
                }
            }
        }
    }

    private void Tell(IEnumerable<string> units)
    {
        foreach (var unit in units)
        {
            _ = TryAsync(() => grains.GetGrain<IUnitGrain>(unit).TellAsync());
        }
    }

    private async Task TryAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // What it was to bring about is looked after by Recovery.
            LogFailed(fault.Message);
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "News of another process could not be followed: {Reason}")]
    private partial void LogFailed(string reason);
}

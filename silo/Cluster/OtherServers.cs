using Hierarchy.Api;
using Hierarchy.Api.Changes;
using Hierarchy.Store.Cluster;
using Microsoft.Extensions.Hosting;

namespace Hierarchy.Silo.Cluster;

/// <summary>The API servers of a cluster, as one of them sees the others (decision 13).</summary>
internal sealed class OtherServers(Peers peers, LiveChanges changes) : BackgroundService, IOtherServers
{
    public Task TellAsync(Written written)
    {
        // The news of the silo that carried it out come a few milliseconds later.
        changes.Readings.Changed(written.Unit, written.Version);
        if (written.ReachesOthers)
        {
            changes.Readings.ForgetAll();
        }
        return peers.TellAsync(new PeerNews([(written.Unit, written.Version)], written.ReachesOthers, written.Registers));
    }

    public Task TellAllAsync()
    {
        changes.Readings.ForgetAll();
        return peers.TellAsync(new PeerNews([], Everything: true, Directory: true));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => peers.RunAsync(stoppingToken);
}

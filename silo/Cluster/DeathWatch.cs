using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace Hierarchy.Silo.Cluster;

/// <summary>When a silo has ended, looks at once after the units that it held; when it died, tells whoever waits for its answers.</summary>
internal sealed class DeathWatch(ISiloStatusOracle members, Recovery recovery, ClusterFeed feed) : IHostedService, ISiloStatusListener
{
    private readonly ConcurrentDictionary<SiloAddress, bool> _leaving = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        members.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        members.UnSubscribeFromSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status is SiloStatus.ShuttingDown or SiloStatus.Stopping)
        {
            _leaving[updatedSilo] = true;
        }
        else if (status == SiloStatus.Dead)
        {
            // One that leaves answers first what it was asked.
            if (!_leaving.TryRemove(updatedSilo, out _))
            {
                feed.Died(updatedSilo.ToParsableString());
            }
            recovery.RunSoon();
        }
    }
}

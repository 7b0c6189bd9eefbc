using Microsoft.Extensions.Hosting;

namespace Hierarchy.Silo.Cluster;

/// <summary>When a silo has died or left, tells whoever waits for its answers, and looks at once after the units that it held.</summary>
/// <remarks>One that leaves answers too, but not all that reaches it in its last milliseconds.</remarks>
internal sealed class DeathWatch(ISiloStatusOracle members, Recovery recovery, ClusterFeed feed) : IHostedService, ISiloStatusListener
{
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
        if (status == SiloStatus.Dead)
        {
            feed.Gone(updatedSilo.ToParsableString());
            recovery.RunSoon();
        }
    }
}

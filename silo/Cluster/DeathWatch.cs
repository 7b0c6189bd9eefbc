namespace Hierarchy.Silo.Cluster;

/// <summary>When a node has died or left, looks at once after the units that it held.</summary>
internal sealed class DeathWatch(ISiloStatusOracle members, Recovery recovery) : IHostedService, ISiloStatusListener
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
            recovery.RunSoon();
        }
    }
}

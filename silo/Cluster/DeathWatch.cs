namespace Hierarchy.Silo.Cluster;

/// <summary>When a node dies or leaves, runs the recovery for its units at once.</summary>
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

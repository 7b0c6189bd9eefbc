using Hierarchy.Store.Cluster;
using Microsoft.Extensions.Hosting;

namespace Hierarchy.Silo.Cluster;

/// <summary>Keeps this server known to the other API servers of the cluster.</summary>
internal sealed class OtherServers(Peers peers) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => peers.RunAsync(stoppingToken);
}

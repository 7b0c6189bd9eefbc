using System.Globalization;
using Hierarchy.Hosting;
using Hierarchy.Silo.Runtime;
using Hierarchy.Store;
using Hierarchy.Store.Cluster;
using Microsoft.Extensions.DependencyInjection;

namespace Hierarchy.Silo.Cluster;

/// <summary>One process that hosts grains, among others.</summary>
internal static class SiloRole
{
    public static async Task<int> RunAsync(ClusterSettings settings, IProgress<string> progress, TimeProvider time, Shutdown shutdown)
    {
        await settings.Database.CheckAsync(shutdown.Requested);
        await using var store = await PostgresStore.OpenSharedAsync(
            settings.Database.ConnectionString, time, settings.ConnectionsMax, shutdown.Requested);
        var feed = new ClusterFeed(store.Bus, time);
        var turn = new RecoveryTurn((run, cancellation) => store.AloneAsync("recovery", run, cancellation));
        await using var node = await Node.StartAsync(
            store, feed, progress, time, shutdown.Requested, turn,
            builder =>
            {
                builder.AddClusterGrains(settings);
                builder.Services.AddSingleton(store.Bus).AddSingleton(feed);
                builder.Services.AddHostedService(services => services.GetRequiredService<ClusterFeed>());
                builder.Services.AddHostedService<SiloEars>().AddHostedService<DeathWatch>().AddHostedService<DatabaseWatch>();
            },
            services => store.Silo = Begin(settings, feed, services));
        await store.AloneAsync(
            "load", () => node.LoadAsync(Path.Combine(AppContext.BaseDirectory, "data"), shutdown.Requested), shutdown.Requested);

        var members = node.Services.GetRequiredService<ISiloStatusOracle>();
        await using var health = await HealthServer.StartAsync(
            settings, node.Services.GetRequiredService<Grains.SetAside>(),
            () => members.CurrentStatus == SiloStatus.Active && !shutdown.Requested.IsCancellationRequested && HearsDatabase(feed, time));
        progress.Report(string.Create(
            CultureInfo.InvariantCulture, $"ready silo {settings.Address}:{settings.SiloPort}, health on port {health.Port()}"));
        await Task.WhenAny(shutdown.WaitAsync(), members.EndedAsync(time));
        if (!shutdown.Requested.IsCancellationRequested)
        {
            throw new StartupProblem("The cluster has declared this silo dead: it ends, and can be started again.", ExitCode.Fault);
        }
        progress.Report("stopping");
        await new Handover(
            feed, node.Services.GetRequiredService<IGrainFactory>(), node.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress, time)
            .RunAsync(shutdown.Insisted);
        await node.StopAsync(shutdown.Insisted);
        progress.Report("stopped");
        return ExitCode.Ok;
    }

    // Before the silo joins: from then on units may write.
    private static SiloIdentity Begin(ClusterSettings settings, ClusterFeed feed, IServiceProvider services)
    {
        var address = services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        feed.Begin(address.ToParsableString());
        return new SiloIdentity(settings.Cluster, address.Endpoint.Address.ToString(), address.Endpoint.Port, address.Generation);
    }

    private static bool HearsDatabase(ClusterFeed feed, TimeProvider time) =>
        feed.ToldAt != 0 && time.GetElapsedTime(feed.ToldAt) < TimeSpan.FromSeconds(5);
}

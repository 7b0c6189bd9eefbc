using System.Globalization;
using Hierarchy.Api;
using Hierarchy.Api.Access;
using Hierarchy.Api.Changes;
using Hierarchy.Api.Dashboard;
using Hierarchy.Hosting;
using Hierarchy.Silo.Runtime;
using Hierarchy.Store;
using Hierarchy.Store.Cluster;
using Microsoft.Extensions.DependencyInjection;

namespace Hierarchy.Silo.Cluster;

/// <summary>One process of several: it hosts units and serves the API.</summary>
internal static class NodeRole
{
    /// <summary>How long a request waits for a unit whose node has died, until another one has it.</summary>
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(20);

    /// <summary>Without the database for so long, a node that has not been asked for long is not sent more.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(
        ClusterSettings settings, Tokens? tokens, string? operatorKey, IProgress<string> progress, TimeProvider time, Shutdown shutdown)
    {
        DoorSettings.Check(settings.Listen, tokens);
        var hosts = DoorSettings.ReadHosts();
        await settings.Database.CheckAsync(shutdown.Requested);
        await using var store = await PostgresStore.OpenSharedAsync(
            settings.Database.ConnectionString, time, settings.ConnectionsMax, shutdown.Requested);
        var changes = new LiveChanges(store.Directory, time);
        var feed = new ClusterFeed(changes, time);
        var turn = new RecoveryTurn((run, cancellation) => store.AloneAsync("recovery", run, cancellation));
        await using var node = await Node.StartAsync(
            store, feed, progress, time, shutdown.Requested, turn,
            builder =>
            {
                builder.AddClusterGrains(settings);
                builder.Services.AddSingleton(store).AddSingleton(changes).AddSingleton(feed).AddSingleton<NewsOfNodes>().AddSingleton<Pulse>();
                builder.Services.AddHostedService(services => services.GetRequiredService<ClusterFeed>());
                builder.Services.AddHostedService(services => services.GetRequiredService<Pulse>());
                builder.Services.AddHostedService<DeathWatch>().AddHostedService<DatabaseWatch>();
            },
            services => store.Silo = Begin(settings, feed, services));
        await store.AloneAsync(
            "load", () => node.LoadAsync(Path.Combine(AppContext.BaseDirectory, "data"), shutdown.Requested), shutdown.Requested);

        var members = node.Services.GetRequiredService<ISiloStatusOracle>();
        var pulse = node.Services.GetRequiredService<Pulse>();
        progress.Report(tokens is null ? "no tokens are configured: everybody on this machine is an administrator" : $"tokens of {tokens.Count} callers");
        var place = new ApiServer.Place(
            settings.Listen, settings.Port, new CallPatience(PatienceMax),
            () => members.CurrentStatus == SiloStatus.Active && !shutdown.Requested.IsCancellationRequested && pulse.SinceAnswer < SilenceMax)
        {
            MayServe = () => pulse.MayServe,
            Hosts = hosts,
        };
        var dashboard = DashboardFiles.Read(HostSettings.FromEnvironment(Environment.GetEnvironmentVariable).WebPath);
        await using var web = await ApiServer.StartAsync(place, node, changes, tokens, dashboard, operatorKey, shutdown.Requested);
        progress.Report(string.Create(CultureInfo.InvariantCulture, $"ready http://{settings.Listen}:{new Uri(web.Urls.First()).Port}"));
        await Task.WhenAny(shutdown.WaitAsync(), members.EndedAsync(time), pulse.Dead);
        if (!shutdown.Requested.IsCancellationRequested)
        {
            throw new StartupProblem("The cluster has declared this node dead: it ends, and can be started again.", ExitCode.Fault);
        }
        progress.Report("stopping");
        // Whoever balances the load sees first that this one is no longer ready, and sends nothing more.
        await Task.Delay(ClusterSettings.NoticeTime, time, shutdown.Insisted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await web.StopAsync(shutdown.Insisted);
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
        feed.Begin(services);
        var address = services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        return new SiloIdentity(settings.Cluster, address.Endpoint.Address.ToString(), address.Endpoint.Port, address.Generation);
    }
}

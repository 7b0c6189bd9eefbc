using Hierarchy.Api;

namespace Hierarchy.Silo.Cluster;

/// <summary>Adds what a node of a cluster needs beyond a single process.</summary>
internal static class NodeRole
{
    /// <summary>How long a request waits for a unit of a dead node to become active on another.</summary>
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(20);

    public static void AddNode(this IHostApplicationBuilder builder, ClusterSettings settings, SystemPlan plan, PostgresStore store)
    {
        builder.Services.AddSingleton(settings).AddSingleton(new CallPatience(PatienceMax)).AddSingleton(plan.Turn ?? new Turn(store.AloneAsync))
            .AddSingleton<NewsOfNodes>().AddSingleton<IChangeFeed>(services => services.GetRequiredService<ClusterFeed>())
            .AddSingleton<NodeStanding>().AddSingleton<SiloStanding>(services => services.GetRequiredService<NodeStanding>())
            .AddSingleton<IVital>(services => services.GetRequiredService<NodeStanding>())
            .AddHosted<Joining>();
        builder.AddClusterGrains(settings, plan.Api!.Listen);
        builder.Services.AddHosted<ClusterFeed>().AddHosted<Pulse>().AddHosted<DeathWatch>().AddHosted<DatabaseWatch>();
    }
}

/// <summary>Runs before the silo joins, since units may write from then on.</summary>
internal sealed class Joining(
    PostgresStore store, ClusterSettings settings, ClusterFeed feed, ILocalSiloDetails here, IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Begin(services);
        var (endpoint, generation) = (here.SiloAddress.Endpoint, here.SiloAddress.Generation);
        store.Silo = new SiloIdentity(settings.Cluster, endpoint.Address.ToString(), endpoint.Port, generation);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A node serves while it is a member of the cluster.</summary>
internal sealed class NodeStanding(ISiloStatusOracle members, Pulse pulse, Surroundings around, TimeProvider time) : SiloStanding, IVital
{
    /// <summary>After this time without the database, a node is no longer ready for requests.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(5);

    public override bool IsReady =>
        members.CurrentStatus == SiloStatus.Active && !around.Shutdown.Requested.IsCancellationRequested && pulse.SinceAnswer < SilenceMax;

    public override bool MayServe => pulse.MayServe;

    /// <summary>Whether the cluster has declared the node dead.</summary>
    public bool IsDead => pulse.Dead.IsCompleted || members.CurrentStatus == SiloStatus.Dead;

    public Task<StartupProblem?> Ended => EndedAsync();

    /// <summary>Reports "not ready" first, so that load balancers send nothing more.</summary>
    public override async Task LeaveAsync(CancellationToken hurry)
    {
        if (!IsDead)
        {
            await Task.Delay(ClusterSettings.NoticeTime, time, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<StartupProblem?> EndedAsync()
    {
        await Task.WhenAny(members.EndedAsync(time), pulse.Dead);
        return new StartupProblem("The cluster has declared this node dead: it stops, and can be restarted.", ExitCode.Fault);
    }
}

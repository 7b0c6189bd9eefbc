using System.Globalization;
using Hierarchy.Api;
using Hierarchy.Api.Access;
using Hierarchy.Api.Changes;
using Hierarchy.Api.Dashboard;
using Hierarchy.Hosting;
using Hierarchy.Store;
using Hierarchy.Store.Cluster;

namespace Hierarchy.Silo.Cluster;

/// <summary>One process that serves the API on the grains of a cluster, beside others.</summary>
internal static class ApiRole
{
    /// <summary>How long a request waits for a unit whose silo has died, until another one has it.</summary>
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(
        ClusterSettings settings, Tokens? tokens, string? operatorKey, IProgress<string> progress, TimeProvider time, Shutdown shutdown)
    {
        await settings.Database.CheckAsync(shutdown.Requested);
        await using var store = await PostgresStore.OpenSharedAsync(
            settings.Database.ConnectionString, time, settings.ConnectionsMax, shutdown.Requested);
        var peers = new Peers(store.Bus, time);
        var changes = new LiveChanges(store.Directory, time);
        var patience = new CallPatience(PatienceMax);
        await using var client = await ClusterClient.StartAsync(settings, store, peers, changes, patience, progress, time, shutdown.Requested);
        progress.Report(tokens is null ? "no tokens are configured: everybody is an administrator" : $"tokens of {tokens.Count} callers");
        await using var web = await ApiServer.StartAsync(
            new ApiServer.Place(settings.Listen, settings.Port, patience, () => !shutdown.Requested.IsCancellationRequested && client.IsConnected),
            client, changes, tokens, DashboardFiles.Read(HostSettings.FromEnvironment(Environment.GetEnvironmentVariable).WebPath), operatorKey, shutdown.Requested);
        progress.Report(string.Create(CultureInfo.InvariantCulture, $"ready http://{settings.Listen}:{web.Port()}"));
        await shutdown.WaitAsync();
        progress.Report("stopping");
        // Whoever balances the load sees first that this one is no longer ready, and sends nothing more.
        await Task.Delay(ClusterSettings.NoticeTime, time, shutdown.Insisted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await web.StopAsync(shutdown.Insisted);
        await client.StopAsync(shutdown.Insisted);
        progress.Report("stopped");
        return ExitCode.Ok;
    }
}

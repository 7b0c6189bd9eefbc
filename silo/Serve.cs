using Hierarchy.Api.Dashboard;
using Hierarchy.Silo.Demo;
using Microsoft.AspNetCore.Builder;

namespace Hierarchy.Silo;

/// <summary>Runs the system in this process: as a single server, as a node of a cluster, or only for an operator command.</summary>
internal static class Serve
{
    /// <summary>The command <c>serve</c>: the whole system, with a private database unless another one is named.</summary>
    /// <param name="demonstration">The demonstration to serve; null for real data.</param>
    public static async Task<int> RunAsync(Surroundings around, Demonstration? demonstration = null)
    {
        var (progress, variable) = (around.Progress, (Func<string, string?>)around.Configured.Variable);
        var settings = HostSettings.FromEnvironment(variable);
        var door = DoorSettings.FromEnvironment(variable);
        if (door.Provider is null)
        {
            SocketCompletions.RunInline();
        }
        using var folder = DataFolder.Lock(settings.DataPath);
        LoopbackPort.Check(settings.Port);
        if (settings.Http2Port is { } second)
        {
            LoopbackPort.Check(second, "HIERARCHY_HTTP2_PORT");
        }
        var plan = PlanOf(settings, folder, around);
        if (demonstration is null)
        {
            DemoFolder.Refuse(folder);
        }
        else
        {
            plan = await demonstration.PrepareAsync(plan, settings, folder, around);
        }
        return await ServeAsync(plan, ApiOf(settings, door, OperatorKey.Create(folder.Path)), around, web =>
        {
            var address = new Uri(web.Urls.First());
            folder.Announce(address);
            if (settings.Http2Port is not null)
            {
                progress.Report($"HTTP/2 alone at {web.Urls.Last()}");
            }
            return address.GetLeftPart(UriPartial.Authority);
        });
    }

    /// <summary>One node of a cluster.</summary>
    public static async Task<int> RunNodeAsync(Surroundings around)
    {
        var variable = around.Configured.Variable;
        var (cluster, settings, door) =
            (ClusterSettings.FromEnvironment(variable), HostSettings.FromEnvironment(variable), DoorSettings.FromEnvironment(variable));
        var plan = new SystemPlan(async stop =>
        {
            await cluster.Database.CheckAsync(stop);
            return OpenDatabase.Foreign(cluster.Database.ConnectionString, cluster.DatabaseOwner?.ConnectionString);
        })
        { Cluster = cluster };
        var api = ApiOf(settings, door, cluster.OperatorKey) with { Http2Port = null };
        return await ServeAsync(
            plan, api, around, web => string.Create(CultureInfo.InvariantCulture, $"http://{door.Listen}:{new Uri(web.Urls.First()).Port}"));
    }

    /// <summary>The plan of a system on the database that the settings name, or on a private one.</summary>
    /// <param name="folder">Null if another PostgreSQL holds the system and this process needs no folder.</param>
    /// <param name="check">Checks the database before anything is changed in it.</param>
    public static SystemPlan PlanOf(HostSettings settings, DataFolder? folder, Surroundings around, Func<string, Task>? check = null) => new(async stop =>
    {
        var database = await HostedDatabase.OpenAsync(settings, folder, around.Progress, around.Time, stop);
        try
        {
            await (check?.Invoke(database.ConnectionString) ?? Task.CompletedTask);
            return new OpenDatabase(database.ConnectionString, database.OwnerConnectionString, database.Ended, database.StopAsync);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    });

    private static ApiPlan ApiOf(HostSettings settings, DoorSettings door, string? operatorKey) => new(
        door.Listen, settings.Port, settings.Http2Port, door.Tokens, door.PeopleSignIn, door.Hosts, DashboardFiles.Read(settings.WebPath), operatorKey)
    {
        Provider = door.Provider,
        PublicUrl = door.PublicUrl,
        Proxies = door.Proxies,
        Limits = new(door.RequestsPerPerson, door.WatchesPerPerson),
        Reading = new(door.TotalsEverywhere),
    };

    private static async Task<int> ServeAsync(SystemPlan plan, ApiPlan api, Surroundings around, Func<WebApplication, string> announce)
    {
        var progress = around.Progress;
        var web = SystemHost.Build(plan, api, around);
        StartupProblem? problem;
        try
        {
            problem = await SystemHost.RunAsync(web, ServingAsync, around);
        }
        catch (IOException fault) when (SystemHost.IsPortTaken(fault))
        {
            throw LoopbackPort.Taken(api.Port, fault);
        }
        progress.Report("stopped");
        return problem is null ? ExitCode.Ok : throw problem;

        async Task<StartupProblem?> ServingAsync()
        {
            progress.Report(
                api.Provider is { } provider ? $"people sign in at {provider.Authority}"
                : api.PeopleSignIn ? "people sign in"
                : api.Tokens is { } tokens ? $"tokens of {tokens.Count} callers"
                : "no tokens are configured: everybody on this machine is an administrator");
            progress.Report($"ready {announce(web)}");
            var end = await SystemHost.EndAsync(web, around.Shutdown);
            progress.Report("stopping");
            return end;
        }
    }
}

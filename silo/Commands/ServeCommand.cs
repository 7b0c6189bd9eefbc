using Hierarchy.Api.Changes;
using Hierarchy.Api.Dashboard;
using Hierarchy.Hosting;

namespace Hierarchy.Silo.Commands;

/// <summary>PostgreSQL, the grains and the API in one process, until it is told to stop.</summary>
internal static class ServeCommand
{
    public static ServerCommand Create() => new(
        "serve",
        "Serves GraphQL and the dashboard until Ctrl-C or SIGTERM, with a private PostgreSQL below the data folder or that of HIERARCHY_DB.",
        Setting.Port, Setting.Http2Port, Setting.Data, Setting.Tokens, Setting.Hosts, Setting.Web, Setting.Tools, Setting.Database)
    {
        ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.DataFolder, ExitCode.Port, ExitCode.Postgres],
        Run = (_, scope) => RunAsync(scope),
    };

    private static async Task<int> RunAsync(CommandScope scope)
    {
        var settings = scope.ReadSettings();
        var tokens = scope.ReadTokens();
        var hosts = DoorSettings.ReadHosts();
        var (progress, shutdown) = (scope.Display, scope.Shutdown);
        using var folder = DataFolder.Lock(settings.DataPath);
        LoopbackPort.Check(settings.Port);
        if (settings.Http2Port is { } second)
        {
            LoopbackPort.Check(second, Setting.Http2Port.Variable);
        }
        await using var database = await HostedDatabase.OpenAsync(settings, folder, progress, scope.Time, shutdown.Requested);
        await using var store = await ExistingSystem.OpenStoreAsync(database, scope);
        var changes = new LiveChanges(store.Directory, scope.Time);
        await using var node = await Node.StartAsync(store, changes, progress, scope.Time, shutdown.Requested);
        await node.LoadAsync(Path.Combine(AppContext.BaseDirectory, "data"), shutdown.Requested);

        progress.Report(
            tokens is null ? "no tokens are configured: everybody on this machine is an administrator" : $"tokens of {tokens.Count} callers");
        await using var web = await ApiServer.StartAsync(
            ApiServer.Place.Here(settings.Port, settings.Http2Port) with { Hosts = hosts }, node, changes, tokens,
            DashboardFiles.Read(settings.WebPath), OperatorKey.Create(folder.Path), shutdown.Requested);
        var address = new Uri(web.Urls.First());
        folder.Announce(address);
        if (settings.Http2Port is not null)
        {
            progress.Report($"HTTP/2 alone at {web.Urls.Last()}");
        }
        progress.Report($"ready {address.GetLeftPart(UriPartial.Authority)}");

        await Task.WhenAny(shutdown.WaitAsync(), database.Ended);
        progress.Report("stopping");
        await web.StopAsync(shutdown.Insisted);
        await node.StopAsync(shutdown.Insisted);
        var problem = database.Ended.IsCompleted ? await database.Ended : null;
        await store.DisposeAsync();
        await database.StopAsync(shutdown.Insisted);
        progress.Report("stopped");
        return problem is null ? ExitCode.Ok : throw problem;
    }
}

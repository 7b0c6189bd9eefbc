using Hierarchy.Api.Changes;
using Hierarchy.Api.Dashboard;
using Hierarchy.Grains;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Ports;
using Hierarchy.Hosting;
using Hierarchy.Silo;
using Hierarchy.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hierarchy.Bench;

/// <summary>The whole system but its web server, in this process, on a durable PostgreSQL of its own with the five plans loaded.</summary>
internal sealed class System : IAsyncDisposable
{
    private readonly Server _server;
    private readonly PostgresStore _store;

    private readonly LiveChanges _changes;

    private System(Server server, PostgresStore store, LiveChanges changes, Node node) =>
        (_server, _store, _changes, Node) = (server, store, changes, node);

    public Node Node { get; }

    public string ConnectionString => _server.ConnectionString;

    public IGrainFactory Grains => Node.Services.GetRequiredService<IGrainFactory>();

    public IUnitDirectory Directory => _store.Directory;

    /// <summary>The API on a free port, as ./run serves it.</summary>
    public async Task<Served> ServeAsync() => new(await ApiServer.StartAsync(
        ApiServer.Place.Here(0), Node, _changes, tokens: null,
        DashboardFiles.Read(Path.Combine(AppContext.BaseDirectory, "web")), operatorKey: null, CancellationToken.None));

    public static async Task<System> StartAsync(Func<IChangeFeed, IChangeFeed> watch)
    {
        var time = TimeProvider.System;
        var server = await Server.StartAsync();
        var store = await PostgresStore.OpenAsync(server.ConnectionString, time, CancellationToken.None);
        var changes = new LiveChanges(store.Directory, time);
        var node = await Node.StartAsync(
            store, watch(changes), new Progress<string>(), time, CancellationToken.None);
        await node.LoadAsync(Path.Combine(AppContext.BaseDirectory, "data"), CancellationToken.None);
        return new System(server, store, changes, node);
    }

    /// <summary>One obligation that can be reported on, of each of so many units.</summary>
    public async Task<Obligation[]> OpenObligationsAsync(int units)
    {
        var today = VietnameseDay.Today(TimeProvider.System);
        var found = new Dictionary<string, Obligation>();
        ObligationCursor? after = null;
        while (found.Count < units)
        {
            var query = new ObligationQuery("bnv", Below: true, today, 500) { Status = [ObligationStatus.NotStarted], After = after };
            var page = await _store.Queries.ObligationsAsync(query, CancellationToken.None);
            foreach (var obligation in page.Items)
            {
                found.TryAdd(obligation.Unit, obligation);
            }
            after = page.HasNext ? ObligationCursor.Of(query.Order, page.Items[^1]) : throw new InvalidOperationException("too few units owe anything");
        }
        return [.. found.Values.Take(units)];
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }
}

internal sealed class Served(WebApplication web) : IAsyncDisposable
{
    public Uri Address => new(web.Urls.Single());

    public ValueTask DisposeAsync() => web.DisposeAsync();
}

/// <summary>A PostgreSQL with the settings of ./run, durable, on a data folder that goes with it.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly PrivatePostgres _postgres;

    private Server(DataFolder folder, PrivatePostgres postgres) => (_folder, _postgres) = (folder, postgres);

    public string ConnectionString => _postgres.ConnectionString;

    public static async Task<Server> StartAsync()
    {
        var folder = DataFolder.Lock(Directory.CreateTempSubdirectory("hierarchy-bench-").FullName);
        var tools = HostSettings.FromEnvironment(Environment.GetEnvironmentVariable).ToolsPath;
        var options = new PrivatePostgresOptions { DataFolder = folder.Path, Tools = tools };
        return new Server(folder, await PrivatePostgres.StartAsync(options, new Progress<string>(), TimeProvider.System, CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        _folder.Dispose();
        Directory.Delete(_folder.Path, recursive: true);
    }
}

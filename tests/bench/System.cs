using Hierarchy.Api.Access;
using Hierarchy.Api.Dashboard;
using Hierarchy.Hosting;
using Hierarchy.Silo;
using Hierarchy.Silo.Runtime;

namespace Hierarchy.Bench;

/// <summary>The whole system in this process, its API on a free port, on a durable PostgreSQL of its own with the five plans
/// loaded.</summary>
internal sealed class System : IAsyncDisposable
{
    private readonly Server _server;
    private readonly WebApplication _web;

    private System(Server server, WebApplication web) => (_server, _web) = (server, web);

    public IServiceProvider Services => _web.Services;

    public Uri Address => new(_web.Urls.Single());

    public string ConnectionString => _server.ConnectionString;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IUnitDirectory Directory => Services.GetRequiredService<IUnitDirectory>();

    public static async Task<System> StartAsync(Func<IChangeFeed, IChangeFeed> watch)
    {
        var server = await Server.StartAsync();
        var pages = DashboardFiles.Read(Path.Combine(AppContext.BaseDirectory, "web"));
        var web = SystemHost.Build(
            new SystemPlan(_ => Task.FromResult(OpenDatabase.Foreign(server.ConnectionString))) { Watch = watch },
            new ApiPlan(IPAddress.Loopback, 0, Http2Port: null, Tokens: null, PeopleSignIn: false, AllowedHosts.Loopback, pages, OperatorKey: null), Around());
        await web.StartAsync();
        return new System(server, web);
    }

    /// <summary>What a process that nobody has set anything for is given.</summary>
    public static Surroundings Around() =>
        new(Configured.Load(new Dictionary<string, string>()), new Progress<string>(), TimeProvider.System, new Shutdown());

    /// <summary>One obligation that can be reported on, of each of so many units.</summary>
    public async Task<Obligation[]> OpenObligationsAsync(int units)
    {
        var today = VietnameseDay.Today(TimeProvider.System);
        var found = new Dictionary<string, Obligation>();
        ObligationCursor? after = null;
        while (found.Count < units)
        {
            var query = new ObligationQuery("bnv", Below: true, today, 500) { Status = [ObligationStatus.NotStarted], After = after };
            var page = await Services.GetRequiredService<IQueries>().ObligationsAsync(query, CancellationToken.None);
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
        await _web.StopAsync();
        await _web.DisposeAsync();
        await _server.DisposeAsync();
    }
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

using Hierarchy.Api.Access;
using Hierarchy.Api.Dashboard;
using Hierarchy.Hosting;
using Hierarchy.Silo;
using Hierarchy.Silo.Runtime;

namespace Hierarchy.Bench;

/// <summary>The whole system in this process, its API on a free port, on its own durable PostgreSQL with the five plans.</summary>
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
        SocketCompletions.RunInline();
        var server = await Server.StartAsync();
        var pages = DashboardFiles.Read(Path.Combine(AppContext.BaseDirectory, "web"));
        var web = SystemHost.Build(
            new SystemPlan(_ => Task.FromResult(OpenDatabase.Foreign(server.ConnectionString))) { Watch = watch },
            new ApiPlan(IPAddress.Loopback, 0, Http2Port: null, Tokens: null, PeopleSignIn: false, AllowedHosts.Loopback, pages, OperatorKey: null), Around());
        await web.StartAsync();
        return new System(server, web);
    }

    /// <summary>The surroundings of a process without any settings.</summary>
    public static Surroundings Around() =>
        new(Configured.Load(new Dictionary<string, string>()), new Progress<string>(), TimeProvider.System, new Shutdown());

    /// <summary>One open obligation of each of this number of units.</summary>
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

/// <summary>A durable PostgreSQL with the settings of ./run, on a temporary data folder.</summary>
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

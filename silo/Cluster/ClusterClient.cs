using Hierarchy.Api;
using Hierarchy.Api.Changes;
using Hierarchy.Data.Loading;
using Hierarchy.Silo.Runtime;
using Hierarchy.Silo.Verification;
using Hierarchy.Store;
using Hierarchy.Store.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hierarchy.Silo.Cluster;

/// <summary>A process's way to the grains of a cluster.</summary>
internal sealed class ClusterClient : IOperated, IAsyncDisposable
{
    private readonly IHost _host;

    private ClusterClient(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public Verifier Verifier => Services.GetRequiredService<Verifier>();

    public Loader Loader => Services.GetRequiredService<Loader>();

    /// <summary>Whether it has found the cluster.</summary>
    public bool IsConnected => Services.GetRequiredService<ApiEars>().HasHeard;

    /// <summary>Returns once a silo has been found, however long that takes.</summary>
    public static async Task<ClusterClient> StartAsync(
        ClusterSettings settings, PostgresStore store, Peers peers, LiveChanges changes, CallPatience patience, IProgress<string> progress,
        TimeProvider time, CancellationToken stop)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services
            .AddSingleton(time).AddSingleton(progress).AddSingleton(changes).AddSingleton(patience).AddSingleton(store.Bus)
            .AddSingleton(store.Events).AddSingleton(store.Queries).AddSingleton(store.Directory)
            .AddSingleton<Loader>().AddSingleton<Verifier>()
            .AddSingleton(peers).AddSingleton<OtherServers>().AddHostedService(services => services.GetRequiredService<OtherServers>())
            .AddSingleton<ApiEars>().AddHostedService(services => services.GetRequiredService<ApiEars>())
            .AddSingleton<IHostLifetime, OutsideLifetime>();
        builder.AddClusterClient(settings, time);
        var client = new ClusterClient(builder.Build());
        try
        {
            await client._host.StartAsync(stop);
            return client;
        }
        catch
        {
            client._host.Dispose();
            throw;
        }
    }

    public Task StopAsync(CancellationToken hurry) => _host.StopAsync(hurry);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}

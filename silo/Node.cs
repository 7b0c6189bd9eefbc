using Hierarchy.Data.Loading;
using Hierarchy.Grains;
using Hierarchy.Grains.Ports;
using Hierarchy.Hosting;
using Hierarchy.Silo.Runtime;
using Hierarchy.Silo.Verification;
using Hierarchy.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hierarchy.Silo;

/// <summary>The grains of this process with all that they need, recovered and ready to be asked.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly IHost _host;

    private Node(IHost host) => _host = host;

    /// <summary>What the API asks the grains through.</summary>
    public IServiceProvider Services => _host.Services;

    public Verifier Verifier => Services.GetRequiredService<Verifier>();

    public Loader Loader => Services.GetRequiredService<Loader>();

    /// <summary>Starts the grains and repairs what a crash left behind.</summary>
    public static async Task<Node> StartAsync(
        PostgresStore store, IChangeFeed feed, IProgress<string> progress, TimeProvider time, CancellationToken stop)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services
            .AddSingleton(time).AddSingleton(progress).AddSingleton(feed)
            .AddSingleton(store.Events).AddSingleton(store.Checkpoints).AddSingleton(store.Queries).AddSingleton(store.Directory)
            .AddSingleton<Loader>().AddSingleton<Verifier>()
            .AddSingleton<Repair>().AddSingleton<Recovery>().AddHostedService(services => services.GetRequiredService<Recovery>())
            .AddSingleton<IHostLifetime, OutsideLifetime>();
        builder.Services.AddOptions<RollupOptions>().ValidateDataAnnotations().ValidateOnStart();
        builder.AddGrains();
        var node = new Node(builder.Build());
        try
        {
            await node._host.StartAsync(stop);
            var stale = await node.Services.GetRequiredService<Recovery>().RunAsync(stop);
            if (stale > 0)
            {
                progress.Report($"counted {stale} units anew");
            }
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Loads what the system starts with, where it is not there yet.</summary>
    /// <exception cref="StartupProblem">A file of it was refused.</exception>
    public async Task LoadAsync(string folder, CancellationToken stop)
    {
        try
        {
            await Loader.LoadFolderAsync(folder, stop);
        }
        catch (LoadRefusedException refused)
        {
            throw new StartupProblem(refused.Message, ExitCode.Configuration, refused);
        }
    }

    /// <summary>Lets every unit write down what spares work at the next start.</summary>
    /// <param name="hurry">Ends the wait; nothing acknowledged is lost by it.</param>
    public Task StopAsync(CancellationToken hurry) => _host.StopAsync(hurry);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}

using System.Net.Sockets;
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
internal sealed class Node : IOperated, IAsyncDisposable
{
    private const int StartsMax = 5;

    private readonly IHost _host;

    private Node(IHost host) => _host = host;

    /// <summary>What the API asks the grains through.</summary>
    public IServiceProvider Services => _host.Services;

    public Verifier Verifier => Services.GetRequiredService<Verifier>();

    public Loader Loader => Services.GetRequiredService<Loader>();

    /// <summary>Starts the grains and repairs what a crash left behind.</summary>
    public static Task<Node> StartAsync(
        PostgresStore store, IChangeFeed feed, IProgress<string> progress, TimeProvider time, CancellationToken stop) =>
        StartAsync(store, feed, progress, time, stop, RecoveryTurn.Always, builder => builder.AddGrains(), _ => { });

    /// <param name="turn">Whose turn it is to repair.</param>
    /// <param name="addGrains">Adds the runtime of the grains.</param>
    /// <param name="beforeStart">Runs when everything is built and nothing has started.</param>
    public static async Task<Node> StartAsync(
        PostgresStore store, IChangeFeed feed, IProgress<string> progress, TimeProvider time, CancellationToken stop,
        RecoveryTurn turn, Action<IHostApplicationBuilder> addGrains, Action<IServiceProvider> beforeStart)
    {
        for (var attempt = 1; ; attempt++)
        {
            var node = new Node(Build(store, feed, progress, time, turn, addGrains));
            store.Found = node.Services.GetRequiredService<SetAside>().Add;
            beforeStart(node.Services);
            try
            {
                await node._host.StartAsync(stop);
                await node.RecoverAsync(progress, time, stop);
                return node;
            }
            catch (Exception fault)
            {
                await node.DisposeAsync();
                // The port of the silo is chosen, where it is, before it is opened.
                if (attempt == StartsMax || !LoopbackPort.IsTaken(fault))
                {
                    throw;
                }
            }
        }
    }

    private static IHost Build(
        PostgresStore store, IChangeFeed feed, IProgress<string> progress, TimeProvider time, RecoveryTurn turn,
        Action<IHostApplicationBuilder> addGrains)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning).Quieten();
        builder.Services
            .AddSingleton(time).AddSingleton(progress).AddSingleton(feed)
            .AddSingleton(store.Events).AddSingleton(store.Checkpoints).AddSingleton(store.Queries).AddSingleton(store.Directory)
            .AddSingleton<Loader>().AddSingleton<Verifier>()
            .AddSingleton(turn).AddSingleton<Repair>().AddSingleton<SetAside>()
            .AddSingleton<Recovery>().AddHostedService(services => services.GetRequiredService<Recovery>())
            .AddSingleton<IHostLifetime, OutsideLifetime>();
        builder.Services.AddOptions<RollupOptions>().ValidateDataAnnotations().ValidateOnStart();
        addGrains(builder);
        return builder.Build();
    }

    private async Task RecoverAsync(IProgress<string> progress, TimeProvider time, CancellationToken stop)
    {
        var recovery = Services.GetRequiredService<Recovery>();
        try
        {
            var stale = await DatabasePatience.TryAsync(() => recovery.RunAsync(stop), progress, time, stop);
            if (stale > 0)
            {
                progress.Report($"counted {stale} units anew");
            }
        }
        catch (Exception fault) when (!stop.IsCancellationRequested && (fault is TimeoutException or Orleans.Runtime.OrleansException
            or ObjectDisposedException or OperationCanceledException or IOException or SocketException))
        {
            // A unit that is just leaving another process which died: tried again while this one serves the rest.
            recovery.RunSoon();
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

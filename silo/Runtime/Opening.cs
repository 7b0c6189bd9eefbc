using System.Net.Sockets;

namespace Hierarchy.Silo.Runtime;

/// <summary>Runs before the system serves: repairs what a crash left behind, and loads the initial data.</summary>
internal sealed class Opening(Recovery recovery, Loader loader, Turn turn, SystemPlan plan, Surroundings around) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await RecoverAsync(cancellationToken);
        if (plan.Data is { } folder)
        {
            await turn.RunAsync("load", () => LoadAsync(folder, cancellationToken), cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RecoverAsync(CancellationToken stop)
    {
        try
        {
            var stale = await DatabasePatience.TryAsync(() => recovery.RunAsync(stop), around.Progress, around.Time, stop);
            if (stale > 0)
            {
                around.Progress.Report($"counted {stale} units anew");
            }
        }
        catch (Exception fault) when (!stop.IsCancellationRequested && (fault is TimeoutException or OrleansException
            or ObjectDisposedException or OperationCanceledException or IOException or SocketException))
        {
            // A unit is still registered at another process that died: retried while this process serves the rest.
            recovery.RunSoon();
        }
    }

    private async Task LoadAsync(string folder, CancellationToken stop)
    {
        try
        {
            await loader.LoadFolderAsync(folder, stop);
        }
        catch (LoadRefusedException refused)
        {
            throw new StartupProblem(refused.Message, ExitCode.Configuration, refused);
        }
    }
}

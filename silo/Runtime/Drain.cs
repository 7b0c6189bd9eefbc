using Microsoft.AspNetCore.Hosting.Server;

namespace Hierarchy.Silo.Runtime;

/// <summary>Lets requests end before the services that they use stop.</summary>
internal sealed class Drain(IServer server, IHostApplicationLifetime lifetime, SiloStanding standing, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>A request that takes longer is aborted.</summary>
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(30);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await standing.LeaveAsync(cancellationToken);
        // Ends sockets and streams, which would never end by themselves.
        lifetime.StopApplication();
        using var late = new CancellationTokenSource(TimeMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        await server.StopAsync(either.Token);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Tells the host that <see cref="SystemHost.RunAsync"/> decides when it stops, which also knows the reason.</summary>
internal sealed class OutsideLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

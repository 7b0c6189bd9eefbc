using Microsoft.Extensions.Hosting;

namespace Hierarchy.Silo;

/// <summary>
/// Tells the host that somebody else decides when it stops: <see cref="Hosting.Shutdown"/>, which also knows of PostgreSQL.
/// </summary>
internal sealed class OutsideLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

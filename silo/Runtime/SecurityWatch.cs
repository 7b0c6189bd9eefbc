using Hierarchy.Api.Access;

namespace Hierarchy.Silo.Runtime;

/// <summary>Writes the security log to the database while the system serves, and once more when it stops.</summary>
internal sealed class SecurityWatch(SecurityJournal journal) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => journal.RunAsync(stoppingToken);
}

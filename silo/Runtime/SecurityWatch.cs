using Hierarchy.Api.Access;

namespace Hierarchy.Silo.Runtime;

/// <summary>Has the security log written down as long as the system serves, and once more when it ends.</summary>
internal sealed class SecurityWatch(SecurityJournal journal) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => journal.RunAsync(stoppingToken);
}

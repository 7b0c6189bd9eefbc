using Hierarchy.Grains;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hierarchy.Silo;

/// <summary>
/// Has roll-ups and messages looked after: once before the system serves, then every <see cref="Period"/>, so that what a stream drops is
/// repaired within that time.
/// </summary>
internal sealed partial class Recovery(Repair repair, TimeProvider time, ILogger<Recovery> log)
    : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(60);

    /// <inheritdoc cref="Repair.RunAsync"/>
    public Task<int> RunAsync(CancellationToken cancellation) => repair.RunAsync(cancellation);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogFailed(fault.Message);
            }
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "Looking after roll-ups and messages failed, trying again in a minute: {Reason}")]
    private partial void LogFailed(string reason);
}

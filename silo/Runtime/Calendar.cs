namespace Hierarchy.Silo.Runtime;

/// <summary>Ensures that the beginning of each day is announced. The reminder outlives this process.</summary>
internal sealed partial class Calendar(IGrainFactory grains, TimeProvider time, ILogger<Calendar> log) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(60);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await IsKeptAsync())
        {
            await Task.Delay(Again, time, stoppingToken);
        }
    }

    private async Task<bool> IsKeptAsync()
    {
        try
        {
            await grains.GetGrain<ICalendarGrain>(ICalendarGrain.Key).KeepAsync();
            return true;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Nothing depends on it at once: queries use the current day anyway.
            LogFailed(fault.Message);
            return false;
        }
    }

    [LoggerMessage(2201, LogLevel.Warning, "The reminder for the start of each day could not be set, retrying soon: {Reason}")]
    private partial void LogFailed(string reason);
}

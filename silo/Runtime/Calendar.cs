namespace Hierarchy.Silo.Runtime;

/// <summary>Sees to it that somebody says when a day begins. The reminder outlives this process.</summary>
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
            // Nobody waits for it: whoever asks is told of the day on which he asks.
            LogFailed(fault.Message);
            return false;
        }
    }

    [LoggerMessage(2201, LogLevel.Warning, "The reminder for the start of each day could not be set, retrying soon: {Reason}")]
    private partial void LogFailed(string reason);
}

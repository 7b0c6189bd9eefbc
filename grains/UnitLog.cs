namespace Hierarchy.Grains;

/// <summary>Log messages of units for the operator.</summary>
internal static partial class UnitLog
{
    /// <summary>Runs an optional read or write of the store. If the database is unavailable, logs that and continues.</summary>
    public static async Task TryAsync(this ILogger log, string unit, Func<CancellationToken, Task> write)
    {
        try
        {
            await write(CancellationToken.None);
        }
        catch (StoreUnavailableException fault)
        {
            log.NotWritten(unit, fault.Message);
        }
    }

    [LoggerMessage(1001, LogLevel.Warning, "{Unit}: the database does not answer: {Reason}")]
    public static partial void Unavailable(this ILogger log, string unit, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "{Unit}: another activation has written after event {Seq}; reading again")]
    public static partial void Fenced(this ILogger log, string unit, long seq);

    [LoggerMessage(1003, LogLevel.Warning, "{Unit}: snapshot or checkpoint not written, or not looked at: {Reason}")]
    public static partial void NotWritten(this ILogger log, string unit, string reason);

    [LoggerMessage(1004, LogLevel.Warning, "{Unit}: message to {Target} not delivered, trying again: {Reason}")]
    public static partial void NotDelivered(this ILogger log, string unit, string target, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "{Unit}: roll-up not told to {Parent}, trying again: {Reason}")]
    public static partial void NotPublished(this ILogger log, string unit, string parent, string reason);

    [LoggerMessage(1007, LogLevel.Error, "{Unit}: a change was refused that the database cannot hold: {Reason}")]
    public static partial void Refused(this ILogger log, string unit, string reason);
}

namespace Hierarchy.Grains;

/// <summary>Sends the parent the newest roll-up: at most once per window, one at a time, and again until it has arrived. Used only within
/// the unit's turns.</summary>
/// <param name="parent">Returns null while there is no parent.</param>
internal sealed class RollupPublisher(
    string unit, VersionedRollup rollup, Func<string?> parent, Func<string, ChildRollup, Task> tell, TimeSpan window, TimeProvider time,
    StartTimer start, ILogger log)
{
    public static readonly TimeSpan RepeatPause = TimeSpan.FromSeconds(1);

    private long _toldVersion;
    private long _toldAt;
    private bool _telling;

    private Later Later => field ??= new Later(start, PublishAsync);

    /// <summary>Sends the roll-up soon, even if the parent already has it.</summary>
    public void PublishAgain()
    {
        _toldVersion = 0;
        PublishSoon();
    }

    public void PublishSoon()
    {
        if (Later.Waits || parent() is null)
        {
            return;
        }
        var left = window - time.GetElapsedTime(_toldAt);
        if (_toldAt == 0 || left <= TimeSpan.Zero)
        {
            _ = PublishAsync();
            return;
        }
        Later.In(left);
    }

    /// <summary>Tells the former parent that this unit no longer counts there. If that fails, recovery corrects it.</summary>
    public async Task LeaveAsync(string former, Func<string, Task> leave)
    {
        PublishAgain();
        try
        {
            await leave(former);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            log.NotPublished(unit, former, fault.GetBaseException().Message);
        }
    }

    private async Task PublishAsync()
    {
        // One at a time: a slow parent gets the newest state next, not every state in between.
        if (_telling || parent() is not { } above || _toldVersion == rollup.Version)
        {
            return;
        }
        var told = rollup.Told();
        _toldVersion = told.Version;
        _toldAt = time.GetTimestamp();
        _telling = true;
        try
        {
            await tell(above, told);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Sent again unless it certainly arrived. The parent ignores a version that it already has.
            log.NotPublished(unit, above, fault.GetBaseException().Message);
            _toldVersion = 0;
            Later.In(RepeatPause);
        }
        finally
        {
            _telling = false;
        }
        if (_toldVersion != rollup.Version)
        {
            PublishSoon();
        }
    }
}

namespace Hierarchy.Grains;

/// <summary>Tells the parent the newest roll-up: at most once in a window, one telling at a time, and again until it has arrived. Lives
/// within the unit's turns.</summary>
/// <param name="parent">Null as long as there is none to tell.</param>
internal sealed class RollupPublisher(
    string unit, VersionedRollup rollup, Func<string?> parent, Func<string, ChildRollup, Task> tell, TimeSpan window, TimeProvider time,
    StartTimer start, ILogger log)
{
    public static readonly TimeSpan RepeatPause = TimeSpan.FromSeconds(1);

    private long _toldVersion;
    private long _toldAt;
    private bool _telling;

    private Later Later => field ??= new Later(start, PublishAsync);

    /// <summary>Tells it soon, also when the parent has been told it already.</summary>
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

    /// <summary>Tells a unit that is the parent no more that nothing counts there. Where that fails, recovery finds out.</summary>
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
        // One at a time: a parent that is slow to answer is told the newest state next, and not every state in between.
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
            // What did not arrive, or not for certain, is told again: the parent ignores what it has.
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

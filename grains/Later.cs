namespace Hierarchy.Grains;

/// <summary>Starts a timer within the unit's turns: the grain's own, or that of a test.</summary>
internal delegate IDisposable StartTimer(Func<CancellationToken, Task> run, GrainTimerCreationOptions timing);

/// <summary>Deferred work that runs once, however often it is requested meanwhile. Used only within the unit's turns.</summary>
/// <param name="interleaves">Whether it may run while the unit decides on a command.</param>
/// <param name="keepsAlive">Whether the unit stays active for it.</param>
internal sealed class Later(StartTimer start, Func<Task> run, bool interleaves = true, bool keepsAlive = false)
{
    private IDisposable? _timer;

    public bool Waits => _timer is not null;

    /// <summary>Runs the work after this time, unless it is already scheduled.</summary>
    public void In(TimeSpan due) => _timer ??= start(
        RunAsync, new GrainTimerCreationOptions(due, Timeout.InfiniteTimeSpan) { Interleave = interleaves, KeepAlive = keepsAlive });

    public void Cancel()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private Task RunAsync(CancellationToken cancellation)
    {
        Cancel();
        return run();
    }

    /// <summary>
    /// A value between 0 and 1, the same for a unit on every node. Spreads the upkeep of units that became active or changed at the same
    /// moment.
    /// </summary>
    public static double ShareOf(string unit) =>
        unchecked(unit.Aggregate(1u, (hash, letter) => (hash * 31) + letter) * 0x9E3779B1u) / (double)uint.MaxValue;
}

namespace Hierarchy.Simulation.Runtime;

/// <summary>The clock of one process. Its wall clock may be wrong and may be set; its timestamps are monotonic.</summary>
internal sealed class SimulatedClock(VirtualTime timeline, Calendar calendar, TimeSpan error) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => calendar.Now(timeline) + error;

    // Timestamps of a process do not start at zero.
    public override long GetTimestamp() => TimeSpan.TicksPerHour + timeline.Now.Ticks;

    /// <summary>A timer of the run: real ones would make the run depend on the machine.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Once(timeline.After(dueTime, "", "timer", () => callback(state)));

    /// <summary>A one-shot timer, which suffices for waits.</summary>
    private sealed class Once(Step step) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() => step.CallOff();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>The calendar, which a run may advance.</summary>
internal sealed class Calendar(DateTimeOffset start)
{
    private TimeSpan _moved;

    public DateTimeOffset Now(VirtualTime timeline) => start + timeline.Now + _moved;

    /// <summary>Advances the calendar; never moves it back.</summary>
    public void MoveTo(DateTimeOffset instant, VirtualTime timeline)
    {
        var now = Now(timeline);
        _moved += instant > now ? instant - now : TimeSpan.Zero;
    }
}

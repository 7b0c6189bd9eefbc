using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>How a grain timer ticks.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>A timer that neither interleaves nor keeps the grain alive.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period) : this() => (DueTime, Period) = (dueTime, period);

    /// <summary>Time until the first tick: at least zero, or <see cref="Timeout.InfiniteTimeSpan"/> for never.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>Time from the end of a tick to the next: at least zero, or <see cref="Timeout.InfiniteTimeSpan"/> for one tick
    /// only.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether ticks may start while a call of the grain waits for something. False by default.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether a tick counts as use when the runtime looks for idle grains. False by default.</summary>
    public bool KeepAlive { get; init; }
}

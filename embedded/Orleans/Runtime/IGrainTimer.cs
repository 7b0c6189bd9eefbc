namespace Orleans.Runtime;

/// <summary>A running grain timer. Disposing it stops further ticks and fires the token of a running one.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets when the next tick comes, and the period after it. During a tick it takes effect when the tick ends.</summary>
    /// <param name="dueTime">At least zero, or <see cref="Timeout.InfiniteTimeSpan"/> for never.</param>
    /// <param name="period">At least zero, or <see cref="Timeout.InfiniteTimeSpan"/> for once only.</param>
    void Change(TimeSpan dueTime, TimeSpan period);
}

namespace Hierarchy.Silo.Demo;

/// <summary>A clock that runs normally from a day that can be set. Timers keep real time: only recorded times have the demonstration's
/// days.</summary>
internal sealed class DemoClock(DateOnly first) : TimeProvider
{
    private static readonly TimeSpan OfficeOpens = TimeSpan.FromHours(8);

    private long _ahead = AheadOn(first);

    /// <summary>Advances the clock to the morning of a later day.</summary>
    public void Begin(DateOnly day) => Interlocked.Exchange(ref _ahead, AheadOn(day));

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    private static long AheadOn(DateOnly day) => (VietnameseDay.BeginningOf(day) + OfficeOpens - System.GetUtcNow()).Ticks;
}

namespace Hierarchy.Silo.Demo;

/// <summary>Goes as every clock does, from a day that somebody sets. Timers keep to real time: only what is written down bears its
/// days.</summary>
internal sealed class DemoClock(DateOnly first) : TimeProvider
{
    private static readonly TimeSpan OfficeOpens = TimeSpan.FromHours(8);

    private long _ahead = AheadOn(first);

    /// <summary>Makes it the morning of a later day.</summary>
    public void Begin(DateOnly day) => Interlocked.Exchange(ref _ahead, AheadOn(day));

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    private static long AheadOn(DateOnly day) => (VietnameseDay.BeginningOf(day) + OfficeOpens - System.GetUtcNow()).Ticks;
}

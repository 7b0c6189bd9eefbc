namespace Hierarchy.Grains;

/// <summary>The day in Asia/Ho_Chi_Minh, which has been seven hours ahead of UTC, without summer time, since 1975.</summary>
public static class VietnameseDay
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    public static DateOnly Of(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    public static DateTimeOffset BeginningOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Offset);

    public static DateOnly Today(TimeProvider time) => Of(time.GetUtcNow());

    /// <summary>The current instant and its day.</summary>
    public static (DateTimeOffset At, DateOnly Today) Now(TimeProvider time)
    {
        var now = time.GetUtcNow();
        return (now, Of(now));
    }
}

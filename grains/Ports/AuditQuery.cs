namespace Hierarchy.Grains.Ports;

/// <summary>What was done at a unit and below it, newest first. Null members do not filter.</summary>
/// <param name="Unit">The one at the top.</param>
/// <param name="First">Page size, at least 1; callers bound it.</param>
public sealed record AuditQuery(string Unit, int First)
{
    /// <summary>A person's id.</summary>
    public string? Actor { get; init; }

    public DateTimeOffset? From { get; init; }

    /// <summary>The first instant that is no longer asked for.</summary>
    public DateTimeOffset? Until { get; init; }

    public AuditCursor? After { get; init; }
}

/// <summary>The place of an event among those of all units: by its time, then by its unit, then by its number there.</summary>
public sealed record AuditCursor(DateTimeOffset At, string Unit, long Seq)
{
    public static AuditCursor Of(StoredEvent stored) => new(stored.At, stored.Unit, stored.Seq);
}

namespace Hierarchy.Grains.Ports;

/// <summary>Selects what was done at a unit and below it, newest first. Null members do not filter.</summary>
/// <param name="Unit">The topmost unit.</param>
/// <param name="First">Page size, at least 1; callers bound it.</param>
public sealed record AuditQuery(string Unit, int First)
{
    /// <summary>A person's id.</summary>
    public string? Actor { get; init; }

    public DateTimeOffset? From { get; init; }

    /// <summary>The end of the time range, exclusive.</summary>
    public DateTimeOffset? Until { get; init; }

    public AuditCursor? After { get; init; }
}

/// <summary>The position of an event among those of all units: ordered by time, then unit, then sequence number.</summary>
public sealed record AuditCursor(DateTimeOffset At, string Unit, long Seq)
{
    public static AuditCursor Of(StoredEvent stored) => new(stored.At, stored.Unit, stored.Seq);
}

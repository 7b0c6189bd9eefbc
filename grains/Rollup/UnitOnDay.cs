namespace Hierarchy.Grains.Rollup;

/// <summary>
/// What a unit owed on one day, by its events: those that count from that day or before, in the order in which they are recorded.
/// Deliberately plain: it is what the kept states of past days are held against.
/// </summary>
public sealed class UnitOnDay(DateOnly day, IUnitDirectory directory)
{
    private readonly Dictionary<string, Replayed> _replayed = [];

    /// <param name="stored">The unit's next event.</param>
    /// <param name="next">Its state after that event.</param>
    public void Apply(StoredEvent stored, UnitState next)
    {
        if (next.Fault is not null)
        {
            return;
        }
        foreach (var present in stored.Event.Changed(next))
        {
            if (stored.Event.Brought(present.Id) is { IsEmpty: false } brought)
            {
                _replayed[present.Id] = OfBrought(brought, _replayed.GetValueOrDefault(present.Id));
                continue;
            }
            if (!_replayed.TryGetValue(present.Id, out var before))
            {
                var from = present.Terms.ExistsFrom(directory);
                _replayed[present.Id] = new Replayed(present, from, from, IsWhole: true, StayFrom: from, Left: null);
                continue;
            }
            var counts = Timeline.DayOf(stored, before.Latest);
            if (stored.Event.IsMove)
            {
                counts = counts < before.StayFrom ? before.StayFrom : counts;
                before = before with { Left = counts };
            }
            var latest = counts > before.Latest ? counts : before.Latest;
            _replayed[present.Id] = counts > day
                ? before with { Latest = latest, IsWhole = false }
                : before with { Latest = latest, State = before.IsWhole ? present : stored.Event.ApplyToPast(before.State, stored) };
        }
    }

    /// <summary>What there was on that day.</summary>
    public IEnumerable<Obligation> Obligations =>
        _replayed.Values.Where(replayed => replayed.From <= day && replayed.State.IsHere).Select(replayed => replayed.State);

    /// <param name="before">What it was when it stood here before; null when it never did.</param>
    private Replayed OfBrought(ImmutableArray<Span> brought, Replayed? before)
    {
        var (first, latest) = (brought[0].From, brought[^1].From);
        var stay = before is not null && first <= before.Left ? before.StayFrom : first;
        return new Replayed(
            day >= first || before is null ? brought.LastOrDefault(span => span.From <= day, brought[0]).State : before.State,
            before is not null && before.From < first ? before.From : first, latest, IsWhole: day >= latest, stay, Left: null);
    }

    /// <param name="Latest">The latest day from which any of it counts.</param>
    /// <param name="IsWhole">Whether all that was done to it counts.</param>
    /// <param name="StayFrom">Since when it has stood here without a break.</param>
    /// <param name="Left">Since when it stands here no more; null while it does.</param>
    private sealed record Replayed(Obligation State, DateOnly From, DateOnly Latest, bool IsWhole, DateOnly StayFrom, DateOnly? Left);
}

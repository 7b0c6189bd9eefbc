namespace Hierarchy.Grains.Rollup;

/// <summary>A unit's obligations on one day, from its events that count by that day, in the order of their recording. Deliberately plain:
/// the stored spans of past days are checked against it.</summary>
public sealed class UnitOnDay(DateOnly day, IUnitDirectory directory)
{
    private readonly Dictionary<string, Replayed> _replayed = [];

    /// <param name="stored">The next event of the unit.</param>
    /// <param name="next">The unit's state after that event.</param>
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

    /// <summary>The obligations of that day.</summary>
    public IEnumerable<Obligation> Obligations =>
        _replayed.Values.Where(replayed => replayed.From <= day && replayed.State.IsHere).Select(replayed => replayed.State);

    /// <param name="before">Its state during an earlier stay at this unit; null if there was none.</param>
    private Replayed OfBrought(ImmutableArray<Span> brought, Replayed? before)
    {
        var (first, latest) = (brought[0].From, brought[^1].From);
        var stay = before is not null && first <= before.Left ? before.StayFrom : first;
        return new Replayed(
            day >= first || before is null ? brought.LastOrDefault(span => span.From <= day, brought[0]).State : before.State,
            before is not null && before.From < first ? before.From : first, latest, IsWhole: day >= latest, stay, Left: null);
    }

    /// <param name="Latest">The latest day from which one of its changes counts.</param>
    /// <param name="IsWhole">Whether all of its changes count.</param>
    /// <param name="StayFrom">First day of its present unbroken stay at this unit.</param>
    /// <param name="Left">First day on which it is no longer here; null while it is.</param>
    private sealed record Replayed(Obligation State, DateOnly From, DateOnly Latest, bool IsWhole, DateOnly StayFrom, DateOnly? Left);
}

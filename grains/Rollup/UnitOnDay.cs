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
            if (!_replayed.TryGetValue(present.Id, out var before))
            {
                var from = present.Terms.ExistsFrom(directory);
                _replayed[present.Id] = new Replayed(present, from, from, IsWhole: true);
                continue;
            }
            var counts = Timeline.DayOf(stored, before.Latest);
            var latest = counts > before.Latest ? counts : before.Latest;
            _replayed[present.Id] = counts > day
                ? before with { Latest = latest, IsWhole = false }
                : before with { Latest = latest, State = before.IsWhole ? present : stored.Event.ApplyToPast(before.State, stored) };
        }
    }

    /// <summary>What there was on that day.</summary>
    public IEnumerable<Obligation> Obligations => _replayed.Values.Where(replayed => replayed.From <= day).Select(replayed => replayed.State);

    /// <param name="Latest">The latest day from which any of it counts.</param>
    /// <param name="IsWhole">Whether all that was done to it counts.</param>
    private sealed record Replayed(Obligation State, DateOnly From, DateOnly Latest, bool IsWhole);
}

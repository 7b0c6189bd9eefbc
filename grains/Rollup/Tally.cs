namespace Hierarchy.Grains.Rollup;

/// <summary>A mutable sum of measures. Not thread-safe: used only within one unit's turn.</summary>
internal sealed class Tally
{
    private readonly Dictionary<int, int> _due = [];
    private ImmutableArray<DueCount>? _days = [];
    private Sums _sums;
    private Measures? _snapshot = Measures.Zero;

    public void Add(in Sums change, ImmutableArray<DueCount> removed, ImmutableArray<DueCount> added)
    {
        Sums.Add(ref _sums, in change);
        _snapshot = null;
        // Most changes move no due day, and then both arrays are the same.
        if (!removed.AsSpan().SequenceEqual(added.AsSpan()))
        {
            Count(removed, -1);
            Count(added, 1);
            _days = null;
        }
    }

    private void Count(ImmutableArray<DueCount> days, int sign)
    {
        foreach (var due in days)
        {
            var count = _due.GetValueOrDefault(due.Day) + sign * due.Count;
            if (count == 0)
            {
                _due.Remove(due.Day);
            }
            else
            {
                _due[due.Day] = count;
            }
        }
    }

    /// <param name="like">An equal value to reuse, which saves memory.</param>
    public Measures Snapshot(Measures? like = null)
    {
        if (_snapshot is null)
        {
            var days = _days ?? Days();
            _snapshot = like is not null && like.Sums == _sums && like.Due.AsSpan().SequenceEqual(days.AsSpan()) ? like : new Measures(_sums, days);
            // Snapshots with equal days share one array, which makes comparing them quick.
            _days = _snapshot.Due;
        }
        return _snapshot;
    }

    private ImmutableArray<DueCount> Days() => [.. _due.OrderBy(due => due.Key).Select(due => new DueCount(due.Key, due.Value))];
}

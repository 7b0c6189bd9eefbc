namespace Hierarchy.Grains.Rollup;

/// <summary>Measures that are being added up. Not thread-safe: it lives within one unit's turn.</summary>
internal sealed class Tally
{
    private readonly long[] _scalars = new long[12];
    private WideSums _wide;
    private readonly Dictionary<int, int> _due = [];
    private Measures? _snapshot = Measures.Zero;

    /// <summary>Sums the unit's own obligations alone: what the unit as one of many adds is derived from it.</summary>
    public UnitPart UnitPart
    {
        get
        {
            var owed = _scalars[0] + _scalars[1] + _scalars[2] + _scalars[3] + _scalars[4] + _scalars[5];
            if (owed == 0)
            {
                return default;
            }
            var weight = _scalars[8];
            return new UnitPart(1, _scalars[7] == 0 ? 1 : 0, Percent(_wide.WeightedPercent, weight));
        }
    }

    public void Add(Measures measures, int sign)
    {
        measures.AddTo(_scalars, ref _wide, sign);
        foreach (var due in measures.Due)
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
        _snapshot = null;
    }

    public void Add(UnitPart part, int sign)
    {
        _scalars[9] += sign * part.Units;
        _scalars[10] += sign * part.Silent;
        _scalars[11] += sign * part.Percent;
        _snapshot = null;
    }

    // Division of wide numbers is slow, and what one unit owes hardly ever needs it.
    private static long Percent(Int128 weighted, long weight) =>
        weight == 0 ? 0
        : weighted < long.MaxValue / 2 ? ((long)weighted + weight / 2) / weight
        : (long)((weighted + weight / 2) / weight);

    public Measures Snapshot()
    {
        var s = _scalars;
        return _snapshot ??= new Measures(
            s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], _wide.WeightedPercent, _wide.Planned, _wide.Allocated,
            _wide.Spent, s[9], s[10], s[11],
            [.. _due.OrderBy(due => due.Key).Select(due => new DueCount(due.Key, due.Value))]);
    }
}

/// <summary>What a unit adds as one of many: whether it owes, whether it is silent, and its own percent in hundredths.</summary>
internal readonly record struct UnitPart(long Units, long Silent, long Percent);

using System.Collections.Immutable;

namespace Hierarchy.Grains.Rollup;

/// <summary>Measures that are being added up. Not thread-safe: it lives within one unit's turn.</summary>
internal sealed class Tally
{
    private readonly long[] _scalars = new long[16];
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
            return new UnitPart(1, _scalars[7] == 0 ? 1 : 0, weight == 0 ? 0 : (_scalars[9] + weight / 2) / weight);
        }
    }

    public void Add(Measures measures, int sign)
    {
        measures.AddTo(_scalars, sign);
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
        _scalars[13] += sign * part.Units;
        _scalars[14] += sign * part.Silent;
        _scalars[15] += sign * part.Percent;
        _snapshot = null;
    }

    public Measures Snapshot()
    {
        var s = _scalars;
        return _snapshot ??= new Measures(
            s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9], s[10], s[11], s[12], s[13], s[14], s[15],
            [.. _due.OrderBy(due => due.Key).Select(due => new DueCount(due.Key, due.Value))]);
    }
}

/// <summary>What a unit adds as one of many: whether it owes, whether it is silent, and its own percent in hundredths.</summary>
internal readonly record struct UnitPart(long Units, long Silent, long Percent);

using Hierarchy.Grains.Rollup;

namespace Hierarchy.Store.Past;

/// <summary>Adds up, from day to day, what has changed before each; what a unit adds as one of many depends on all that it owes
/// then.</summary>
internal sealed class FigureFold(ImmutableArray<DateOnly> days)
{
    private readonly SortedDictionary<string, (Sums[] Sums, SortedDictionary<int, long>[] Due)> _slices = new(StringComparer.Ordinal);
    private (string Slice, int Unit) _current;
    private Sums _own;

    /// <summary>What has changed of one unit before one day: units of a slice one after the other, days of a unit in order.</summary>
    public void Add(string slice, int unit, int place, in Sums change)
    {
        if (_current != (slice, unit))
        {
            (_current, _own) = ((slice, unit), default);
        }
        var before = _own.ToUnitPart();
        _own += change;
        SliceOf(slice).Sums[place] += change + (_own.ToUnitPart() - before);
    }

    /// <summary>What is added up of the first day already.</summary>
    public void AddSums(string slice, in Sums sums) => SliceOf(slice).Sums[0] += sums;

    public void AddDue(string slice, int place, DateOnly due, long count)
    {
        var counts = SliceOf(slice).Due[place];
        counts[due.DayNumber] = counts.GetValueOrDefault(due.DayNumber) + count;
    }

    public void AddMoney(string slice, int place, Int128 money) => SliceOf(slice).Sums[place] += new Sums { Planned = money };

    public ImmutableArray<Figure> ToFigures()
    {
        var figures = ImmutableArray.CreateBuilder<Figure>();
        foreach (var (slice, of) in _slices)
        {
            var sums = default(Sums);
            var due = new SortedDictionary<int, long>();
            for (var i = 0; i < days.Length; i++)
            {
                sums += of.Sums[i];
                foreach (var (day, count) in of.Due[i])
                {
                    due[day] = due.GetValueOrDefault(day) + count;
                }
                var measures = new Measures(sums, [.. due.Where(day => day.Value != 0).Select(day => new DueCount(day.Key, (int)day.Value))]);
                if (!measures.IsZero)
                {
                    figures.Add(new Figure(slice, days[i], measures));
                }
            }
        }
        return figures.ToImmutable();
    }

    private (Sums[] Sums, SortedDictionary<int, long>[] Due) SliceOf(string slice)
    {
        if (!_slices.TryGetValue(slice, out var of))
        {
            _slices[slice] = of = (new Sums[days.Length], [.. days.Select(_ => new SortedDictionary<int, long>())]);
        }
        return of;
    }
}

using Hierarchy.Api.Units;
using Hierarchy.Grains.Rollup;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Indicators;

/// <summary>A unit, and on today's map all that is read together with it: figures of theirs are added up, or taken away again.</summary>
internal sealed class ReadTogether(string unit, bool restated = false, RestatedMap? map = null)
{
    private readonly Composition _with = restated ? map!.Of(unit) : Composition.Nothing;

    private IEnumerable<string> More => _with.More.Prepend(unit);

    public int Count(Func<string, int> of) => More.Sum(of) - _with.Less.Sum(of);

    public IDataLoaderResult<T> Figures<T>(IndicatorKey key, CallContext call, Func<IEnumerable<IndicatorFigure>, T> make) => Both(
        one => UnitReads.Indicator(one, key, call), call, (more, less) => make(
        [
            .. more.SelectMany(reading => reading.Total),
            .. less.SelectMany(reading => reading.Total).Select(figure => figure with { Sums = default(IndicatorSums) - figure.Sums }),
        ]));

    public IDataLoaderResult<T> Cell<T>(Cell cell, CallContext call, Func<Reading, T> make) => Both(
        one => UnitReads.Cell(one, cell, call), call, (more, less) => make(new Reading(
            less.Aggregate(more.Aggregate(Measures.Zero, (sum, reading) => sum + reading.Measures), (sum, reading) => sum - reading.Measures),
            more.Concat(less).Sum(reading => reading.Version))));

    private Made<T> Both<TReading, T>(Func<string, IDataLoaderResult<TReading>> read, CallContext call, Func<List<TReading>, List<TReading>, T> make)
    {
        Load<TReading>[] more = [.. More.Select(one => (Load<TReading>)read(one))], less = [.. _with.Less.Select(one => (Load<TReading>)read(one))];
        return new Made<T>(call, () => make([.. more.Select(load => load.Value)], [.. less.Select(load => load.Value)]));
    }
}

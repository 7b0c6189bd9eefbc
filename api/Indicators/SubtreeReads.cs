using System.Collections.Immutable;
using Hierarchy.Grains.Indicators;
using Hierarchy.Grains.Rollup;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Indicators;

/// <summary>Walks down from a unit to those that something is about, by what each unit holds of its children: a part of the tree in which
/// nothing is to be found is not asked.</summary>
internal static class SubtreeReads
{
    /// <summary>Units at and below this one that are to give an indicator and have not, parents before children. Cost: a call for each unit
    /// that has any below it.</summary>
    /// <param name="period">Empty for the year itself.</param>
    public static async Task<ImmutableArray<Unit>> MissingAsync(
        Indicator indicator, string unit, int year, string period, Backend backend, CancellationToken cancellation) => [.. await WalkAsync(
        backend.Directory.Find(IndicatorReads.ReadAt(indicator, unit, backend))!, IndicatorReads.KeyOf(indicator), backend,
        figures => Missing(figures, year, period) > 0,
        (one, reading) => Task.FromResult<IEnumerable<Unit>>(Missing(reading.Own, year, period) > 0 ? [one] : []), cancellation)];

    /// <summary>Inspections of the unit and of those below it, parents before children, the oldest of each first.</summary>
    /// <param name="year">Null for all years.</param>
    /// <param name="reads">Whether those of a unit are for whoever asks.</param>
    public static async Task<ImmutableArray<Inspection>> InspectionsAsync(
        string unit, int? year, Func<string, bool> reads, Backend backend, CancellationToken cancellation) => [.. await WalkAsync(
        backend.Directory.Find(unit)!, new IndicatorKey("", IndicatorCell.Inspected), backend,
        figures => figures.Any(figure => (year is null || figure.Cell.Year == year) && figure.Sums.Numerator > 0),
        async (one, reading) => reading.Own.IsEmpty || !reads(one.Id)
            ? []
            : (await backend.AskAsync(one.Id, grain => grain.ReadMeasuringAsync())).Inspected.Where(inspection => year is null || inspection.On.Year == year),
        cancellation)];

    private static long Missing(IEnumerable<IndicatorFigure> figures, int year, string period) => figures.Sum(figure =>
        (figure.Cell.Period.Length == 0 && figure.Cell.Year <= year ? figure.Sums.Expected : 0)
        - (figure.Cell.Year == year && figure.Cell.Period == period ? figure.Sums.Given : 0));

    private static async Task<List<T>> WalkAsync<T>(
        Unit unit, IndicatorKey key, Backend backend, Func<IEnumerable<IndicatorFigure>, bool> leads,
        Func<Unit, IndicatorReading, Task<IEnumerable<T>>> found, CancellationToken cancellation)
    {
        var reading = (await backend.AskAsync(unit.Id, grain => grain.ReadAsync(new([], [], false, [], [], [], [key])))).Indicators[0];
        List<T> all = [.. await found(unit, reading)];
        Unit[] below = [.. backend.Directory.Children(unit.Id).Concat(backend.Directory.Closed(unit.Id))
            .Where(child => reading.Children.TryGetValue(child.Id, out var figures) && leads(figures))];
        foreach (var part in below.Chunk(Backend.CallsMax))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var more in await Task.WhenAll(part.Select(child => WalkAsync(child, key, backend, leads, found, cancellation))))
            {
                all.AddRange(more);
            }
        }
        return all;
    }
}

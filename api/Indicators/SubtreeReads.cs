namespace Hierarchy.Api.Indicators;

/// <summary>Walks from a unit down to those concerned, guided by each unit's figures of its children, so that irrelevant parts of the tree
/// are not asked. All units of a level are asked together.</summary>
internal static class SubtreeReads
{
    /// <summary>Units at and below this one that have yet to report an indicator, parents before children. Cost: one call for each unit at
    /// or above one of them; for a past day, one query for all.</summary>
    /// <param name="period">Empty for the year itself.</param>
    /// <param name="shown">Creates the result.</param>
    public static IDataLoaderResult Missing(
        Indicator indicator, string unit, int year, string period, Standpoint at, Backend backend, CallContext call,
        Func<IEnumerable<Unit>, object> shown)
    {
        var key = IndicatorReads.KeyOf(indicator);
        return at.Past is { } day
            ? (IDataLoaderResult)MeasuredBranches.OnDay(key, unit, at, day, call).Then(ofUnits => shown(at.Whole(unit, backend).Units(at.TreeOf(backend))
                .Where(one => ofUnits.TryGetValue(one, out var figures) && Missing(figures, year, period) > 0)
                .Select(one => backend.Directory.Find(one)!)))
            : Shown(
                Walked<Unit>(
                    unit, key, at, backend, call, figures => Missing(figures, year, period) > 0,
                    (one, reading) => Missing(reading.Own, year, period) > 0 ? (Unit[])[one] : [], one => one),
                shown, call);
    }

    /// <summary>Inspections of the unit and of units below, parents before children, oldest first for each.</summary>
    /// <param name="year">Null for all years.</param>
    /// <param name="reads">Whether the caller may read those of a unit.</param>
    public static IDataLoaderResult Inspections(
        string unit, int? year, Func<string, bool> reads, Standpoint at, Backend backend, CallContext call) => Shown<Inspection>(
        Walked<Inspection>(
            unit, IndicatorReads.Inspected, at, backend, call,
            figures => figures.Any(figure => (year is null || figure.Cell.Year == year) && figure.Sums.Numerator > 0),
            (one, reading) => reading.Own.IsEmpty || !reads(one.Id)
                ? (Inspection[])[]
                : IndicatorReads.Measuring(one.Id, call).Then(object? (measuring) =>
                    measuring!.Inspected.Where(inspection => year is null || inspection.On.Year == year)),
            inspection => backend.Directory.Find(inspection.Unit)!),
        inspections => inspections, call);

    /// <summary>Units of a class at and below this one that were not inspected in a year, parents before children. Cost: one call for each
    /// unit at or above an inspected one.</summary>
    /// <param name="shown">Creates the result.</param>
    public static IDataLoaderResult NotInspected(
        Unit unit, int year, UnitKind kind, Backend backend, CallContext call, Func<IEnumerable<Unit>, object> shown)
    {
        return Shown<string>(
            Walk<string>(
                unit, new IndicatorKey("", IndicatorCell.Inspected), backend, call, AreAny, (one, reading) => AreAny(reading.Own) ? (string[])[one.Id] : []),
            inspected => shown(IndicatorReads.UnitsOf(kind, unit, year, backend).ExceptBy(inspected, one => one.Id)), call);

        bool AreAny(IEnumerable<IndicatorFigure> figures) =>
            figures.Any(figure => figure.Cell.Year == year && figure.Cell.Class == kind && figure.Sums.Numerator > 0);
    }

    private static long Missing(IEnumerable<IndicatorFigure> figures, int year, string period) => figures.Sum(figure =>
        (figure.Cell.Period.Length == 0 && figure.Cell.Year <= year ? figure.Sums.Expected : 0)
        - (figure.Cell.Year == year && figure.Cell.Period == period ? figure.Sums.Given : 0));

    /// <summary>Everything found below the branches of a unit, for each of its single units once.</summary>
    private static Load<object?> Walked<T>(
        string unit, IndicatorKey key, Standpoint at, Backend backend, CallContext call, Func<IEnumerable<IndicatorFigure>, bool> leads,
        Func<Unit, IndicatorReading, object> found, Func<T, Unit> unitOf)
    {
        var whole = at.Whole(unit, backend);
        var tops = whole.More.SelectMany(top => MeasuredBranches.HoldersOf(top, key, backend.Directory)).Distinct();
        object[] walks = [.. tops.Select(top => (object)Walk<T>(backend.Directory.Find(top)!, key, backend, call, leads, found))];
        if (whole is { More.Count: 1, Less.Count: 0 })
        {
            return new Made<object?>(call, () => Joined<T>(walks, call));
        }
        // A subtracted branch may contain an added one, so a unit may be reached twice.
        var units = whole.Units(backend.Directory).ToHashSet(StringComparer.Ordinal);
        return new Made<object?>(call, () => Kept(Joined<T>(walks, call)));

        object? Kept(object? all) => all is IDataLoaderResult more
            ? new Made<object?>(call, () => Kept(((Load)more).Get()))
            : ((IEnumerable<T>)all!).Where(one => units.Contains(unitOf(one).Id)).Distinct().ToArray();
    }

    /// <param name="leads">Whether a child's figures are worth following.</param>
    /// <param name="found">The results of the unit itself, or a load of them.</param>
    private static IDataLoaderResult<object?> Walk<T>(
        Unit unit, IndicatorKey key, Backend backend, CallContext call, Func<IEnumerable<IndicatorFigure>, bool> leads,
        Func<Unit, IndicatorReading, object> found) => UnitReads.Indicator(unit.Id, key, call).Then(object? (reading) => Joined<T>(
        [
            found(unit, reading),
            .. backend.Directory.Children(unit.Id).Concat(backend.Directory.Closed(unit.Id))
                .Where(child => reading.Children.TryGetValue(child.Id, out var figures) && leads(figures))
                .Select(child => (object)Walk<T>(child, key, backend, call, leads, found)),
        ],
        call));

    /// <summary>Joins the parts in order; pending parts join the next batch.</summary>
    private static object Joined<T>(object[] parts, CallContext call)
    {
        if (Array.Exists(parts, part => part is Load))
        {
            return new Made<object?>(call, () => Joined<T>([.. parts.Select(part => part is Load load ? load.Get()! : part)], call));
        }
        T[] all = [.. parts.SelectMany(part => (IEnumerable<T>)part)];
        return all;
    }

    private static Made<object?> Shown<T>(IDataLoaderResult walked, Func<IEnumerable<T>, object> shown, CallContext call) => new(call, () =>
    {
        var found = ((Load)walked).Get();
        return found is IDataLoaderResult more ? Shown(more, shown, call) : shown((IEnumerable<T>)found!);
    });
}

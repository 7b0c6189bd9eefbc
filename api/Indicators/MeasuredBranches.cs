namespace Hierarchy.Api.Indicators;

/// <summary>Reported values or inspections in branches of the tree: for the present from the units, for a past day from what had been
/// recorded by then.</summary>
internal static class MeasuredBranches
{
    private static readonly BatchLoader<PastQuestion, IReadOnlyDictionary<string, ImmutableArray<IndicatorFigure>>> Past = new(FetchAsync, int.MaxValue);

    /// <summary>Reads the figures of branches, all together. A cell may occur in several figures.</summary>
    /// <param name="unit">The unit whose branches or parts these are.</param>
    /// <param name="make">Creates the result; receives a function that reads a branch.</param>
    public static IDataLoaderResult Read(
        IndicatorKey key, string unit, Standpoint at, IReadOnlyList<Branches> branches, Backend backend, CallContext call,
        Func<Func<Branches, IEnumerable<IndicatorFigure>>, object> make)
    {
        if (at.Past is { } day)
        {
            return OnDay(key, unit, at, day, call).Then(ofUnits => make(one =>
                one.Units(at.TreeOf(backend)).SelectMany(each => ofUnits.GetValueOrDefault(each, []))));
        }
        string[] units = [.. branches.SelectMany(one => one.More.Concat(one.Less)).Distinct()];
        var shown = units.GroupBy(each => backend.Directory.Find(each)!.Parent).Where(siblings => siblings.Key is not null && siblings.Skip(1).Any())
            .Select(siblings => siblings.Key!).ToHashSet(StringComparer.Ordinal);
        var loads = units.ToDictionary(each => each, each => (Load<ImmutableArray<IndicatorFigure>>)WholeOf(each, key, shown, backend, call));
        return new Made<object>(call, () => make(one => one.More.SelectMany(each => loads[each].Value).Concat(
            one.Less.SelectMany(each => loads[each].Value).Select(figure => figure with { Sums = default(IndicatorSums) - figure.Sums }))));
    }

    /// <summary>What each unit from which the unit is read had reported by a past day; units without values are missing.</summary>
    public static IDataLoaderResult<IReadOnlyDictionary<string, ImmutableArray<IndicatorFigure>>> OnDay(
        IndicatorKey key, string unit, Standpoint at, DateOnly day, CallContext call) =>
        Past.Load(new PastQuestion(key, unit, at.IsRestated, day), call).Then(found => found!);

    /// <summary>The units that keep figures counting at a unit: itself, and the owner if it is below, since figures do not rise above the
    /// owner.</summary>
    public static IEnumerable<string> HoldersOf(string unit, IndicatorKey key, IUnitDirectory directory) =>
        key.Owner.Length > 0 && key.Owner != unit && directory.IsAtOrBelow(key.Owner, unit) ? [unit, key.Owner] : [unit];

    /// <param name="shown">Units from which their children's figures are read.</param>
    private static IDataLoaderResult<ImmutableArray<IndicatorFigure>> WholeOf(
        string unit, IndicatorKey key, HashSet<string> shown, Backend backend, CallContext call)
    {
        Load<ImmutableArray<IndicatorFigure>>[] loads = [.. HoldersOf(unit, key, backend.Directory).Select(Of)];
        return new Made<ImmutableArray<IndicatorFigure>>(call, () => [.. loads.SelectMany(load => load.Value)]);

        Load<ImmutableArray<IndicatorFigure>> Of(string holder) => (Load<ImmutableArray<IndicatorFigure>>)(
            holder != key.Owner && backend.Directory.Find(holder)!.Parent is { } parent && shown.Contains(parent)
                ? UnitReads.Indicator(parent, key, call).Then(reading => reading.Children.GetValueOrDefault(holder, []))
                : UnitReads.Indicator(holder, key, call).Then(reading => reading.Total));
    }

    private static async Task<IReadOnlyDictionary<PastQuestion, IReadOnlyDictionary<string, ImmutableArray<IndicatorFigure>>>> FetchAsync(
        IReadOnlyList<PastQuestion> asked, CallContext call, CancellationToken cancellation)
    {
        var backend = (Backend)call.Services.GetService(typeof(Backend))!;
        var found = new Dictionary<PastQuestion, IReadOnlyDictionary<string, ImmutableArray<IndicatorFigure>>>();
        foreach (var question in asked)
        {
            var at = new Standpoint(question.IsRestated, question.Day, question.Day);
            var units = at.Whole(question.Unit, backend).Units(at.TreeOf(backend));
            var indicator = question.Key.Owner.Length == 0 ? null : question.Key.Id;
            var events = await backend.QueryAsync(queries => queries.MeasuringAsync(indicator, units, cancellation));
            found[question] = events.GroupBy(stored => stored.Unit, StringComparer.Ordinal).ToDictionary(
                stored => stored.Key,
                stored => ImmutableArray.CreateRange(IndicatorsOnDay.Of(backend.Directory.Find(stored.Key)!, stored, question.Day)
                    .Select(figure => new IndicatorFigure(figure.Key, figure.Value))),
                StringComparer.Ordinal);
        }
        return found;
    }

    private sealed record PastQuestion(IndicatorKey Key, string Unit, bool IsRestated, DateOnly Day);
}

namespace Hierarchy.Api.Units;

/// <summary>Figures of past days, from the store. They have the current version of the unit's roll-up, because changes of past days are
/// recorded now.</summary>
internal static class PastReads
{
    /// <summary>Maximum number of concurrent queries of one answer: each may read the obligations of the whole country.</summary>
    private const int AtOnceMax = 4;

    private static readonly BatchLoader<FigureQuery, ImmutableArray<Figure>> Loader = new(FetchAsync, int.MaxValue);

    /// <summary>A cell of a unit on a past day.</summary>
    public static IDataLoaderResult Cell(
        Hierarchy.Grains.Units.Unit unit, Cell cell, DateOnly day, IUnitDirectory directory, CallContext call) =>
        UnitReads.Whole(unit, cell, call).Then(object (now) =>
            Figures(unit.Id, cell, [day], onTodaysMap: false, directory, call).Then(figures => ViewOf(figures, day, now)));

    /// <summary>The obligations at and below a unit for a period, from the store: roll-ups do not keep periods, and there are few such
    /// obligations.</summary>
    public static IDataLoaderResult Period<T>(
        string unit, string period, Standpoint at, Backend backend, CallContext call, Func<ProgressView, T> shown)
    {
        var (part, day) = (Part.Of(at.Whole(unit, backend), Hierarchy.Grains.Rollup.Cell.OfPeriod(period)), at.Past ?? backend.Today);
        return RestatedReads.Sums([part], [day], at.IsRestated, backend.Directory, call, sumOf => shown(ProgressView.Of(sumOf(part, day), at.Day))!);
    }

    /// <summary>The obligations of one line or duty of a plan, read together with all others of the plan.</summary>
    public static IDataLoaderResult Source(PlanEntry plan, string source, DateOnly day, IUnitDirectory directory, CallContext call)
    {
        var whole = Hierarchy.Grains.Rollup.Cell.OfPlan(plan.Owner, plan.Id, null, null);
        return UnitReads.Everywhere(Hierarchy.Grains.Rollup.Cell.OfSource(plan.Owner, source), call).Then(object (now) => Slices(
                new FigureQuery(UnitReads.TopOf(whole, directory).Id, whole, [day], FigureCut.Source), call)
            .Then(slices => ViewOf(slices, source, day, now)));
    }

    /// <summary>A cell on several days; today and later days use the present state, judged by each day.</summary>
    public static IDataLoaderResult Trend(
        Hierarchy.Grains.Units.Unit unit, Cell cell, ImmutableArray<DateOnly> days, Backend backend, CallContext call)
    {
        var today = backend.Today;
        ImmutableArray<DateOnly> past = [.. days.Where(day => day < today)];
        return UnitReads.Whole(unit, cell, call).Then(object (now) => past.IsEmpty
            ? PointsOf([], now)
            : Figures(unit.Id, cell, past, onTodaysMap: false, backend.Directory, call).Then(figures => PointsOf(figures, now)));

        List<TrendPoint> PointsOf(ImmutableArray<Figure> figures, Reading now) =>
            [.. days.Select(day => new TrendPoint(day, day < today ? ViewOf(figures, day, now) : ProgressView.Of(now, day)))];
    }

    /// <summary>The figures of one unit; those of many shown units are read together.</summary>
    public static IDataLoaderResult<ImmutableArray<Figure>> Figures(
        string unit, Cell cell, ImmutableArray<DateOnly> days, bool onTodaysMap, IUnitDirectory directory, CallContext call) =>
        ParentOf(unit, days, onTodaysMap, directory) is { } parent && UnitReads.IsShown(parent, call)
            ? Loader.Load(new FigureQuery(parent, cell, days, FigureCut.Child) { OnTodaysMap = onTodaysMap }, call).Then(
                ImmutableArray<Figure> (figures) => [.. figures.Where(figure => figure.Slice == unit)])
            : Loader.Load(new FigureQuery(unit, cell, days) { OnTodaysMap = onTodaysMap }, call);

    /// <summary>The unit's parent on all those days; null if it changed.</summary>
    private static string? ParentOf(string unit, ImmutableArray<DateOnly> days, bool onTodaysMap, IUnitDirectory directory)
    {
        string?[] parents = onTodaysMap
            ? [directory.Find(unit)!.Parent]
            : [.. days.Select(day => directory.StandingOn(day).Find(unit)!.Parent).Distinct()];
        return parents is [var only] ? only : null;
    }

    /// <summary>The content of each slice on the query's single day; empty ones are missing.</summary>
    public static IDataLoaderResult<IReadOnlyDictionary<string, Measures>> Slices(FigureQuery query, CallContext call) =>
        Loader.Load(query, call).Then(IReadOnlyDictionary<string, Measures> (figures) =>
            figures.ToDictionary(figure => figure.Slice, figure => figure.Measures, StringComparer.Ordinal));

    private static ProgressView ViewOf(ImmutableArray<Figure> figures, DateOnly day, Reading now) =>
        ProgressView.Of(ReadingOf(figures, day, now), day);

    /// <summary>The reading of a day.</summary>
    public static Reading ReadingOf(ImmutableArray<Figure> figures, DateOnly day, Reading now) =>
        now with { Measures = figures.FirstOrDefault(figure => figure.Day == day)?.Measures ?? Measures.Zero };

    private static ProgressView ViewOf(IReadOnlyDictionary<string, Measures> slices, string slice, DateOnly day, Reading now) =>
        ProgressView.Of(now with { Measures = slices.GetValueOrDefault(slice) ?? Measures.Zero }, day);

    private static async Task<IReadOnlyDictionary<FigureQuery, ImmutableArray<Figure>>> FetchAsync(
        IReadOnlyList<FigureQuery> asked, CallContext call, CancellationToken cancellation)
    {
        if (asked.Sum(query => query.Days.Length) > UnitReads.QuestionsMax)
        {
            throw new FieldError($"The answer would hold more than {UnitReads.QuestionsMax} figures: ask for fewer of them.", Codes.Limit);
        }
        var backend = (Backend)call.Services.GetService(typeof(Backend))!;
        var found = new Dictionary<FigureQuery, ImmutableArray<Figure>>(asked.Count);
        await Parallel.ForEachAsync(
            asked, new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellation }, async (query, _) =>
            {
                var figures = await backend.QueryAsync(queries => queries.FiguresAsync(query, cancellation)).ConfigureAwait(false);
                lock (found)
                {
                    found[query] = figures;
                }
            }).ConfigureAwait(false);
        return found;
    }
}

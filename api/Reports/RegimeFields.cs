namespace Hierarchy.Api.Reports;

/// <summary>Resolves the fields of a reporting regime.</summary>
internal sealed class RegimeFields(Backend backend)
{
    public Unit? Owner([FromSource] Regime regime) => backend.Directory.Find(regime.Owner);

    public Unit? Collector([FromSource] Regime regime) => regime.Collector is { } collector ? backend.Directory.Find(collector) : null;

    public IEnumerable<SectionRule> Sections([FromSource] Regime regime) => regime.Sections ?? [];

    public IEnumerable<TemplateRow> Template([FromSource] Regime regime) => regime.Template ?? [];

    public IEnumerable<ReportPeriod> Periods([FromSource] Regime regime, int year) => regime.PeriodsOf(year);
}

/// <summary>Resolves the fields of a period of one year, with the state of its reports.</summary>
internal sealed class PeriodFields(Backend backend)
{
    public DateOnly? Due([FromSource] ReportPeriod period, UnitKind kind) => period.DueOf(kind);

    public IDataLoaderResult Progress(
        [FromSource] ReportPeriod period, string unit, DateOnly? asOf, TreeView? tree, IResolveFieldContext context) =>
        Read(period, unit, asOf, tree, context, progress => progress);

    public IDataLoaderResult Completeness(
        [FromSource] ReportPeriod period, string unit, DateOnly? asOf, TreeView? tree, IResolveFieldContext context) =>
        Read(period, unit, asOf, tree, context, progress => new Rate(progress.HandedIn, progress.Sums.Owed));

    public IDataLoaderResult Timeliness(
        [FromSource] ReportPeriod period, string unit, DateOnly? asOf, TreeView? tree, IResolveFieldContext context) =>
        Read(period, unit, asOf, tree, context, progress => new Rate(progress.HandedInInTime, progress.Sums.Owed));

    public UnitConnection Missing(
        [FromSource] ReportPeriod period, string unit, DateOnly? asOf, TreeView? tree, int? first, string? after, IResolveFieldContext context)
    {
        _ = backend.Directory.Get(unit, "unit");
        var reader = Reader.Of(context);
        reader.CheckUnder(unit);
        var at = Standpoint.Of(tree, asOf, backend);
        var whole = at.Whole(unit, backend);
        var units = whole is not { More.Count: 1, Less.Count: 0 } ? [.. whole.Units(at.TreeOf(backend))]
            : at is { Past: { } day, IsRestated: false } ? UnitsOnDays.Below(unit, day, backend.Directory)
            : (ImmutableArray<string>?)null;
        return new UnitConnection(ObligationPages.Paged(
            new ObligationQuery(unit, Below: true, at.Past ?? backend.Today)
            {
                Units = units,
                IsPast = at.Past is not null,
                Period = period.Key,
                Status = [ObligationStatus.Waiting, ObligationStatus.NotStarted, ObligationStatus.InProgress],
                Readable = units is { } some ? reader.RestrictionOf(some) : reader.Restriction(unit),
            },
            first, after));
    }

    public IDataLoaderResult<IEnumerable<Right>> Rights([FromSource] ReportPeriod period, string unit, IResolveFieldContext context)
    {
        var (reader, at) = (Reader.Of(context), backend.Directory.Get(unit, "unit"));
        var paper = period.Regime.PaperOf(period, at.Kind).Key;
        return IndicatorReads.Measuring(unit, context.Call()).Then(found =>
            reader.RightsAt(found!.Acting.OfReports.GetValueOrDefault(paper) ?? found.Acting.OfValues ?? unit));
    }

    private IDataLoaderResult Read<T>(
        ReportPeriod period, string unit, DateOnly? asOf, TreeView? tree, IResolveFieldContext context, Func<ProgressView, T> shown)
    {
        _ = backend.Directory.Get(unit, "unit");
        Reader.Of(context).CheckTotals(unit);
        return PastReads.Period(unit, period.Key, Standpoint.Of(tree, asOf, backend), backend, context.Call(), shown);
    }
}

/// <summary>A ratio of two whole numbers.</summary>
internal sealed record Rate(long Numerator, long Denominator)
{
    public double? Percent => Denominator == 0 ? null : (double)(Numerator * 100) / Denominator;
}

/// <summary>A page of units.</summary>
/// <param name="Query">The query of their obligations for one period, read when selected: each unit is listed once, even with obligations
/// handed over to it. Null for units in memory.</param>
internal sealed record UnitConnection(ObligationQuery? Query)
{
    /// <summary>Total number and page, for units in memory.</summary>
    public (int Total, Page<Unit> Page, bool HasPrevious)? Known { get; init; }

    /// <summary>A page of units in memory.</summary>
    public static UnitConnection Of(ImmutableArray<Unit> all, int? first, string? after)
    {
        var size = Texts.PageSize(first, ObligationPages.PageUsual, ObligationPages.PageMax);
        var from = 0;
        if (after is not null)
        {
            var last = Cursors.ReadUnit(after);
            // If the cursor's unit is no longer listed, the list starts again.
            from = all.IndexOf(all.FirstOrDefault(unit => unit.Id == last)!) + 1;
        }
        return new UnitConnection((ObligationQuery?)null)
        {
            Known = (all.Length, new Page<Unit>([.. all.Skip(from).Take(size)], all.Length > from + size), from > 0),
        };
    }
}

internal sealed class UnitConnectionFields(Backend backend)
{
    public IDataLoaderResult<int?> TotalCount([FromSource] UnitConnection list, IResolveFieldContext context) =>
        list.Known is { } known
            ? new Made<int?>(context.Call(), () => known.Total)
            : ListLoads.Totals.Load(list.Query! with { After = null }, context.Call()).Then(int? (sums) => sums!.Units);

    public IDataLoaderResult<IEnumerable<Unit>> Nodes([FromSource] UnitConnection list, IResolveFieldContext context) =>
        list.Known is { } known
            ? new Made<IEnumerable<Unit>>(context.Call(), () => known.Page.Items)
            : ListLoads.Pages.Load(list.Query!, context.Call())
                .Then(page => page!.Items.Select(obligation => obligation.Unit).Distinct()
                    // Obligations of a unit are adjacent: a page that begins in the middle of one is recognised by its first item.
                    .Where(unit => list.Query!.After is not { } after || unit != Grains.Obligations.Obligation.UnitOf(after.Id))
                    .Select(backend.Directory.Find).OfType<Unit>());

    public IDataLoaderResult<PageInfo> PageInfo([FromSource] UnitConnection list, IResolveFieldContext context) =>
        list.Known is { } known
            ? new Made<PageInfo>(context.Call(), () => Obligations.PageInfo.Of(known.Page, known.HasPrevious, unit => Cursors.WriteUnit(unit.Id)))
            : ListLoads.Pages.Load(list.Query!, context.Call()).Then(page => Obligations.PageInfo.Of(
            page!, list.Query!.After is not null, obligation => Cursors.Write(ObligationCursor.Of(list.Query.Order, obligation))));
}

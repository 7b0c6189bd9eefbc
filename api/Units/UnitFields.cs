namespace Hierarchy.Api.Units;

/// <summary>Resolves the fields of units. Everything except plans and figures comes from the directory, without a call to a unit.</summary>
internal sealed class UnitFields(Backend backend)
{
    public DateOnly? ValidFrom([FromSource] Unit unit) => unit.From;

    public DateOnly? ValidTo([FromSource] Unit unit) => unit.To;

    /// <remarks>The parent is not part of a name: a move alone starts no new one.</remarks>
    public IEnumerable<UnitName> Names([FromSource] Unit unit)
    {
        var names = new List<UnitName>();
        foreach (var name in backend.Directory.Names(unit.Id))
        {
            if (names is [.., var last] && (last.Name, last.Kind, last.Code) == (name.Name, name.Kind, name.Code))
            {
                names[^1] = last with { To = name.To };
            }
            else
            {
                names.Add(name);
            }
        }
        return names;
    }

    public async Task<DateOnly?> OperatesFrom([FromSource] Unit unit) =>
        backend.Directory.Predecessors(unit.Id).FirstOrDefault(lineage => lineage.On == unit.From)?.Reorganisation is { } id
            && await ShownReorganisation.FindAsync(id, backend) is { } found
            ? found.Reading.Content.OperatesFrom
            : unit.From;

    public IEnumerable<LineageView> Predecessors([FromSource] Unit unit) =>
        backend.Directory.Predecessors(unit.Id).Select(lineage => LineageView.Of(lineage, lineage.Old, backend.Directory)).OfType<LineageView>();

    public IEnumerable<LineageView> Successors([FromSource] Unit unit) =>
        backend.Directory.Successors(unit.Id).Select(lineage => LineageView.Of(lineage, lineage.New, backend.Directory)).OfType<LineageView>();

    public Unit? Parent([FromSource] Unit unit, DateOnly? on) => Ancestors(unit, on).LastOrDefault();

    public IReadOnlyList<Unit> Ancestors([FromSource] Unit unit, DateOnly? on) => UnitsOnDays.Ancestors(unit.Id, Texts.Day(on, "on"), backend.Directory);

    public string Path([FromSource] Unit unit) => backend.Directory.Ancestors(unit.Id) is { Count: > 0 } above
        ? string.Join(" › ", above.Skip(1).Append(unit).Select(each => each.Name))
        : "";

    public IEnumerable<Unit> Children([FromSource] Unit unit, UnitKind? kind, DateOnly? on, IResolveFieldContext context)
    {
        UnitReads.ShowChildren(unit.Id, context.Call());
        var children = (Texts.Day(on, "on") is { } day ? backend.Directory.At(day) : backend.Directory).Children(unit.Id);
        return kind is { } only ? children.Where(child => child.Kind == only) : children;
    }

    public IDataLoaderResult<IEnumerable<Plan>> Plans([FromSource] Unit unit, int? year, IResolveFieldContext context) =>
        UnitReads.Plans(unit.Id, context.Call()).Then(plans => year is { } only ? plans.Where(plan => plan.Covers(only)) : plans);

    public object Drafts([FromSource] Unit unit, IResolveFieldContext context) => DraftOfOwner.OfUnit(unit, backend, context);

    public IDataLoaderResult<IEnumerable<Plan>> RelatedPlans(
        [FromSource] Unit unit, string? text, int? year, int? first, IResolveFieldContext context) =>
        Api.Plans.RelatedPlans.Find(unit, text, year, first, backend.Directory, backend.Map, context.Call());

    public IEnumerable<int> PlanYears([FromSource] Unit unit) => Api.Plans.RelatedPlans.Years(unit, backend.Directory, backend.Map);

    public IDataLoaderResult Progress(
        [FromSource] Unit unit, ProgressFilterInput? filter, DateOnly? asOf, TreeView? tree, IResolveFieldContext context)
    {
        Reader.Of(context).CheckTotals(unit.Id);
        var day = Texts.Day(asOf, "asOf") ?? backend.Today;
        if (IsRestated(unit, tree, day))
        {
            return RestatedBreakdown.Progress(unit, ProgressFilter.Of(filter), PastOf(day), day, backend, context.Call());
        }
        var cell = ProgressFilter.Of(filter).CellAt(unit.Id, backend.Directory, backend.Map);
        return day < backend.Today
            ? PastReads.Cell(unit, cell, day, backend.Directory, context.Call())
            : UnitReads.Whole(unit, cell, context.Call()).Then(found => ProgressView.Of(found, day));
    }

    public IDataLoaderResult Breakdown(
        [FromSource] Unit unit, Dimension by, ProgressFilterInput? filter, DateOnly? asOf, int? first, string? after, TreeView? tree,
        IResolveFieldContext context)
    {
        Reader.Of(context).CheckTotals(unit.Id);
        var day = Texts.Day(asOf, "asOf") ?? backend.Today;
        var asked = new BreakdownQuery(
            unit, ProgressFilter.Of(filter), day, Texts.PageSize(first, Api.Progress.Breakdown.PageMax, Api.Progress.Breakdown.PageMax), after);
        return IsRestated(unit, tree, day) ? new RestatedBreakdown(asked, PastOf(day), backend, context.Call()).By(by)
            : day < backend.Today
            ? new PastBreakdown(asked, backend, context.Call()).By(by)
            : new Breakdown(asked, backend.Directory, backend, context.Call()).By(by);
    }

    public IDataLoaderResult Trend(
        [FromSource] Unit unit, DateOnly from, DateOnly to, TrendStep step, ProgressFilterInput? filter, TreeView? tree,
        IResolveFieldContext context)
    {
        Reader.Of(context).CheckTotals(unit.Id);
        var days = TrendDays.Of(Texts.Day(from, "from")!.Value, Texts.Day(to, "to")!.Value, step);
        if (IsRestated(unit, tree, days[0]))
        {
            return RestatedBreakdown.Trend(unit, ProgressFilter.Of(filter), days, backend, context.Call());
        }
        var cell = ProgressFilter.Of(filter).CellAt(unit.Id, backend.Directory, backend.Map);
        return PastReads.Trend(unit, cell, days, backend, context.Call());
    }

    public IDataLoaderResult Unassigned([FromSource] Unit unit, ProgressFilterInput? filter, IResolveFieldContext context)
    {
        Reader.Of(context).CheckTotals(unit.Id);
        return RestatedBreakdown.Divided(unit, ProgressFilter.Of(filter), backend, context.Call());
    }

    /// <summary>Whether restating makes a difference for the unit or for units below it, now or on the day.</summary>
    private bool IsRestated(Unit unit, TreeView? tree, DateOnly day) => tree == TreeView.Restated
        && (backend.Map.IsAbout(unit.Id) || !ReferenceEquals(backend.Directory.StandingOn(day), backend.Directory));

    private DateOnly? PastOf(DateOnly day) => day < backend.Today ? day : null;

    public ObligationConnection Obligations(
        [FromSource] Unit unit, ObligationFilterInput? filter, ObligationOrder? orderBy, int? first, string? after, IResolveFieldContext context) =>
        ObligationPages.Of(unit.Id, below: false, filter, orderBy, first, after, backend, Reader.Of(context));

    public IEnumerable<Grant> Grants([FromSource] Unit unit, DateOnly? on, IResolveFieldContext context) =>
        GrantFields.At(unit, Texts.Day(on, "on") ?? backend.Today, Reader.Of(context), context.Call().Services);

    public IEnumerable<FocalAgency> FocalAgencies([FromSource] Unit unit, DateOnly? on, IResolveFieldContext context) =>
        FocalAgencyFields.Of(unit.Id, Texts.Day(on, "on") ?? backend.Today, Reader.Of(context), context.Call());

    public object Indicators([FromSource] Unit unit, int? year, TreeView? tree, IResolveFieldContext context) =>
        IndicatorReads.Of(unit, year, Standpoint.Of(tree, null, backend), backend, context.Call());

    public IDataLoaderResult Inspections([FromSource] Unit unit, int? year, TreeView? tree, IResolveFieldContext context) => SubtreeReads.Inspections(
        unit.Id, year, Reader.Of(context).ReadsAnythingAt, Standpoint.Of(tree, null, backend), backend, context.Call());

    public IDataLoaderResult InspectionCoverage(
        [FromSource] Unit unit, int year, UnitKind unitKind, DateOnly? asOf, TreeView? tree, IResolveFieldContext context)
    {
        Reader.Of(context).CheckTotals(unit.Id);
        CheckYear(year);
        return IndicatorReads.Coverage(unit, year, unitKind, Standpoint.Of(tree, asOf, backend), backend, context.Call());
    }

    public IDataLoaderResult NotInspected(
        [FromSource] Unit unit, int year, UnitKind unitKind, int? first, string? after, IResolveFieldContext context)
    {
        CheckYear(year);
        var reader = Reader.Of(context);
        return SubtreeReads.NotInspected(
            unit, year, unitKind, backend, context.Call(),
            missing => UnitConnection.Of([.. missing.Where(one => reader.ReadsAnythingAt(one.Id))], first, after));
    }

    private static void CheckYear(int year)
    {
        if (year is < Limits.YearMin or > Limits.YearMax)
        {
            throw ApiError.Invalid($"year must lie in {Limits.YearMin}..{Limits.YearMax}.", "year");
        }
    }

    public ObligationConnection Findings([FromSource] Unit unit, int? first, string? after, TreeView? tree, IResolveFieldContext context) =>
        ObligationPages.Of(
            unit.Id, below: true, ObligationFilterInput.None with { Kind = Grains.Obligations.ObligationKind.Finding, Tree = tree }, null, first, after,
            backend, Reader.Of(context));

    public ChangeConnection History([FromSource] Unit unit, int? first, string? after, IResolveFieldContext context) =>
        HistoryPage.Of(unit, first, after, Reader.Of(context));
}

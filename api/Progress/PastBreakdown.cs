namespace Hierarchy.Api.Progress;

/// <summary>The breakdown for a past day: one query for each dimension.</summary>
internal sealed class PastBreakdown(BreakdownQuery asked, Backend backend, CallContext call)
    : Breakdown(asked, backend.Directory.StandingOn(asked.AsOf), backend, call)
{
    private readonly BreakdownQuery _asked = asked;
    private readonly CallContext _call = call;

    protected override IDataLoaderResult ByReformArea()
    {
        ReformArea[] all = _asked.Filter.ReformArea is { } only ? [only] : Enum.GetValues<ReformArea>();
        ReformArea[] areas = [.. PageOf(all, Text.Constant)];
        return Cut(CellAt(_asked.Filter), FigureCut.ReformArea, (found, version) => [.. areas.Select(area =>
            SliceOf(Text.Constant(area), LabelOf(area), ReadingOf(found, area.ToString(), version)))]);
    }

    protected override IDataLoaderResult ByChild()
    {
        var unit = _asked.Unit;
        var children = ChildrenAfter();
        return Cut(CellAt(_asked.Filter), FigureCut.Child, (found, version) =>
        {
            var slices = new List<Slice>();
            if (_asked.After is null && found.ContainsKey(unit.Id))
            {
                slices.Add(SliceOf(unit.Id, DirectLabelOf(unit), ReadingOf(found, unit.Id, version)));
            }
            slices.AddRange(SlicesOf(
                children, child => found.ContainsKey(child.Id) ? ReadingOf(found, child.Id, version) : null, _asked.First - slices.Count));
            return slices;
        });
    }

    protected override IDataLoaderResult ByPlan()
    {
        ImmutableArray<PlanEntry> rest = [.. Rest(PlansHere(), plan => plan.Id)];
        return Cut(CellAt(_asked.Filter with { Scope = Scope.All }), FigureCut.Plan, (found, version) =>
        [
            .. rest
                .Where(plan => found.ContainsKey(plan.Id) || (plan.ExistsFrom <= _asked.AsOf && IsBelow(plan)))
                .Take(_asked.First)
                .Select(plan => SliceOf(plan.Id, plan.Title, ReadingOf(found, plan.Id, version))),
        ]);
    }

    protected override IDataLoaderResult ByPlanTask()
    {
        var plan = PlanOfTasks();
        return UnitReads.Contents(plan.Id, _call).Then(object (contents) =>
        {
            var sources = PageOf([.. SourcesOf(contents!.Whole)], line => line.Id).ToArray();
            var cell = _asked.Filter.Covers(plan) ? Cell.OfPlan(plan.Owner, plan.Id, null, null) : ProgressFilter.Nothing();
            return Cut(cell, FigureCut.Source, (found, version) =>
                [.. sources.Select(source => SliceOf(source.Id, source.Label, ReadingOf(found, source.Id, version)))]);
        });
    }

    private IDataLoaderResult Cut(Cell cell, FigureCut cut, Func<IReadOnlyDictionary<string, Measures>, long, IReadOnlyList<Slice>> make) =>
        UnitReads.Whole(_asked.Unit, cell, _call).Then(object (now) =>
            PastReads.Slices(new FigureQuery(_asked.Unit.Id, cell, [_asked.AsOf], cut), _call).Then(found => make(found, now.Version)));

    private static Reading ReadingOf(IReadOnlyDictionary<string, Measures> found, string slice, long version) =>
        new(found.GetValueOrDefault(slice) ?? Measures.Zero, version);
}

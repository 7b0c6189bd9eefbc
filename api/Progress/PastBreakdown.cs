using System.Collections.Immutable;
using Hierarchy.Api.Units;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Rollup;

namespace Hierarchy.Api.Progress;

/// <summary>The same of a past day, each dimension by one question.</summary>
internal sealed class PastBreakdown(BreakdownQuery asked, IUnitDirectory directory, CallContext call) : Breakdown(asked, directory, call)
{
    private readonly BreakdownQuery _asked = asked;
    private readonly IUnitDirectory _directory = directory;
    private readonly CallContext _call = call;

    protected override IDataLoaderResult ByReformArea()
    {
        ReformArea[] all = _asked.Filter.ReformArea is { } only ? [only] : Enum.GetValues<ReformArea>();
        ReformArea[] areas = [.. PageOf(all, Text.Constant)];
        var (at, cell) = _asked.Filter.KeyAt(_asked.Unit.Id, _directory);
        return Cut(at, cell, FigureCut.ReformArea, (found, version) => [.. areas.Select(area =>
            SliceOf(Text.Constant(area), LabelOf(area), ReadingOf(found, area.ToString(), version)))]);
    }

    protected override IDataLoaderResult ByChild()
    {
        var unit = _asked.Unit;
        var children = ChildrenAfter(_directory);
        var (at, cell) = _asked.Filter.KeyAt(unit.Id, _directory);
        return Cut(unit.Id, cell, FigureCut.Child, (found, version) =>
        {
            var slices = new List<Slice>();
            if (_asked.After is null && at == unit.Id && found.ContainsKey(unit.Id))
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
        var filter = _asked.Filter;
        var cell = filter.FindPlan(_directory) is { } one
            ? filter.CellOf(one)
            : (filter with { Scope = Scope.All }).KeyAt(_asked.Unit.Id, _directory).Cell;
        return Cut(_asked.Unit.Id, cell, FigureCut.Plan, (found, version) =>
        [
            .. rest
                .Where(plan => found.ContainsKey(plan.Id) || (plan.ExistsFrom <= _asked.AsOf
                    && ProgressFilter.ReadAt(_asked.Unit.Id, plan, _directory) != _asked.Unit.Id))
                .Take(_asked.First)
                .Select(plan => SliceOf(plan.Id, plan.Title, ReadingOf(found, plan.Id, version))),
        ]);
    }

    protected override IDataLoaderResult ByPlanTask()
    {
        var plan = PlanOfTasks();
        var at = ProgressFilter.ReadAt(_asked.Unit.Id, plan, _directory);
        return UnitReads.Contents(plan.Id, _call).Then(object (contents) =>
        {
            var sources = PageOf(
                [.. SourcesOf(contents!.Whole, task => contents.Whole.Tasks[task].Id, duty => contents.Whole.Duties[duty].Id)], line => line.Id).ToArray();
            var cell = _asked.Filter.Covers(plan) ? Cell.OfPlan(plan.Owner, plan.Id, null, null) : ProgressFilter.Nothing();
            return Cut(at, cell, FigureCut.Source, (found, version) =>
                [.. sources.Select(source => SliceOf(source.Id, source.Label, ReadingOf(found, source.Of, version)))]);
        });
    }

    private IDataLoaderResult Cut(
        string at, Cell cell, FigureCut cut, Func<IReadOnlyDictionary<string, Measures>, long, IReadOnlyList<Slice>> make) =>
        UnitReads.Cell(at, cell, _call).Then(object (now) =>
            PastReads.Slices(new FigureQuery(at, cell, [_asked.AsOf], cut), _call).Then(found => make(found, now.Version)));

    private static Reading ReadingOf(IReadOnlyDictionary<string, Measures> found, string slice, long version) =>
        new(found.GetValueOrDefault(slice) ?? Measures.Zero, version);
}

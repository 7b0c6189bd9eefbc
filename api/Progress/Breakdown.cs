using Hierarchy.Api.Plans;
using Hierarchy.Api.Units;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Rollup;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Progress;

/// <summary>A unit's roll-up cut along one dimension. The slices of areas and of children sum to the whole.</summary>
internal sealed class Breakdown(Unit unit, ProgressFilter filter, DateOnly asOf, IUnitDirectory directory, CallContext call)
{
    /// <summary>Plans that one breakdown may list.</summary>
    private const int PlansMax = 1_000;

    public IDataLoaderResult By(Dimension dimension) => dimension switch
    {
        Dimension.ReformArea => ByReformArea(),
        Dimension.Child => ByChild(),
        Dimension.Plan => ByPlan(),
        _ => ByPlanTask(),
    };

    public static string LabelOf(ReformArea area) => area switch
    {
        ReformArea.Institutions => "Thể chế",
        ReformArea.Procedures => "Thủ tục hành chính",
        ReformArea.Apparatus => "Tổ chức bộ máy",
        ReformArea.CivilService => "Cán bộ - công chức - viên chức",
        ReformArea.PublicFinance => "Tài chính công",
        ReformArea.Modernisation => "Hiện đại hóa hành chính",
        ReformArea.Steering => "Chỉ đạo điều hành",
        _ => "Khác",
    };

    private IDataLoaderResult<IReadOnlyList<Slice>> ByReformArea()
    {
        ReformArea[] areas = filter.ReformArea is { } only ? [only] : Enum.GetValues<ReformArea>();
        var keys = Array.ConvertAll(areas, area => (filter with { ReformArea = area }).KeyAt(unit.Id, directory));
        return UnitReads.Cells(keys, call).Then(IReadOnlyList<Slice> (readings) =>
            [.. areas.Select((area, i) => SliceOf(Text.Constant(area), LabelOf(area), readings[i]))]);
    }

    private IDataLoaderResult<IReadOnlyList<Slice>> ByChild()
    {
        var children = directory.Children(unit.Id);
        var (at, cell) = filter.KeyAt(unit.Id, directory);
        if (at != unit.Id)
        {
            // All that the plan imposes stands at or below its owner, and its owner stands below one child.
            return UnitReads.Cell(at, cell, call).Then(IReadOnlyList<Slice> (reading) => [.. children.Select(
                child => SliceOf(child.Id, child.Name, directory.IsAtOrBelow(at, child.Id) ? reading : Reading.Nothing))]);
        }
        return UnitReads.Parts(at, cell, call).Then(IReadOnlyList<Slice> (all) =>
        {
            var slices = new List<Slice>(children.Count + 1);
            if (!all.Own.IsZero)
            {
                slices.Add(SliceOf(unit.Id, unit.Name + " (trực tiếp)", new Reading(all.Own, all.Version)));
            }
            slices.AddRange(children.Select(child => SliceOf(child.Id, child.Name,
                all.Children.GetValueOrDefault(child.Id) is { } part ? new Reading(part.Measures, part.Version) : Reading.Nothing)));
            return slices;
        });
    }

    private IDataLoaderResult<IReadOnlyList<Slice>> ByPlan()
    {
        var plans = PlansHere();
        if (plans.Count > PlansMax)
        {
            throw ApiError.Invalid(
                $"There are {plans.Count} plans here, more than {PlansMax}: filter by year, or ask a unit further down.", "filter");
        }
        // Above and at the unit its own roll-up holds the plan's cell; below it, only the owner's does.
        (string Unit, Cell Cell)[] keys = [.. plans.Select(plan => (ProgressFilter.ReadAt(unit.Id, plan, directory), filter.CellOf(plan)))];
        return UnitReads.Cells(keys, call).Then(IReadOnlyList<Slice> (readings) =>
            [.. plans.Select((plan, i) => (Plan: plan, At: keys[i].Unit, Reading: readings[i]))
                .Where(slice => slice.At != unit.Id || !slice.Reading.Measures.IsZero)
                .Select(slice => SliceOf(slice.Plan.Id, slice.Plan.Title, slice.Reading))]);
    }

    /// <summary>Plans of the unit, of those above it and of those below it that fit the filter, newest first.</summary>
    private List<PlanEntry> PlansHere()
    {
        if (filter.FindPlan(directory) is { } one)
        {
            ProgressFilter.ReadAt(unit.Id, one, directory);
            return filter.Covers(one) ? [one] : [];
        }
        return [.. RelatedPlans.Of(unit.Id, directory).Where(filter.Covers)];
    }

    private IDataLoaderResult ByPlanTask()
    {
        if (filter.FindPlan(directory) is not { } plan)
        {
            throw ApiError.Invalid("PLAN_TASK needs filter.plan.", "filter", "plan");
        }
        var at = ProgressFilter.ReadAt(unit.Id, plan, directory);
        if (at == plan.Owner)
        {
            return UnitReads.Sources(plan, call).Then(found => SlicesOf(
                SourcesOf(found.Sources.Contents, task => found.Sources.Tasks[task], duty => found.Sources.Duties[duty])
                    .Select(source => (source.Id, source.Label, new Reading(filter.Covers(plan)
                        ? source.Of : Measures.Zero, found.Version)))));
        }
        // The owner knows the lines, the unit its own part of each.
        return UnitReads.Contents(plan.Id, call).Then(contents =>
        {
            var sources = SourcesOf(contents!.Whole, task => contents.Whole.Tasks[task].Id,
                duty => contents.Whole.Duties[duty].Id).ToArray();
            var cells = sources.Select(source => filter.Covers(plan) ? Cell.OfSource(plan.Owner, source.Of) : ProgressFilter.Nothing());
            return UnitReads.Cells(at, cells, call).Then(readings => SlicesOf(sources.Select((source, i) => (source.Id, source.Label,
                readings[i]))));
        });
    }

    /// <summary>The lines of the plan, or its duties, or both, that fit the filter, with something of each.</summary>
    private IEnumerable<(string Id, string Label, T Of)> SourcesOf<T>(PlanContents contents, Func<int, T> ofTask, Func<int, T> ofDuty)
    {
        var tasks = filter.Kind is null or ObligationKind.Task
            ? contents.Tasks.Select((task, i) => (Task: task, Of: ofTask(i)))
                .Where(line => filter.ReformArea is not { } reform || contents.Plan.FindArea(line.Task.Area)!.Reform == reform)
                .Select(line => (line.Task.Id, $"{line.Task.Code} {line.Task.Title}", line.Of))
            : [];
        // Duties stand under no area of the plan; they count as steering.
        var duties = filter.Kind is not ObligationKind.Task && filter.ReformArea is null or ReformArea.Steering
            ? contents.Duties.Select((duty, i) => (Duty: duty, Of: ofDuty(i)))
                .Where(line => filter.Kind is not { } kind || line.Duty.Kind == kind)
                .Select(line => (line.Duty.Id, line.Duty.Title, line.Of))
            : [];
        return tasks.Concat(duties);
    }

    private Slice[] SlicesOf(IEnumerable<(string Id, string Label, Reading Reading)> sources) =>
        [.. sources.Select(source => SliceOf(source.Id, source.Label, source.Reading))];

    private Slice SliceOf(string key, string label, Reading reading) => new(key, label, ProgressView.Of(reading, asOf));
}

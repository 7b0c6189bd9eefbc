using System.Collections.Immutable;
using Hierarchy.Api.Plans;
using Hierarchy.Api.Units;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Rollup;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Progress;

/// <summary>One page of a unit's roll-up cut along one dimension. The slices of all areas and of all children sum to the whole.</summary>
internal class Breakdown(BreakdownQuery asked, IUnitDirectory directory, CallContext call)
{
    /// <summary>Slices of one page, and what a page has unless told otherwise.</summary>
    public const int PageMax = 1_000;

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

    protected virtual IDataLoaderResult ByReformArea()
    {
        ReformArea[] all = asked.Filter.ReformArea is { } only ? [only] : Enum.GetValues<ReformArea>();
        ReformArea[] areas = [.. PageOf(all, Text.Constant)];
        var keys = Array.ConvertAll(areas, area => (asked.Filter with { ReformArea = area }).KeyAt(asked.Unit.Id, directory));
        return UnitReads.Cells(keys, call).Then(IReadOnlyList<Slice> (readings) =>
            [.. areas.Select((area, i) => SliceOf(Text.Constant(area), LabelOf(area), readings[i]))]);
    }

    protected virtual IDataLoaderResult ByChild()
    {
        // The unit's own part, where there is one, comes before the children and bears the unit's key.
        var children = ChildrenAfter(directory);
        var (at, cell) = asked.Filter.KeyAt(asked.Unit.Id, directory);
        if (at != asked.Unit.Id)
        {
            // All that the plan imposes stands at or below its owner, and its owner stands below one child.
            return UnitReads.Cell(at, cell, call).Then(IReadOnlyList<Slice> (reading) => SlicesOf(
                children, child => directory.IsAtOrBelow(at, child.Id) ? reading : null, asked.First));
        }
        return UnitReads.Parts(at, cell, call).Then(IReadOnlyList<Slice> (all) =>
        {
            var slices = new List<Slice>(Math.Min(asked.First, all.Children.Count + 1));
            if (asked.After is null && !all.Own.IsZero)
            {
                slices.Add(SliceOf(asked.Unit.Id, DirectLabelOf(asked.Unit), new Reading(all.Own, all.Version)));
            }
            slices.AddRange(SlicesOf(
                children, child => all.Children.GetValueOrDefault(child.Id) is { } part ? new Reading(part.Measures, part.Version) : null,
                asked.First - slices.Count));
            return slices;
        });
    }

    /// <summary>The children after the cursor, those that have ended after those that there are.</summary>
    protected Unit[] ChildrenAfter(IUnitDirectory units)
    {
        IReadOnlyList<Unit> below = [.. units.Children(asked.Unit.Id), .. units.Closed(asked.Unit.Id)];
        return [.. asked.After == asked.Unit.Id ? below : Rest(below, child => child.Id)];
    }

    /// <summary>A slice of each child; of those that have ended, only where it still counts something.</summary>
    protected ImmutableArray<Slice> SlicesOf(IEnumerable<Unit> children, Func<Unit, Reading?> readingOf, int first) =>
    [
        .. children.Select(child => (Child: child, Reading: readingOf(child)))
            .Where(slice => !slice.Child.IsClosed || slice.Reading?.Measures.IsZero == false)
            .Take(first)
            .Select(slice => SliceOf(slice.Child.Id, slice.Child.Name, slice.Reading ?? Reading.Nothing)),
    ];

    protected virtual IDataLoaderResult ByPlan() => PageOfPlans([], [.. Rest(PlansHere(), plan => plan.Id)]);

    // Plans at or above the unit that count nothing here are left out, so that a page may take more of them than it shows.
    private IDataLoaderResult<object> PageOfPlans(ImmutableArray<Slice> slices, ImmutableArray<PlanEntry> rest)
    {
        var plans = rest[..Math.Min(asked.First, rest.Length)];
        // Of a plan of this unit or one above, its own roll-up holds the cell; of one below, the owner's does, but for what was handed over
        // beside that.
        (string Unit, Cell Cell)[] keys = [.. plans.Select(plan => (ProgressFilter.ReadAt(asked.Unit.Id, plan, directory), asked.Filter.CellOf(plan)))];
        return UnitReads.Cells([.. keys, .. keys.Select(key => (asked.Unit.Id, key.Cell))], call).Then(object (readings) =>
        {
            slices = [.. slices.Concat(plans.Select((plan, i) => (Plan: plan, At: keys[i].Unit, Reading: keys[i].Unit == asked.Unit.Id
                    ? readings[i]
                    : readings[i].With(readings[keys.Length + i])))
                .Where(slice => slice.At != asked.Unit.Id || !slice.Reading.Measures.IsZero)
                .Select(slice => SliceOf(slice.Plan.Id, slice.Plan.Title, slice.Reading))
                .Take(asked.First - slices.Length))];
            return slices.Length == asked.First || plans.Length == rest.Length ? slices : PageOfPlans(slices, rest[plans.Length..]);
        });
    }

    /// <summary>Plans of the unit, of those above it and of those below it that fit the filter, newest first.</summary>
    protected List<PlanEntry> PlansHere()
    {
        if (asked.Filter.FindPlan(directory) is { } one)
        {
            ProgressFilter.ReadAt(asked.Unit.Id, one, directory);
            return asked.Filter.Covers(one) ? [one] : [];
        }
        return [.. RelatedPlans.Of(asked.Unit.Id, directory).Where(asked.Filter.Covers)];
    }

    protected virtual IDataLoaderResult ByPlanTask()
    {
        var plan = PlanOfTasks();
        var at = ProgressFilter.ReadAt(asked.Unit.Id, plan, directory);
        if (at == plan.Owner)
        {
            return UnitReads.Sources(plan, call).Then(found => SlicesOf(
                PageOf([.. SourcesOf(found.Sources.Contents, task => found.Sources.Tasks[task], duty => found.Sources.Duties[duty])], line => line.Id)
                    .Select(source => (source.Id, source.Label, new Reading(asked.Filter.Covers(plan) ? source.Of : Measures.Zero, found.Version)))));
        }
        // The owner knows the lines, the unit its own part of each.
        return UnitReads.Contents(plan.Id, call).Then(contents =>
        {
            var sources = PageOf(
                [.. SourcesOf(contents!.Whole, task => contents.Whole.Tasks[task].Id, duty => contents.Whole.Duties[duty].Id)], line => line.Id).ToArray();
            var cells = sources.Select(source => asked.Filter.Covers(plan) ? Cell.OfSource(plan.Owner, source.Of) : ProgressFilter.Nothing());
            return UnitReads.Cells(at, cells, call).Then(readings => SlicesOf(sources.Select((source, i) => (source.Id, source.Label,
                readings[i]))));
        });
    }

    /// <exception cref="FieldError">The filter names no plan.</exception>
    protected PlanEntry PlanOfTasks() => asked.Filter.FindPlan(directory) ?? throw ApiError.Invalid("PLAN_TASK needs filter.plan.", "filter", "plan");

    protected static string DirectLabelOf(Unit unit) => unit.Name + " (trực tiếp)";

    /// <summary>The lines of the plan, or its duties, or both, that fit the filter, with something of each.</summary>
    protected IEnumerable<(string Id, string Label, T Of)> SourcesOf<T>(PlanContents contents, Func<int, T> ofTask, Func<int, T> ofDuty)
    {
        var tasks = asked.Filter.Kind is null or ObligationKind.Task
            ? contents.Tasks.Select((task, i) => (Task: task, Of: ofTask(i)))
                .Where(line => asked.Filter.ReformArea is not { } reform || contents.Plan.FindArea(line.Task.Area)!.Reform == reform)
                .Select(line => (line.Task.Id, $"{line.Task.Code} {line.Task.Title}", line.Of))
            : [];
        // Duties stand under no area of the plan; they count as steering.
        var duties = asked.Filter.Kind is not ObligationKind.Task && asked.Filter.ReformArea is null or ReformArea.Steering
            ? contents.Duties.Select((duty, i) => (Duty: duty, Of: ofDuty(i)))
                .Where(line => asked.Filter.Kind is not { } kind || line.Duty.Kind == kind)
                .Select(line => (line.Duty.Id, line.Duty.Title, line.Of))
            : [];
        return tasks.Concat(duties);
    }

    protected IEnumerable<T> PageOf<T>(IReadOnlyList<T> all, Func<T, string> keyOf) => Rest(all, keyOf).Take(asked.First);

    /// <summary>All that comes after the page before.</summary>
    /// <exception cref="FieldError">There is no such slice.</exception>
    protected IEnumerable<T> Rest<T>(IReadOnlyList<T> all, Func<T, string> keyOf)
    {
        if (asked.After is null)
        {
            return all;
        }
        for (var i = 0; i < all.Count; i++)
        {
            if (keyOf(all[i]) == asked.After)
            {
                return all.Skip(i + 1);
            }
        }
        throw ApiError.Invalid("after is the key of no slice of this breakdown: pass the key of the last one of the page before.", "after");
    }

    private Slice[] SlicesOf(IEnumerable<(string Id, string Label, Reading Reading)> sources) =>
        [.. sources.Select(source => SliceOf(source.Id, source.Label, source.Reading))];

    protected Slice SliceOf(string key, string label, Reading reading) => new(key, label, ProgressView.Of(reading, asked.AsOf));
}

/// <summary>What of a breakdown is asked for.</summary>
/// <param name="After">The key of the last slice of the page before; null for the first page.</param>
internal sealed record BreakdownQuery(Unit Unit, ProgressFilter Filter, DateOnly AsOf, int First, string? After);

namespace Hierarchy.Api.Progress;

/// <summary>One page of a unit's roll-up sliced along one dimension. The slices of all areas and of all children add up to the
/// whole.</summary>
/// <param name="directory">The tree of units for the slices by child.</param>
internal class Breakdown(BreakdownQuery asked, IUnitDirectory directory, Backend backend, CallContext call)
{
    /// <summary>Maximum and default number of slices of a page.</summary>
    public const int PageMax = 1_000;

    private readonly IUnitDirectory _directory = directory;

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
        var cells = areas.Select(area => CellAt(asked.Filter with { ReformArea = area }));
        return UnitReads.Wholes(asked.Unit, cells, call).Then(IReadOnlyList<Slice> (readings) =>
            [.. areas.Select((area, i) => SliceOf(Text.Constant(area), LabelOf(area), readings[i]))]);
    }

    protected virtual IDataLoaderResult ByChild()
    {
        // The unit's own part, if any, precedes the children and has the unit's key.
        var children = ChildrenAfter();
        var cell = CellAt(asked.Filter);
        // A plan's cells do not rise above its owner: they count at the child that contains the owner.
        var owner = UnitReads.EndsBelow(asked.Unit.Id, cell, _directory) ? (Load<Reading>)UnitReads.Cell(cell.Owner, cell, call) : null;
        return UnitReads.Parts(asked.Unit.Id, cell, call).Then(IReadOnlyList<Slice> (all) =>
        {
            var slices = new List<Slice>(Math.Min(asked.First, all.Children.Count + 1));
            if (asked.After is null && !all.Own.IsZero)
            {
                slices.Add(SliceOf(asked.Unit.Id, DirectLabelOf(asked.Unit), new Reading(all.Own, all.Version)));
            }
            slices.AddRange(SlicesOf(children, ReadingOf, asked.First - slices.Count));
            return slices;

            Reading? ReadingOf(Unit child)
            {
                var part = all.Children.GetValueOrDefault(child.Id) is { } told ? new Reading(told.Measures, told.Version) : null;
                return owner is null || !_directory.IsAtOrBelow(cell.Owner, child.Id) ? part : owner.Value.With(part ?? Reading.Nothing);
            }
        });
    }

    /// <summary>The children after the cursor, open ones before ended ones.</summary>
    protected Unit[] ChildrenAfter()
    {
        IReadOnlyList<Unit> below = [.. _directory.Children(asked.Unit.Id), .. _directory.Closed(asked.Unit.Id)];
        return [.. asked.After == asked.Unit.Id ? below : Rest(below, child => child.Id)];
    }

    /// <summary>A slice for each child; for ended ones only if not empty.</summary>
    protected ImmutableArray<Slice> SlicesOf(IEnumerable<Unit> children, Func<Unit, Reading?> readingOf, int first) =>
    [
        .. children.Select(child => (Child: child, Reading: readingOf(child)))
            .Where(slice => !slice.Child.IsClosed || slice.Reading?.Measures.IsZero == false)
            .Take(first)
            .Select(slice => SliceOf(slice.Child.Id, slice.Child.Name, slice.Reading ?? Reading.Nothing)),
    ];

    protected virtual IDataLoaderResult ByPlan() => PageOfPlans([], [.. Rest(PlansHere(), plan => plan.Id)]);

    // Plans at or above the unit that are empty here are left out, so a page may read more plans than it shows.
    private IDataLoaderResult<object> PageOfPlans(ImmutableArray<Slice> slices, ImmutableArray<PlanEntry> rest)
    {
        var plans = rest[..Math.Min(asked.First, rest.Length)];
        return UnitReads.Wholes(asked.Unit, plans.Select(asked.Filter.CellOf), call).Then(object (readings) =>
        {
            slices = [.. slices.Concat(plans.Select((plan, i) => (Plan: plan, Reading: readings[i]))
                .Where(slice => IsBelow(slice.Plan) || !slice.Reading.Measures.IsZero)
                .Select(slice => SliceOf(slice.Plan.Id, slice.Plan.Title, slice.Reading))
                .Take(asked.First - slices.Length))];
            return slices.Length == asked.First || plans.Length == rest.Length ? slices : PageOfPlans(slices, rest[plans.Length..]);
        });
    }

    /// <summary>Plans that concern the unit and match the filter, newest first.</summary>
    protected List<PlanEntry> PlansHere() =>
        asked.Filter.PlanAt(asked.Unit.Id, backend.Directory, backend.Map) is { } one
            ? asked.Filter.Covers(one) ? [one] : []
            : [.. RelatedPlans.Of(asked.Unit.Id, backend.Directory, backend.Map).Where(asked.Filter.Covers)];

    /// <summary>Whether the plan belongs to a unit below this one; it is shown even if empty.</summary>
    protected bool IsBelow(PlanEntry plan) => plan.Owner != asked.Unit.Id && _directory.IsAtOrBelow(plan.Owner, asked.Unit.Id);

    protected Cell CellAt(ProgressFilter filter) => filter.CellAt(asked.Unit.Id, backend.Directory, backend.Map);

    protected virtual IDataLoaderResult ByPlanTask()
    {
        var plan = PlanOfTasks();
        // The owner knows the lines, the unit its part of each.
        return UnitReads.Contents(plan.Id, call).Then(contents =>
        {
            var sources = PageOf([.. SourcesOf(contents!.Whole)], line => line.Id).ToArray();
            return UnitReads.Wholes(asked.Unit, sources.Select(source => CellOf(plan, source.Id)), call).Then(IReadOnlyList<Slice> (readings) =>
                [.. sources.Select((source, i) => SliceOf(source.Id, source.Label, readings[i]))]);
        });
    }

    /// <exception cref="FieldError">The filter names no plan, or one that does not concern the unit.</exception>
    protected PlanEntry PlanOfTasks() => asked.Filter.PlanAt(asked.Unit.Id, backend.Directory, backend.Map)
        ?? throw ApiError.Invalid("PLAN_TASK needs filter.plan.", "filter", "plan");

    /// <summary>The cell of a line or a duty.</summary>
    protected Cell CellOf(PlanEntry plan, string source) => asked.Filter.Covers(plan) ? Cell.OfSource(plan.Owner, source) : ProgressFilter.Nothing();

    protected static string DirectLabelOf(Unit unit) => unit.Name + " (trực tiếp)";

    /// <summary>The lines or duties of the plan, or both, that match the filter.</summary>
    protected IEnumerable<(string Id, string Label)> SourcesOf(PlanContents contents)
    {
        var tasks = asked.Filter.Kind is null or ObligationKind.Task
            ? contents.Tasks
                .Where(task => asked.Filter.ReformArea is not { } reform || contents.Plan.FindArea(task.Area)!.Reform == reform)
                .Select(task => (task.Id, $"{task.Code} {task.Title}"))
            : [];
        // Duties belong to no area of the plan; they count as steering.
        var duties = asked.Filter.Kind is not ObligationKind.Task && asked.Filter.ReformArea is null or ReformArea.Steering
            ? contents.Duties
                .Where(duty => asked.Filter.Kind is not { } kind || duty.Kind == kind)
                .Select(duty => (duty.Id, duty.Title))
            : [];
        return tasks.Concat(duties);
    }

    protected IEnumerable<T> PageOf<T>(IReadOnlyList<T> all, Func<T, string> keyOf) => Rest(all, keyOf).Take(asked.First);

    /// <summary>Everything after the previous page.</summary>
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

    protected Slice SliceOf(string key, string label, Reading reading) => new(key, label, ProgressView.Of(reading, asked.AsOf));
}

/// <summary>A requested page of a breakdown.</summary>
/// <param name="After">The key of the last slice of the previous page; null for the first page.</param>
internal sealed record BreakdownQuery(Unit Unit, ProgressFilter Filter, DateOnly AsOf, int First, string? After);

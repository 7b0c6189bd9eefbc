namespace Hierarchy.Api.Plans;

/// <summary>Resolves the fields of plans. Each is read from the unit that owns it.</summary>
internal sealed class PlanFields(Backend backend)
{
    public Unit? Owner([FromSource] Plan plan) => backend.Directory.Find(plan.Owner);

    public Unit? Steward([FromSource] Plan plan) => plan.Steward is { } steward ? backend.Directory.Find(steward) : null;

    public IDataLoaderResult<IEnumerable<VersionOfPlan>> Versions([FromSource] Plan plan, IResolveFieldContext context) =>
        UnitReads.Contents(plan.Id, context.Call()).Then(IEnumerable<VersionOfPlan> (contents) =>
            contents!.Whole.Versions.Select(version => new VersionOfPlan(contents.Whole.Plan, version)));

    public IDataLoaderResult<Plan?> At([FromSource] Plan plan, DateOnly on, IResolveFieldContext context)
    {
        var day = Texts.Day(on, "on")!.Value;
        return UnitReads.Contents(plan.Id, context.Call()).Then(contents => day < plan.From && day < backend.Today
            ? null
            : contents!.Whole.As(contents.Whole.VersionOn(day)).Plan);
    }

    public IDataLoaderResult<Plan?>? Parent([FromSource] Plan plan, IResolveFieldContext context) =>
        plan.Parent is null ? null : UnitReads.Contents(plan.Parent, context.Call()).Then(parent => parent?.Whole.Plan);

    public string Docx([FromSource] Plan plan) => Export.AnnexDownloads.AddressOf(plan.Id, "docx");

    public string Xlsx([FromSource] Plan plan) => Export.AnnexDownloads.AddressOf(plan.Id, "xlsx");

    public IEnumerable<AreaOfPlan> Areas([FromSource] Plan plan) => plan.Areas.Select(area => new AreaOfPlan(plan, area));

    public IEnumerable<ObjectiveOfPlan> Objectives([FromSource] Plan plan) =>
        plan.Objectives.Select(objective => new ObjectiveOfPlan(plan, objective));

    public IDataLoaderResult<IEnumerable<PlanTask>> Tasks([FromSource] Plan plan, string? area, IResolveFieldContext context) =>
        UnitReads.Contents(plan.Id, context.Call()).Then(IEnumerable<PlanTask> (contents) =>
        {
            var tasks = contents!.Whole.As(plan.Version).Tasks;
            return area is null ? tasks : tasks.Where(task => task.Area == area);
        });

    public IDataLoaderResult<IEnumerable<Duty>> Duties([FromSource] Plan plan, IResolveFieldContext context) =>
        UnitReads.Contents(plan.Id, context.Call()).Then(IEnumerable<Duty> (contents) => contents!.Whole.Duties);

    public IDataLoaderResult Progress(
        [FromSource] Plan plan, string? area, ObligationKind? kind, DateOnly? asOf, IResolveFieldContext context)
    {
        Reader.Of(context).CheckTotals(plan.Owner);
        var day = Texts.Day(asOf, "asOf") ?? backend.Today;
        var cell = area is null
            ? Cell.OfPlan(plan.Owner, plan.Id, null, kind)
            : Cell.OfPlanArea(plan.Owner, plan.Id, FindArea(plan, area).Id, kind);
        return day < backend.Today
            ? PastReads.Cell(UnitReads.TopOf(cell, backend.Directory), cell, day, backend.Directory, context.Call())
            : UnitReads.Everywhere(cell, context.Call()).Then(reading => ProgressView.Of(reading, day));
    }

    private static Area FindArea(Plan plan, string id) => plan.FindArea(id) ?? throw ApiError.Invalid("The plan has no such area.", "area");
}

/// <summary>An area as shown by the API: only its plan knows its money.</summary>
/// <param name="Plan">Null for a draft.</param>
internal sealed record AreaOfPlan(Plan? Plan, Area Area)
{
    /// <summary>Its money in a draft.</summary>
    public Budget? Drafted { get; init; }
}

internal sealed class AreaFields
{
    public string Id([FromSource] AreaOfPlan area) => area.Area.Id;

    public string Name([FromSource] AreaOfPlan area) => area.Area.Name;

    public ReformArea Reform([FromSource] AreaOfPlan area) => area.Area.Reform;

    /// <summary>The budget of the area or, if more, of its tasks; the part carried by obligations; the money spent.</summary>
    public object Budget([FromSource] AreaOfPlan area, IResolveFieldContext context)
    {
        if (area.Plan is not { } plan)
        {
            return area.Drafted!;
        }
        var cell = Cell.OfPlanArea(plan.Owner, plan.Id, area.Area.Id, null);
        var reading = (Load<Reading>)UnitReads.Everywhere(cell, context.Call());
        return UnitReads.Contents(plan.Id, context.Call()).Then(contents =>
        {
            var needed = contents!.Whole.Tasks.Where(task => task.Area == area.Area.Id)
                .Aggregate(Int128.Zero, (sum, task) => sum + task.Budget);
            var sums = reading.Value.Measures.Sums;
            return new Budget(Int128.Max(area.Area.Budget ?? 0, needed), sums.Allocated, sums.Spent);
        });
    }
}

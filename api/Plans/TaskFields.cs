namespace Hierarchy.Api.Plans;

/// <summary>Resolves the fields of plans' lines.</summary>
internal sealed class TaskFields(Backend backend)
{
    public IDataLoaderResult<Plan> Plan([FromSource] PlanTask task, IResolveFieldContext context) =>
        UnitReads.Contents(task.Plan, context.Call()).Then(contents => contents!.Whole.Plan);

    public IDataLoaderResult<AreaOfPlan> Area([FromSource] PlanTask task, IResolveFieldContext context) =>
        UnitReads.Contents(task.Plan, context.Call()).Then(contents =>
            new AreaOfPlan(contents!.Whole.Plan, contents.Whole.Plan.FindArea(task.Area)!));

    public bool Withdrawn([FromSource] PlanTask task) => task.WithdrawnIn is not null;

    public double Weight([FromSource] PlanTask task) => task.Weight / 1000.0;

    public IDataLoaderResult<Budget> Budget([FromSource] PlanTask task, IResolveFieldContext context) =>
        SourceOf(task.Plan, task.Id, backend, context).Then(reading =>
            new Budget(task.Budget, reading.Measures.Sums.Allocated, reading.Measures.Sums.Spent));

    public IDataLoaderResult Progress([FromSource] PlanTask task, DateOnly? asOf, IResolveFieldContext context) =>
        TotalOf(task.Plan, task.Id, asOf, backend, context);

    public ObligationConnection Obligations([FromSource] PlanTask task, int? first, string? after, IResolveFieldContext context) =>
        ObligationPages.OfTask(task, first, after, backend, Reader.Of(context));

    /// <summary>The same on a day, if the reader may see totals.</summary>
    public static IDataLoaderResult TotalOf(string plan, string source, DateOnly? asOf, Backend backend, IResolveFieldContext context)
    {
        var entry = backend.Directory.FindPlan(plan) ?? throw ApiError.NoPlan(plan);
        Reader.Of(context).CheckTotals(entry.Owner);
        var day = Texts.Day(asOf, "asOf") ?? backend.Today;
        return day < backend.Today
            ? PastReads.Source(entry, source, day, backend.Directory, context.Call())
            : SourceOf(plan, source, backend, context).Then(reading => ProgressView.Of(reading, day));
    }

    /// <summary>The cell of all obligations that a task or duty imposes, on any unit.</summary>
    public static IDataLoaderResult<Reading> SourceOf(string plan, string source, Backend backend, IResolveFieldContext context)
    {
        var owner = backend.Directory.FindPlan(plan)?.Owner ?? throw ApiError.NoPlan(plan);
        return UnitReads.Everywhere(Cell.OfSource(owner, source), context.Call());
    }
}

internal sealed class DutyFields(Backend backend)
{
    public IDataLoaderResult<Plan> Plan([FromSource] Duty duty, IResolveFieldContext context) =>
        UnitReads.Contents(duty.Plan, context.Call()).Then(contents => contents!.Whole.Plan);

    public IDataLoaderResult Progress([FromSource] Duty duty, DateOnly? asOf, IResolveFieldContext context) =>
        TaskFields.TotalOf(duty.Plan, duty.Id, asOf, backend, context);
}

/// <summary>Resolves the assignees of a line or a duty.</summary>
internal sealed class AssigneeFields(Backend backend)
{
    public Unit? Unit([FromSource] Assignee assignee) => assignee.Unit is null ? null : backend.Directory.Find(assignee.Unit);

    public string Label([FromSource] Assignee assignee) =>
        assignee.Label.Length > 0 ? assignee.Label
        : assignee.Unit is { } id ? backend.Directory.Find(id)?.Name ?? id
        : assignee.UnitClass is { } kind ? ClassLabel(kind) : "";

    /// <summary>The name of a class of units in plans.</summary>
    internal static string ClassLabel(UnitKind kind) => kind switch
    {
        UnitKind.Ministry => "Các bộ",
        UnitKind.Province => "UBND cấp tỉnh",
        UnitKind.Department => "Các sở, ban, ngành",
        UnitKind.District => "UBND cấp huyện",
        UnitKind.Office => "Các phòng",
        UnitKind.Commune => "UBND cấp xã",
        UnitKind.CentralAgency => "Các cơ quan trung ương trên địa bàn",
        _ => "Các cơ quan khác",
    };
}

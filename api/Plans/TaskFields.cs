using Hierarchy.Api.Obligations;
using Hierarchy.Api.Progress;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Rollup;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Plans;

/// <summary>Lines of plans, duties, whom they are for and when they are due.</summary>
internal static class TaskFields
{
    public static void Bind(TypeBinder t)
    {
        t.Object<PlanTask>("PlanTask", BindTask);
        t.Object<Duty>("Duty", BindDuty);
        t.Object<Assignee>("Assignee", assignee =>
        {
            assignee.Field("unit", (a, context) => a.Unit is null ? null : context.Backend().Directory.Find(a.Unit));
            assignee.Field("unitClass", a => a.UnitClass);
            assignee.Field("label", LabelOf);
        });
        t.Object<Schedule>("Schedule", schedule =>
        {
            schedule.Field("kind", s => s.Kind);
            schedule.Field("text", s => s.Text);
            schedule.Field("due", s => s.Due);
        });
    }

    public static async ValueTask<PlanTask?> FindAsync(Args args, RequestContext context)
    {
        var id = args.Get<string>("id");
        if (Text.Fault(id, "id", required: true, OwnedId.LengthMax) is not null)
        {
            return null;
        }
        return await context.LoadAsync(PlanLoads.OfTasks, id) is { } plan
            ? (await context.LoadAsync(PlanLoads.Contents, plan))?.FindTask(id)
            : null;
    }

    private static void BindTask(ObjectBinder<PlanTask> task)
    {
        task.Field("id", x => x.Id);
        task.FieldLoad("plan", PlanLoads.Contents, x => x.Plan, (_, contents) => contents!.Whole.Plan);
        task.Field("code", x => x.Code);
        task.FieldLoad("area", PlanLoads.Contents, x => x.Plan, (x, contents) => AreaOf(x, contents!.Whole.Plan));
        task.Field("group", x => x.Group);
        task.Field("title", x => x.Title);
        task.Field("products", x => x.Products);
        task.Field("leads", x => x.Leads);
        task.Field("leadMode", x => x.LeadMode);
        task.Field("coordinators", x => x.Coordinators);
        task.Field("approver", x => x.Approver);
        task.Field("schedule", x => x.Schedule);
        task.Field("weight", x => x.Weight / 1000.0);
        task.FieldAsync("budget", BudgetAsync);
        task.FieldAsync("progress", (x, args, context) => ProgressFields.ReadAsync(SourceKey(x.Plan, x.Id, context), args, context));
        task.Field("obligations", (x, args, context) => ObligationPages.OfTask(x, args, context));
    }

    private static void BindDuty(ObjectBinder<Duty> duty)
    {
        duty.Field("id", x => x.Id);
        duty.FieldLoad("plan", PlanLoads.Contents, x => x.Plan, (_, contents) => contents!.Whole.Plan);
        duty.Field("kind", x => x.Kind);
        duty.Field("title", x => x.Title);
        duty.Field("leads", x => x.Leads);
        duty.Field("schedule", x => x.Schedule);
        duty.Field("source", x => x.Source);
        duty.FieldAsync("progress", (x, args, context) => ProgressFields.ReadAsync(SourceKey(x.Plan, x.Id, context), args, context));
    }

    private static async ValueTask<Budget> BudgetAsync(PlanTask task, RequestContext context)
    {
        var reading = await CellLoads.ReadAsync(SourceKey(task.Plan, task.Id, context), context);
        return new Budget(task.Budget, reading!.Measures.Allocated, reading.Measures.Spent);
    }

    private static AreaOfPlan AreaOf(PlanTask task, Plan plan) => new(plan, plan.FindArea(task.Area)!);

    /// <summary>The cell of all that a task or duty imposes, at the unit that owns its plan.</summary>
    private static CellKey SourceKey(string plan, string source, RequestContext context)
    {
        var owner = PlanLoads.OwnerOf(plan, context);
        return new CellKey(owner, Cell.OfSource(owner, source));
    }

    private static string LabelOf(Assignee assignee, RequestContext context)
    {
        if (assignee.Label.Length > 0)
        {
            return assignee.Label;
        }
        return assignee.Unit is { } id
            ? context.Backend().Directory.Find(id)?.Name ?? id
            : assignee.UnitClass is { } kind ? ClassLabel(kind) : "";
    }

    /// <summary>A class of units as plans word it.</summary>
    public static string ClassLabel(UnitKind kind) => kind switch
    {
        UnitKind.Ministry => "Các bộ",
        UnitKind.Province => "UBND cấp tỉnh",
        UnitKind.Department => "Các sở, ban, ngành",
        UnitKind.District => "UBND cấp huyện",
        UnitKind.Office => "Các phòng",
        UnitKind.Commune => "UBND cấp xã",
        _ => "Các cơ quan khác",
    };
}

using Hierarchy.Api.Progress;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Rollup;

namespace Hierarchy.Api.Plans;

/// <summary>Plans, their areas and their objectives. Each is read from the unit that owns it.</summary>
internal static class PlanFields
{
    public static void BindQueries(RootBinder query)
    {
        query.FieldAsync("plan", async ValueTask<Plan?> (args, context) =>
            (await context.LoadAsync(PlanLoads.Contents, args.Get<string>("id")))?.Whole.Plan);
        query.FieldAsync("task", TaskFields.FindAsync);
    }

    public static void Bind(TypeBinder t)
    {
        t.Object<Plan>("Plan", plan =>
        {
            plan.Field("id", p => p.Id);
            plan.Field("owner", (p, context) => context.Backend().Directory.Find(p.Owner));
            plan.Field("number", p => p.Number);
            plan.Field("title", p => p.Title);
            plan.Field("adoptedOn", p => p.AdoptedOn);
            plan.Field("startYear", p => p.StartYear);
            plan.Field("endYear", p => p.EndYear);
            plan.Field("basedOn", p => p.BasedOn);
            plan.FieldLoad("parent", PlanLoads.Contents, p => p.Parent, (_, parent) => parent?.Whole.Plan);
            plan.Field("areas", p => p.Areas.Select(area => new AreaOfPlan(p, area)));
            plan.Field("objectives", p => p.Objectives);
            plan.FieldAsync("tasks", TasksAsync);
            plan.FieldLoad("duties", PlanLoads.Contents, p => p.Id, (_, contents) => contents!.Whole.Duties);
            plan.FieldAsync("progress", ProgressAsync);
        });
        t.Object<AreaOfPlan>("Area", area =>
        {
            area.Field("id", a => a.Area.Id);
            area.Field("name", a => a.Area.Name);
            area.Field("reform", a => a.Area.Reform);
            area.FieldAsync("budget", BudgetAsync);
        });
        t.Object<Objective>("Objective", objective =>
        {
            objective.Field("id", o => o.Id);
            objective.Field("area", o => o.Area);
            objective.Field("text", o => o.Text);
            objective.Field("target", o => o.Target);
            objective.Field("comparison", o => o.Comparison);
            objective.Field("unitOfMeasure", o => o.UnitOfMeasure);
            objective.Field("scope", o => o.Scope);
            objective.Field("due", o => o.Due);
        });
    }

    private static async ValueTask<IEnumerable<PlanTask>> TasksAsync(Plan plan, Args args, RequestContext context)
    {
        var tasks = (await context.LoadAsync(PlanLoads.Contents, plan.Id))!.Whole.Tasks;
        return args.Get<string?>("area") is { } area ? tasks.Where(task => task.Area == area) : tasks;
    }

    private static async ValueTask<ProgressView> ProgressAsync(Plan plan, Args args, RequestContext context)
    {
        var kind = args.Get<ObligationKind?>("kind");
        var cell = args.Get<string?>("area") is { } area
            ? Cell.OfPlanArea(plan.Owner, plan.Id, FindArea(plan, area).Id, kind)
            : Cell.OfPlan(plan.Owner, plan.Id, null, kind);
        return await ProgressFields.ReadAsync(new CellKey(plan.Owner, cell), args, context);
    }

    private static Area FindArea(Plan plan, string id) => plan.FindArea(id) ?? throw ApiError.Invalid("The plan has no such area.", "area");

    /// <summary>What the area was given, or its tasks need where that is more; what obligations carry of it; what was spent.</summary>
    private static async ValueTask<Budget> BudgetAsync(AreaOfPlan area, RequestContext context)
    {
        var plan = area.Plan;
        var contents = context.LoadAsync(PlanLoads.Contents, plan.Id);
        var reading = await CellLoads.ReadAsync(new CellKey(plan.Owner, Cell.OfPlanArea(plan.Owner, plan.Id, area.Area.Id, null)), context);
        var needed = (await contents)!.Whole.Tasks.Where(task => task.Area == area.Area.Id)
            .Aggregate(Int128.Zero, (sum, task) => sum + task.Budget);
        return new Budget(Int128.Max(area.Area.Budget ?? 0, needed), reading!.Measures.Allocated, reading.Measures.Spent);
    }
}

/// <summary>An area as the API shows it: its money is known to its plan only.</summary>
internal sealed record AreaOfPlan(Plan Plan, Area Area);

using Hierarchy.Grains.Plans;

namespace Hierarchy.Api.Plans;

internal static class PlanMutations
{
    public static void Bind(RootBinder mutation)
    {
        mutation.FieldAsync("adoptPlan", AdoptAsync);
        mutation.FieldAsync("addTask", AddTaskAsync);
        mutation.FieldAsync("addDuty", AddDutyAsync);
    }

    private static async ValueTask<Plan> AdoptAsync(Args args, RequestContext context)
    {
        var plan = args.Get<Plan>("input");
        if (context.Backend().Directory.Find(plan.Owner) is null)
        {
            throw ApiError.NoUnit(plan.Owner, "input", "owner");
        }
        return (await Commands.ExecuteAsync(plan.Owner, new UnitCommand.AdoptPlan(plan), args, context, "input")).Plan!;
    }

    private static async ValueTask<PlanTask> AddTaskAsync(Args args, RequestContext context)
    {
        var began = context.Backend().Time.GetTimestamp();
        var draft = args.Get<TaskDraft>("input");
        var plan = await PlanAsync(draft.Task.Plan, context);
        var task = draft.Task with { Schedule = draft.Schedule.Within(plan) };
        return (await Commands.ExecuteAsync(plan.Owner, new UnitCommand.AddTask(task), args, context, "input", began)).Task!;
    }

    private static async ValueTask<Duty> AddDutyAsync(Args args, RequestContext context)
    {
        var began = context.Backend().Time.GetTimestamp();
        var draft = args.Get<DutyDraft>("input");
        var plan = await PlanAsync(draft.Duty.Plan, context);
        var duty = draft.Duty with { Schedule = draft.Schedule.Within(plan) };
        return (await Commands.ExecuteAsync(plan.Owner, new UnitCommand.AddDuty(duty), args, context, "input", began)).Duty!;
    }

    private static async Task<Plan> PlanAsync(string id, RequestContext context) =>
        (await context.LoadAsync(PlanLoads.Contents, id))?.Whole.Plan ?? throw ApiError.NoPlan(id, "input", "plan");
}

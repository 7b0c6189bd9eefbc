using System.Collections.Immutable;
using Hierarchy.Grains.Plans;

namespace Hierarchy.Api.Plans;

/// <param name="Owner">The unit that has adopted it.</param>
internal readonly record struct PlanKey(string Owner, string Plan);

/// <param name="Owner">The unit that has adopted the task's plan.</param>
internal readonly record struct TaskKey(string Owner, string Task);

/// <summary>Reads plans and their parts from the units that own them, each once a request.</summary>
internal static class PlanLoads
{
    /// <summary>A plan by its id; null for one that the directory does not know.</summary>
    public static readonly BatchLoader<string, Plan> Plan = new("plans", (ids, context) => Backend.EachAsync(
        ids,
        id => context.Backend().Directory.FindPlan(id) is { } entry
            ? context.Backend().AskAsync(entry.Owner, unit => unit.PlanAsync(id))
            : Task.FromResult<Plan?>(null),
        context.Cancellation));

    /// <summary>One line of a plan; null when there is none.</summary>
    public static readonly BatchLoader<TaskKey, PlanTask> Line = new("tasks", (keys, context) => Backend.EachAsync(
        keys, key => context.Backend().AskAsync(key.Owner, unit => unit.TaskAsync(key.Task)), context.Cancellation));

    /// <summary>The lines of a plan in its order; never null.</summary>
    public static readonly BatchLoader<PlanKey, Parts<PlanTask>> Tasks = new("tasks of plans", (keys, context) => Backend.EachAsync(
        keys,
        async key => (Parts<PlanTask>?)new Parts<PlanTask>(await context.Backend().AskAsync(key.Owner, unit => unit.TasksAsync(key.Plan))),
        context.Cancellation));

    /// <summary>The duties of a plan in its order; never null.</summary>
    public static readonly BatchLoader<PlanKey, Parts<Duty>> Duties = new("duties of plans", (keys, context) => Backend.EachAsync(
        keys, async key => (Parts<Duty>?)new Parts<Duty>(await context.Backend().AskAsync(key.Owner, unit => unit.DutiesAsync(key.Plan))),
        context.Cancellation));

    public static PlanKey KeyOf(Plan plan) => new(plan.Owner, plan.Id);

    /// <summary>The owner of a plan that is known to exist, because something refers to it.</summary>
    public static string OwnerOf(string plan, RequestContext context) =>
        context.Backend().Directory.FindPlan(plan)?.Owner ?? throw ApiError.NoPlan(plan);
}

internal sealed record Parts<T>(ImmutableArray<T> Items);

using System.Collections.Frozen;
using Hierarchy.Grains.Plans;

namespace Hierarchy.Api.Plans;

/// <summary>Reads plans from the units that own them: what is known without a call, and one call for each other unit.</summary>
internal static class PlanLoads
{
    /// <summary>A plan with its parts, by its id; null for one that the directory does not know.</summary>
    public static readonly BatchLoader<string, Contents> Contents = new("plans", (ids, context) => context.Backend().ReadAsync(
        ids, id => context.Backend().Directory.FindPlan(id)?.Owner, Question.ContentsOf,
        async (unit, wanted) =>
        {
            var reading = await unit.ReadContentsAsync([.. wanted]).ConfigureAwait(false);
            return new Answer<string, Contents>(
                reading.Version, [.. reading.Plans.Select(plan => KeyValuePair.Create(plan.Plan.Id, new Contents(plan)))]);
        },
        context.Cancellation));

    /// <summary>What a unit has adopted; never null for a unit that exists.</summary>
    public static readonly BatchLoader<string, PlansReading> OfUnits = new("plans of units", (ids, context) => context.Backend().ReadAsync(
        ids, unit => unit, _ => Question.Plans,
        async (unit, wanted) =>
        {
            var reading = await unit.ReadPlansAsync().ConfigureAwait(false);
            return new Answer<string, PlansReading>(reading.Version, [KeyValuePair.Create(wanted[0], reading)]);
        },
        context.Cancellation));

    /// <summary>The plan of a line, by the line's id.</summary>
    public static readonly BatchLoader<string, string> OfTasks = new("plans of tasks", async (tasks, context) =>
        await context.Backend().QueryAsync(queries => queries.PlansOfTasksAsync(tasks, context.Cancellation)));

    /// <summary>The owner of a plan that is known to exist, because something refers to it.</summary>
    public static string OwnerOf(string plan, RequestContext context) =>
        context.Backend().Directory.FindPlan(plan)?.Owner ?? throw ApiError.NoPlan(plan);
}

/// <summary>A plan with its parts, which many objects of one answer look up by their ids.</summary>
internal sealed class Contents(PlanContents whole)
{
    private FrozenDictionary<string, PlanTask>? _tasks;
    private FrozenDictionary<string, Duty>? _duties;

    public PlanContents Whole => whole;

    public PlanTask? FindTask(string id) =>
        (_tasks ??= whole.Tasks.ToFrozenDictionary(task => task.Id, StringComparer.Ordinal)).GetValueOrDefault(id);

    public Duty? FindDuty(string id) =>
        (_duties ??= whole.Duties.ToFrozenDictionary(duty => duty.Id, StringComparer.Ordinal)).GetValueOrDefault(id);
}

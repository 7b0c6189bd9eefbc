using System.Collections.Frozen;

namespace Hierarchy.Api.Plans;

/// <summary>A plan with its parts, which many objects of one answer look up by id.</summary>
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

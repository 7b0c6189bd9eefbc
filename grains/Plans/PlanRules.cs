using System.Collections.Immutable;
using Hierarchy.Grains.Events;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Ports;
using Hierarchy.Grains.Units;

namespace Hierarchy.Grains.Plans;

/// <summary>What makes a plan, a line of it or a duty acceptable. Pure: the directory is asked only for what is known already.</summary>
public static class PlanRules
{
    /// <summary>Plans of one owner: each is read, listed and summed by whoever stands above.</summary>
    public const int PlansMax = 500;

    /// <param name="taken">An id that the store has just refused, because another owner has it.</param>
    public static Decision Adopt(UnitState state, Plan plan, IUnitDirectory directory, string? taken)
    {
        var owner = state.Unit!.Id;
        if (plan.Owner != owner)
        {
            return Refusal.Invalid($"'{owner}' adopts plans of its own, not of '{plan.Owner}'.", "owner");
        }
        // The directory may know of one that this owner has adopted through another activation, and learns late of what other processes did.
        var free = OwnedId.Free(
            owner, plan.Id, id => state.Plans.ContainsKey(id) || directory.FindPlan(id)?.Owner == owner,
            id => id == taken || directory.FindPlan(id) is not null);
        if (free is null)
        {
            return Refusal.Conflict($"There is a plan '{plan.Id}' already.", "id");
        }
        if (state.Plans.Count >= PlansMax)
        {
            return Refusal.Invalid($"A unit adopts at most {PlansMax} plans.");
        }
        var fault = FaultOfHead(plan) ?? FaultOfAreas(plan) ?? FaultOfTotal(plan, [], "areas")
            ?? FaultOfObjectives(plan) ?? FaultOfParent(state.Unit, plan, directory);
        return fault is not null ? fault : new UnitEvent.PlanAdopted(plan with { Id = free });
    }

    /// <inheritdoc cref="Adopt"/>
    public static Decision AddTask(UnitState state, PlanTask task, IUnitDirectory directory, string? taken)
    {
        if (!state.Plans.TryGetValue(task.Plan, out var plan))
        {
            return Refusal.NotFound($"There is no plan '{task.Plan}'.", "plan");
        }
        if (FreeLine(state, task.Id, taken) is not { } free)
        {
            return Refusal.Conflict($"There is a task or duty '{task.Id}' already.", "id");
        }
        if (state.Tasks.Count >= Limits.TasksMax)
        {
            return Refusal.Invalid($"A unit's plans hold at most {Limits.TasksMax} tasks.");
        }
        var fault = FaultOfTask(plan, task)
            ?? FaultOfAssignees(plan, task.Leads, "leads", directory, led: true)
            ?? FaultOfAssignees(plan, task.Coordinators, "coordinators", directory, led: false)
            ?? FaultOfTotal(plan, state.Tasks.Values.Select(owned => owned.Task).Append(task), "budget");
        if (fault is not null)
        {
            return fault;
        }
        var units = Resolve(plan.Owner, task.Leads, directory);
        if (task.LeadMode == LeadMode.Joint && units.Length > 1)
        {
            units = [units[0]];
        }
        return FaultOfCount(units, task.Schedule) is { } tooMany ? tooMany : new UnitEvent.TaskAdded(task with { Id = free }, units);
    }

    /// <inheritdoc cref="Adopt"/>
    public static Decision AddDuty(UnitState state, Duty duty, IUnitDirectory directory, string? taken)
    {
        if (!state.Plans.TryGetValue(duty.Plan, out var plan))
        {
            return Refusal.NotFound($"There is no plan '{duty.Plan}'.", "plan");
        }
        if (FreeLine(state, duty.Id, taken) is not { } free)
        {
            return Refusal.Conflict($"There is a duty or task '{duty.Id}' already.", "id");
        }
        if (duty.Kind == ObligationKind.Task)
        {
            return Refusal.Invalid("A duty is a REPORT or a PLAN; a TASK is added as a task.", "kind");
        }
        var fault = FaultOfId(duty.Id, "id")
            ?? Text.Fault(duty.Title, "title", required: true)
            ?? Text.Fault(duty.Source, "source", required: false)
            ?? FaultOfSchedule(duty.Schedule)
            ?? FaultOfAssignees(plan, duty.Leads, "leads", directory, led: true);
        if (fault is not null)
        {
            return fault;
        }
        var units = Resolve(plan.Owner, duty.Leads, directory);
        return FaultOfCount(units, duty.Schedule) is { } tooMany ? tooMany : new UnitEvent.DutyAdded(duty with { Id = free }, units);
    }

    /// <summary>What a task or duty of this id is known under. Which lines other owners have, only the store knows.</summary>
    private static string? FreeLine(UnitState state, string given, string? taken) => OwnedId.Free(
        state.Unit!.Id, given, id => state.Tasks.ContainsKey(id) || state.Duties.ContainsKey(id), id => id == taken);

    /// <summary>The units meant, each once, in the order in which they are named; a class means its members below the owner now.</summary>
    public static ImmutableArray<string> Resolve(string owner, ImmutableArray<Assignee> assignees, IUnitDirectory directory)
    {
        var seen = new HashSet<string>();
        var units = ImmutableArray.CreateBuilder<string>();
        foreach (var assignee in assignees)
        {
            var meant = assignee.Unit is { } unit ? [unit] : directory.Below(owner, assignee.UnitClass!.Value).Select(u => u.Id);
            units.AddRange(meant.Where(seen.Add));
        }
        return units.ToImmutable();
    }

    private static Refusal? FaultOfHead(Plan plan)
    {
        if (plan.StartYear is < Schedule.YearMin or > Schedule.YearMax || plan.EndYear is < Schedule.YearMin or > Schedule.YearMax)
        {
            return Refusal.Invalid($"A plan's years lie in {Schedule.YearMin}..{Schedule.YearMax}.", "startYear");
        }
        if (plan.EndYear < plan.StartYear)
        {
            return Refusal.Invalid("endYear must not lie before startYear.", "endYear");
        }
        if (plan.EndYear - plan.StartYear >= YearsMax)
        {
            return Refusal.Invalid($"A plan spans at most {YearsMax} years.", "endYear");
        }
        if (plan.BasedOn.Length > Limits.PartsMax)
        {
            return Refusal.Invalid($"At most {Limits.PartsMax} documents are kept.", "basedOn");
        }
        return FaultOfId(plan.Id, "id")
            ?? Text.Fault(plan.Title, "title", required: true)
            ?? Text.Fault(plan.Number, "number", required: false, Limits.NameMax)
            ?? First(plan.BasedOn, (document, i) => Text.Fault(document, $"basedOn[{i}]", required: true));
    }

    /// <summary>Each year of a plan is a cell of its own at every level above.</summary>
    public const int YearsMax = 50;

    private static Refusal? FaultOfAreas(Plan plan)
    {
        if (plan.Areas.Length is 0 or > Limits.PartsMax)
        {
            return Refusal.Invalid($"A plan has 1 to {Limits.PartsMax} areas.", "areas");
        }
        var seen = new HashSet<string>();
        return First(plan.Areas, (area, i) => FaultOfId(area.Id, $"areas[{i}].id")
            ?? (seen.Add(area.Id) ? null : Refusal.Invalid($"The area '{area.Id}' is named twice.", $"areas[{i}].id"))
            ?? Text.Fault(area.Name, $"areas[{i}].name", required: true)
            ?? FaultOfMoney(area.Budget, $"areas[{i}].budget"));
    }

    private static Refusal? FaultOfObjectives(Plan plan)
    {
        if (plan.Objectives.Length > Limits.PartsMax)
        {
            return Refusal.Invalid($"A plan has at most {Limits.PartsMax} objectives.", "objectives");
        }
        var seen = new HashSet<string>();
        return First(plan.Objectives, (objective, i) => FaultOfId(objective.Id, $"objectives[{i}].id")
            ?? (seen.Add(objective.Id) ? null : Refusal.Invalid($"The objective '{objective.Id}' is named twice.", $"objectives[{i}].id"))
            ?? (objective.Area is { } area && plan.FindArea(area) is null ? Refusal.Invalid($"The plan has no area '{area}'.", $"objectives[{i}].area") : null)
            ?? (objective.Target is { } target && !double.IsFinite(target) ? Refusal.Invalid("target must be a number.", $"objectives[{i}].target") : null)
            ?? Text.Fault(objective.Text, $"objectives[{i}].text", required: true)
            ?? Text.Fault(objective.UnitOfMeasure, $"objectives[{i}].unitOfMeasure", required: false, Limits.NameMax)
            ?? Text.Fault(objective.Scope, $"objectives[{i}].scope", required: false));
    }

    private static Refusal? FaultOfParent(Unit owner, Plan plan, IUnitDirectory directory)
    {
        if (plan.Parent is not { } parent)
        {
            return null;
        }
        if (directory.FindPlan(parent) is not { } entry)
        {
            return Refusal.NotFound($"There is no plan '{parent}'.", "parent");
        }
        return directory.IsAtOrBelow(owner.Id, entry.Owner)
            ? null
            : Refusal.Invalid($"The plan '{parent}' belongs to '{entry.Owner}', which is not above '{owner.Id}'.", "parent");
    }

    private static Refusal? FaultOfTask(Plan plan, PlanTask task)
    {
        if (plan.FindArea(task.Area) is null)
        {
            return Refusal.Invalid($"The plan has no area '{task.Area}'.", "area");
        }
        if (task.Weight is <= 0 or > Limits.WeightMax)
        {
            return Refusal.Invalid($"weight lies above 0 and at most at {Limits.WeightMax / 1000}, with at most three decimals.", "weight");
        }
        if (task.Products.Length > Limits.PartsMax)
        {
            return Refusal.Invalid($"At most {Limits.PartsMax} products are kept.", "products");
        }
        return FaultOfId(task.Id, "id")
            ?? Text.Fault(task.Code, "code", required: true, Limits.NameMax)
            ?? Text.Fault(task.Group, "group", required: false)
            ?? Text.Fault(task.Title, "title", required: true)
            ?? Text.Fault(task.Approver, "approver", required: false)
            ?? First(task.Products, (product, i) => Text.Fault(product, $"products[{i}]", required: true))
            ?? FaultOfMoney(task.Budget, "budget")
            ?? FaultOfSchedule(task.Schedule);
    }

    private static Refusal? FaultOfAssignees(
        Plan plan, ImmutableArray<Assignee> assignees, string field, IUnitDirectory directory, bool led)
    {
        if (assignees.Length > Limits.PartsMax || (led && assignees.Length == 0))
        {
            return Refusal.Invalid($"There are {(led ? 1 : 0)} to {Limits.PartsMax} {field}.", field);
        }
        return First(assignees, (assignee, i) =>
        {
            var place = $"{field}[{i}]";
            if (assignee.Unit is not null && assignee.UnitClass is not null || (led && assignee.Unit is null && assignee.UnitClass is null))
            {
                return Refusal.Invalid("Exactly one of unit and unitClass is given.", place);
            }
            if (assignee.Unit is { } id)
            {
                if (directory.Find(id) is null)
                {
                    return Refusal.NotFound($"There is no unit '{id}'.", place + ".unit");
                }
                if (led && !directory.IsAtOrBelow(id, plan.Owner))
                {
                    return Refusal.Invalid($"'{id}' is neither the plan's owner '{plan.Owner}' nor below it: a plan imposes on nobody else.", place + ".unit");
                }
            }
            return Text.Fault(assignee.Label, place + ".label", required: false);
        });
    }

    private static Refusal? FaultOfSchedule(Schedule schedule) =>
        schedule.Fault() is { } fault ? Refusal.Invalid(fault + ".", "schedule") : Text.Fault(schedule.Text, "schedule.text", required: false);

    private static Refusal? FaultOfCount(ImmutableArray<string> units, Schedule schedule) =>
        (long)units.Length * schedule.Occurrences().Length > Limits.ObligationsMax
            ? Refusal.Invalid($"It would give more than {Limits.ObligationsMax} obligations.", "leads")
            : null;

    private static Refusal? FaultOfId(string id, string field) =>
        Limits.FaultOfId(id) is { } fault ? Refusal.Invalid($"{field} {fault}.", field) : null;

    private static Refusal? FaultOfMoney(long? money, string field) =>
        money is < 0 or > Limits.MoneyMax ? Refusal.Invalid($"{field} lies in 0..{Limits.MoneyMax} đồng.", field) : null;

    // A plan's money is shown as one number, which must be one that the API can write.
    private static Refusal? FaultOfTotal(Plan plan, IEnumerable<PlanTask> tasks, string field)
    {
        var ofAreas = tasks.Where(task => task.Plan == plan.Id).ToLookup(task => task.Area, task => task.Budget);
        return plan.Areas.Sum(area => Math.Max(area.Budget ?? 0, ofAreas[area.Id].Sum())) > Limits.MoneyMax
            ? Refusal.Invalid($"The money of a plan, all areas together, is at most {Limits.MoneyMax} đồng.", field)
            : null;
    }

    private static Refusal? First<T>(ImmutableArray<T> items, Func<T, int, Refusal?> fault)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (fault(items[i], i) is { } found)
            {
                return found;
            }
        }
        return null;
    }
}

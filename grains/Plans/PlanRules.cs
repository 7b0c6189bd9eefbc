using System.Collections.Immutable;
using Hierarchy.Grains.Events;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Ports;
using Hierarchy.Grains.Units;

namespace Hierarchy.Grains.Plans;

/// <summary>What makes a plan, a line of it or a duty acceptable. Pure: the directory is asked only for what is known already.</summary>
public static class PlanRules
{
    /// <param name="taken">An id that the store has just refused, because another owner has it.</param>
    public static Decision Adopt(UnitState state, Plan plan, IUnitDirectory directory, string? taken)
    {
        var owner = state.Unit!.Id;
        if (plan.Owner != owner)
        {
            return Refusal.Invalid($"'{owner}' adopts plans of its own, not of '{Text.Shown(plan.Owner)}'.", "owner");
        }
        // The directory may know of one that this owner has adopted through another activation, and learns late of what other processes did.
        var free = OwnedId.Free(
            owner, plan.Id, id => state.Plans.ContainsKey(id) || directory.FindPlan(id)?.Owner == owner,
            id => id == taken || directory.FindPlan(id) is not null);
        if (free is null)
        {
            return Refusal.Conflict($"There is a plan '{Text.Shown(plan.Id)}' already.", "id");
        }
        if (state.Plans.Count >= Limits.PlansMax)
        {
            return Refusal.Invalid($"A unit adopts at most {Limits.PlansMax} plans.", "owner");
        }
        var fault = FaultOfHead(plan) ?? FaultOfAreas(plan)
            ?? FaultOfMoney(state, state.Plans.Values.Append(plan), [], plan.Areas.Any(area => area.Budget > 0), "areas")
            ?? FaultOfObjectives(plan) ?? FaultOfParent(state.Unit, plan, directory);
        return fault is not null ? fault : new UnitEvent.PlanAdopted(plan with { Id = free });
    }

    /// <inheritdoc cref="Adopt"/>
    public static Decision AddTask(UnitState state, PlanTask task, IUnitDirectory directory, string? taken)
    {
        if (!state.Plans.TryGetValue(task.Plan, out var plan))
        {
            return Refusal.NotFound($"There is no plan '{Text.Shown(task.Plan)}'.", "plan");
        }
        if (FreeLine(state, task.Id, taken) is not { } free)
        {
            return Refusal.Conflict($"There is a task or duty '{task.Id}' already.", "id");
        }
        if (state.Tasks.Count >= Limits.TasksMax)
        {
            return Refusal.Invalid($"A unit's plans hold at most {Limits.TasksMax} tasks.", "plan");
        }
        var fault = FaultOfTask(plan, task)
            ?? FaultOfAssignees(plan, task.Leads, "leads", directory, led: true)
            ?? FaultOfAssignees(plan, task.Coordinators, "coordinators", directory, led: false)
            ?? FaultOfMoney(state, state.Plans.Values, [task], task.Budget > 0, "budget");
        if (fault is not null)
        {
            return fault;
        }
        var units = Resolve(plan.Owner, task.Leads, directory);
        if (task.LeadMode == LeadMode.Joint && units.Length > 1)
        {
            units = [units[0]];
        }
        return FaultOfCount(state, units, task.Schedule) is { } tooMany ? tooMany : new UnitEvent.TaskAdded(task with { Id = free }, units);
    }

    /// <inheritdoc cref="Adopt"/>
    public static Decision AddDuty(UnitState state, Duty duty, IUnitDirectory directory, string? taken)
    {
        if (!state.Plans.TryGetValue(duty.Plan, out var plan))
        {
            return Refusal.NotFound($"There is no plan '{Text.Shown(duty.Plan)}'.", "plan");
        }
        if (FreeLine(state, duty.Id, taken) is not { } free)
        {
            return Refusal.Conflict($"There is a duty or task '{duty.Id}' already.", "id");
        }
        if (state.Duties.Count >= Limits.DutiesMax)
        {
            return Refusal.Invalid($"A unit's plans hold at most {Limits.DutiesMax} duties.", "plan");
        }
        if (duty.Kind == ObligationKind.Task)
        {
            return Refusal.Invalid("A duty is a REPORT or a PLAN; a TASK is added as a task.", "kind");
        }
        var fault = FaultOfLineId(duty.Id, plan)
            ?? Limits.FaultOfWord<ObligationKind>(duty.Kind, "kind")
            ?? Text.Fault(duty.Title, "title", required: true)
            ?? Text.Fault(duty.Source, "source", required: false)
            ?? FaultOfSchedule(duty.Schedule)
            ?? FaultOfAssignees(plan, duty.Leads, "leads", directory, led: true);
        if (fault is not null)
        {
            return fault;
        }
        var units = Resolve(plan.Owner, duty.Leads, directory);
        return FaultOfCount(state, units, duty.Schedule) is { } tooMany ? tooMany : new UnitEvent.DutyAdded(duty with { Id = free }, units);
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
        if ((FaultOfYear(plan.StartYear, "startYear") ?? FaultOfYear(plan.EndYear, "endYear")) is { } ofYear)
        {
            return ofYear;
        }
        if (plan.EndYear < plan.StartYear)
        {
            return Refusal.Invalid("endYear must not lie before startYear.", "endYear");
        }
        if (plan.EndYear - plan.StartYear >= Limits.PlanYearsMax)
        {
            return Refusal.Invalid($"A plan spans at most {Limits.PlanYearsMax} years.", "endYear");
        }
        if (plan.BasedOn.Length > Limits.PartsMax)
        {
            return Refusal.Invalid($"At most {Limits.PartsMax} documents are kept.", "basedOn");
        }
        return FaultOfId(plan.Id, "id")
            ?? Limits.FaultOfDay(plan.AdoptedOn, "adoptedOn")
            ?? Text.Fault(plan.Title, "title", required: true)
            ?? Text.Fault(plan.Number, "number", required: false, Limits.NameMax)
            ?? First(plan.BasedOn, (document, i) => Text.Fault(document, $"basedOn[{i}]", required: true));
    }

    private static Refusal? FaultOfYear(int year, string field) => year is < Limits.YearMin or > Limits.YearMax
        ? Refusal.Invalid($"A plan's years lie in {Limits.YearMin}..{Limits.YearMax}.", field)
        : null;

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
            ?? Limits.FaultOfWord<ReformArea>(area.Reform, $"areas[{i}].reform")
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
            ?? (objective.Area is { } area && plan.FindArea(area) is null
                ? Refusal.Invalid($"The plan has no area '{Text.Shown(area)}'.", $"objectives[{i}].area") : null)
            ?? (objective.Target is { } target && !(Math.Abs(target) <= Limits.TargetMax)
                ? Refusal.Invalid($"target lies in -{Limits.TargetMax}..{Limits.TargetMax}.", $"objectives[{i}].target") : null)
            ?? Limits.FaultOfWord(objective.Comparison, $"objectives[{i}].comparison")
            ?? Limits.FaultOfDay(objective.Due, $"objectives[{i}].due")
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
            return Refusal.NotFound($"There is no plan '{Text.Shown(parent)}'.", "parent");
        }
        return directory.IsAtOrBelow(owner.Id, entry.Owner)
            ? null
            : Refusal.Invalid($"The plan '{parent}' belongs to '{entry.Owner}', which is not above '{owner.Id}'.", "parent");
    }

    private static Refusal? FaultOfTask(Plan plan, PlanTask task)
    {
        if (plan.FindArea(task.Area) is null)
        {
            return Refusal.Invalid($"The plan has no area '{Text.Shown(task.Area)}'.", "area");
        }
        if (task.Weight is <= 0 or > Limits.WeightMax)
        {
            return Refusal.Invalid($"weight lies above 0 and at most at {Limits.WeightMax / 1000}, with at most three decimals.", "weight");
        }
        if (task.Products.Length > Limits.PartsMax)
        {
            return Refusal.Invalid($"At most {Limits.PartsMax} products are kept.", "products");
        }
        return FaultOfLineId(task.Id, plan)
            ?? Limits.FaultOfWord<LeadMode>(task.LeadMode, "leadMode")
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
            if (assignee.UnitClass == UnitKind.Body)
            {
                return Refusal.Invalid("A BODY is in no class: name the unit.", place + ".unitClass");
            }
            if (Limits.FaultOfWord(assignee.UnitClass, place + ".unitClass") is { } ofClass)
            {
                return ofClass;
            }
            if (assignee.Unit is { } id)
            {
                if (directory.Find(id) is null)
                {
                    return Refusal.NotFound($"There is no unit '{Text.Shown(id)}'.", place + ".unit");
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
        schedule.Fault() is { } fault
            ? Refusal.Invalid(fault + ".", "schedule")
            : Limits.FaultOfDay(schedule.Date, "schedule.date") ?? Text.Fault(schedule.Text, "schedule.text", required: false);

    private static Refusal? FaultOfCount(UnitState state, ImmutableArray<string> units, Schedule schedule)
    {
        var count = units.Length * schedule.Count;
        if (count > Limits.ObligationsMax)
        {
            return Refusal.Invalid($"It would give more than {Limits.ObligationsMax} obligations.", "leads");
        }
        var max = TreeBound.Of(state.Unit!.Kind).ObligationsMax;
        return state.Given + count > max
            ? Refusal.Invalid($"The plans of a {Text.Constant(state.Unit.Kind)} give at most {max} obligations, all together.", "leads")
            : null;
    }

    private static Refusal? FaultOfLineId(string id, Plan plan) =>
        Limits.FaultOfNewId(id, plan.Id) is { } fault ? Refusal.Invalid($"id {fault}.", "id") : null;

    private static Refusal? FaultOfId(string id, string field) =>
        Limits.FaultOfNewId(id) is { } fault ? Refusal.Invalid($"{field} {fault}.", field) : null;

    private static Refusal? FaultOfMoney(long? money, string field) =>
        money is < 0 or > Limits.MoneyMax ? Refusal.Invalid($"{field} lies in 0..{Limits.MoneyMax} đồng.", field) : null;

    /// <summary>Money that a unit's plans set aside: each area's own, or what its lines need where that is more.</summary>
    public static Int128 MoneyOf(IEnumerable<Plan> plans, IEnumerable<PlanTask> tasks)
    {
        var ofAreas = new Dictionary<(string Plan, string Area), Int128>();
        foreach (var task in tasks)
        {
            ofAreas[(task.Plan, task.Area)] = ofAreas.GetValueOrDefault((task.Plan, task.Area)) + task.Budget;
        }
        var money = Int128.Zero;
        foreach (var plan in plans)
        {
            foreach (var area in plan.Areas)
            {
                money += Int128.Max(area.Budget ?? 0, ofAreas.GetValueOrDefault((plan.Id, area.Id)));
            }
        }
        return money;
    }

    // Whoever adds no money is not refused for what earlier versions have stored.
    private static Refusal? FaultOfMoney(UnitState state, IEnumerable<Plan> plans, IEnumerable<PlanTask> added, bool adds, string field)
    {
        var max = TreeBound.Of(state.Unit!.Kind).MoneyMax;
        return adds && MoneyOf(plans, state.Tasks.Values.Select(owned => owned.Task).Concat(added)) > max
            ? Refusal.Invalid($"The money of all plans of a {Text.Constant(state.Unit.Kind)} is at most {max} đồng.", field)
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

namespace Hierarchy.Grains.Plans;

/// <summary>Rules that plans, lines and duties share: how they are stored, and what makes them acceptable. Pure: reads only what the
/// directory already knows.</summary>
public static class PlanRules
{
    /// <summary>The id that a new task or duty gets; null when it is taken. Only the store knows the lines of other owners.</summary>
    internal static string? FreeLine(UnitState state, string given, string? taken) => OwnedId.Free(
        state.Unit!.Id, given, state.HasLine, id => id == taken);

    /// <summary>The units meant, each once, in the order in which they are named. A class means its present members below the
    /// owner.</summary>
    public static ImmutableArray<string> Resolve(string owner, ImmutableArray<Assignee> assignees, IUnitDirectory directory)
    {
        var seen = new HashSet<string>();
        var units = ImmutableArray.CreateBuilder<string>();
        foreach (var assignee in assignees)
        {
            var meant = assignee.Unit is { } unit ? [unit] : UnitRules.MembersOf(owner, assignee.UnitClass!.Value, directory).Select(u => u.Id);
            units.AddRange(meant.Where(seen.Add));
        }
        return units.ToImmutable();
    }

    internal static Refusal? FaultOfAssignees(
        Plan plan, ImmutableArray<Assignee> assignees, string field, IUnitDirectory directory, bool led) =>
        FaultOfAssignees(plan.Owner, assignees, field, directory, led);

    internal static Refusal? FaultOfAssignees(
        string owner, ImmutableArray<Assignee> assignees, string field, IUnitDirectory directory, bool led)
    {
        if (assignees.Length > Limits.PartsMax || (led && assignees.Length == 0))
        {
            return Refusal.Invalid($"Between {(led ? 1 : 0)} and {Limits.PartsMax} {field} are allowed.", field);
        }
        return First(assignees, (assignee, i) =>
        {
            var place = $"{field}[{i}]";
            if (assignee.Unit is not null && assignee.UnitClass is not null || (led && assignee.Unit is null && assignee.UnitClass is null))
            {
                return Refusal.Invalid("Give exactly one of unit and unitClass.", place);
            }
            if (assignee.UnitClass is { } kind && !UnitRules.IsClass(kind))
            {
                return Refusal.Invalid($"A {Text.Constant(kind)} belongs to no class: name the unit.", place + ".unitClass");
            }
            if (Limits.FaultOfWord(assignee.UnitClass, place + ".unitClass") is { } ofClass)
            {
                return ofClass;
            }
            if (assignee.Unit is { } id)
            {
                if (directory.Find(id) is not { } unit)
                {
                    return Refusal.NoUnit(id, place + ".unit");
                }
                if (led && UnitRules.FaultOfClosed(unit, place + ".unit") is { } closed)
                {
                    return closed;
                }
                if (led && !directory.IsAtOrBelow(id, owner))
                {
                    return Refusal.Invalid($"'{id}' is neither the owner '{owner}' nor below it: a plan can impose only on these units.", place + ".unit");
                }
            }
            return Text.Fault(assignee.Label, place + ".label", required: false);
        });
    }

    internal static Refusal? FaultOfSchedule(Schedule schedule) =>
        schedule.Fault() is { } fault
            ? Refusal.Invalid(fault + ".", "schedule")
            : Limits.FaultOfDay(schedule.Date, "schedule.date") ?? Text.Fault(schedule.Text, "schedule.text", required: false);

    internal static Refusal? FaultOfCount(UnitState state, ImmutableArray<string> units, Schedule schedule) =>
        FaultOfCount(state, units.Length * schedule.Count, "leads");

    internal static Refusal? FaultOfCount(UnitState state, long count, string field) => count > Limits.ObligationsMax
        ? Refusal.Invalid($"This would impose more than {Limits.ObligationsMax} obligations.", field)
        : FaultOfGiven(state, count);

    /// <param name="added">Number of obligations that the unit's plans would impose in addition.</param>
    internal static Refusal? FaultOfGiven(UnitState state, long added)
    {
        var max = TreeBound.Of(state.Unit!.Kind).ObligationsMax;
        return added > 0 && state.Given + added > max
            ? Refusal.Invalid($"The plans of a {Text.Constant(state.Unit.Kind)} impose at most {max} obligations in total.", "leads")
            : null;
    }

    internal static Refusal? FaultOfWeight(int weight, string field) => weight is <= 0 or > Limits.WeightMax
        ? Refusal.Invalid($"weight must be above 0 and at most {Limits.WeightMax / 1000}, with at most three decimals.", field)
        : null;

    internal static Refusal? FaultOfProducts(ImmutableArray<string> products, string field) => products.Length > Limits.PartsMax
        ? Refusal.Invalid($"At most {Limits.PartsMax} products are allowed.", field)
        : First(products, (product, i) => Text.Fault(product, $"{field}[{i}]", required: true));

    internal static Refusal NoPlan(string id, string field = "plan") => Refusal.NotFound($"There is no plan '{Text.Shown(id)}'.", field);

    internal static Refusal? FaultOfLineId(string id, Plan plan) =>
        Limits.FaultOfNewId(id, plan.Id) is { } fault ? Refusal.Invalid($"id {fault}.", "id") : null;

    internal static Refusal? FaultOfId(string id, string field) =>
        Limits.FaultOfNewId(id) is { } fault ? Refusal.Invalid($"{field} {fault}.", field) : null;

    /// <param name="of">What has these years, for the message.</param>
    internal static Refusal? FaultOfYears(int? start, int? end, string of) =>
        start is < Limits.YearMin or > Limits.YearMax ? Refusal.Invalid($"A {of}'s years must lie in {Limits.YearMin}..{Limits.YearMax}.", "startYear")
        : end is < Limits.YearMin or > Limits.YearMax ? Refusal.Invalid($"A {of}'s years must lie in {Limits.YearMin}..{Limits.YearMax}.", "endYear")
        : end < start ? Refusal.Invalid("endYear must not lie before startYear.", "endYear")
        : end - start >= Limits.PlanYearsMax ? Refusal.Invalid($"A {of} spans at most {Limits.PlanYearsMax} years.", "endYear")
        : null;

    internal static Refusal? FaultOfMoney(long? money, string field) =>
        money is < 0 or > Limits.MoneyMax ? Refusal.Invalid($"{field} must lie in 0..{Limits.MoneyMax} đồng.", field) : null;

    /// <summary>Money that a unit's plans set aside: for each area its budget, or what its lines need if that is more. Adds the budgets
    /// that amendments replaced, parts of which may still be in use.</summary>
    public static Int128 MoneyOf(IEnumerable<Plan> plans, IEnumerable<OwnedTask> tasks)
    {
        var ofAreas = new Dictionary<(string Plan, string Area), Int128>();
        var money = Int128.Zero;
        foreach (var (task, replaced) in tasks.Select(owned => (owned.Task, owned.Replaced)))
        {
            ofAreas[(task.Plan, task.Area)] = ofAreas.GetValueOrDefault((task.Plan, task.Area)) + task.Budget;
            money += replaced ?? 0;
        }
        foreach (var plan in plans)
        {
            foreach (var area in plan.Areas)
            {
                money += Int128.Max(area.Budget ?? 0, ofAreas.GetValueOrDefault((plan.Id, area.Id)));
            }
        }
        return money;
    }

    // A change that adds no money is not refused for what earlier versions stored.
    internal static Refusal? FaultOfMoney(UnitState state, IEnumerable<Plan> plans, IEnumerable<OwnedTask> tasks, string field)
    {
        var max = TreeBound.Of(state.Unit!.Kind).MoneyMax;
        var money = MoneyOf(plans, tasks);
        return money > max && money > MoneyOf(state.Plans.Values, state.Tasks.Values)
            ? Refusal.Invalid($"The plans of a {Text.Constant(state.Unit.Kind)} may have at most {max} đồng in total.", field)
            : null;
    }

    internal static Refusal? First<T>(ImmutableArray<T> items, Func<T, int, Refusal?> fault)
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

    internal static Assignee Kept(Assignee assignee) => assignee with { Label = Text.Name(assignee.Label) };

    internal static Schedule Kept(Schedule schedule) => WithLists(schedule with { Text = Text.Note(schedule.Text) });

    internal static Schedule WithLists(Schedule schedule) => schedule with
    {
        Quarters = Given(schedule.Quarters),
        Every = Given(schedule.Every),
        Days = Given(schedule.Days),
    };

    // A list that is too long is refused later, so it is not read here.
    internal static ImmutableArray<T> Each<T>(ImmutableArray<T> items, Func<T, T> kept) =>
        items.IsDefault ? [] : items.Length > Limits.PartsMax ? items : [.. items.Select(kept)];

    internal static ImmutableArray<T> Given<T>(ImmutableArray<T> items) => items.IsDefault ? [] : items;
}

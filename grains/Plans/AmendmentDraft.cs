namespace Hierarchy.Grains.Plans;

/// <summary>An amendment while it is being decided. Each change is checked against the plan as the changes before it leave it. Pure; for
/// a single use.</summary>
public sealed class AmendmentDraft(UnitState state, Plan plan, IUnitDirectory directory, string? taken)
{
    /// <summary>Maximum number of obligations that one amendment may change at one unit: what one message can carry.</summary>
    public const int OfUnitMax = Limits.ObligationsOfMessageMax;

    // In the order of their first mention.
    private readonly List<string> _order = [];
    private readonly Dictionary<string, (PlanTask Task, ImmutableArray<string> Units)> _lines = new(StringComparer.Ordinal);
    private ImmutableArray<AmendedObjective> _objectives = [];
    private AmendedTitle? _title;

    private readonly int _version = plan.Version + 1;

    public bool IsEmpty => _title is null && _objectives.IsEmpty && !Lines().Any();

    public Amendment ToAmendment(UnitCommand.AmendPlan command) =>
        new(_version, command.Document, command.EffectiveOn, [.. Lines()], _objectives, _title);

    /// <summary>The first fault of a command, with its place.</summary>
    public Refusal? Fault(UnitCommand.AmendPlan command)
    {
        _title = command.Title is { } title && title != plan.Title ? new AmendedTitle(plan.Title, title) : null;
        return FaultOfRepeats(command)
            ?? PlanRules.First(command.ChangeTasks, (change, i) => Change(change, $"changeTasks[{i}]"))
            ?? PlanRules.First(command.AddTasks, (task, i) => Add(task, $"addTasks[{i}]"))
            ?? PlanRules.First(command.AddLeads, (change, i) => AddLeads(change, $"addLeads[{i}]"))
            ?? PlanRules.First(command.DropLeads, (change, i) => DropLeads(change, $"dropLeads[{i}]"))
            ?? PlanRules.First(command.WithdrawTasks, (id, i) => Withdraw(id, $"withdrawTasks[{i}]"))
            ?? ChangeObjectives(command.ChangeObjectives)
            ?? FaultOfSums();
    }

    private static Refusal? FaultOfRepeats(UnitCommand.AmendPlan command) =>
        Repeats(command.ChangeTasks.Select(change => change.Task), "changeTasks", ".task")
        ?? Repeats(command.AddLeads.Select(change => change.Task), "addLeads", ".task")
        ?? Repeats(command.DropLeads.Select(change => change.Task), "dropLeads", ".task")
        ?? Repeats(command.WithdrawTasks, "withdrawTasks", "");

    private static Refusal? Repeats(IEnumerable<string> ids, string field, string member)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, id) in ids.Index())
        {
            if (!seen.Add(id))
            {
                return Refusal.Invalid($"The task '{Text.Shown(id)}' is named twice.", $"{field}[{i}]{member}");
            }
        }
        return null;
    }

    private Refusal? Change(TaskChange change, string place)
    {
        if (Find(change.Task, place + ".task", out var line) is { } unknown)
        {
            return unknown;
        }
        if (FaultOf(change, place) is { } fault)
        {
            return fault;
        }
        var task = line.Task;
        Put(task with
        {
            Code = change.Code ?? task.Code,
            Title = change.Title ?? task.Title,
            Products = change.Products ?? task.Products,
            Approver = change.Approver is { } approver ? Text.NameOrNull(approver) : task.Approver,
            Coordinators = change.Coordinators ?? task.Coordinators,
            Schedule = change.Schedule ?? task.Schedule,
            Weight = change.Weight ?? task.Weight,
            Budget = change.Budget ?? task.Budget,
        }, line.Units);
        return null;
    }

    /// <summary>Checks only the fields given: an earlier version of the program may have accepted what the others hold.</summary>
    private Refusal? FaultOf(TaskChange change, string place) =>
        (change.Code is { } code ? Text.Fault(code, place + ".code", required: true, Limits.NameMax) : null)
        ?? (change.Title is { } title ? Text.Fault(title, place + ".title", required: true) : null)
        ?? (change.Products is { } products ? PlanRules.FaultOfProducts(products, place + ".products") : null)
        ?? Text.Fault(change.Approver, place + ".approver", required: false)
        ?? (change.Coordinators is { } coordinators
            ? PlanRules.FaultOfAssignees(plan, coordinators, place + ".coordinators", directory, led: false) : null)
        ?? (change.Schedule is { } schedule ? PlanRules.FaultOfSchedule(schedule)?.Under(place) : null)
        ?? (change.Weight is { } weight ? PlanRules.FaultOfWeight(weight, place + ".weight") : null)
        ?? PlanRules.FaultOfMoney(change.Budget, place + ".budget");

    private Refusal? Add(PlanTask task, string place)
    {
        if (task.Plan != plan.Id)
        {
            return Refusal.Invalid($"The amendment is of the plan '{plan.Id}'.", place + ".plan");
        }
        // The store returns only one id that another owner has. If it does, every line added here gets its owner's prefix.
        var free = OwnedId.Free(
            state.Unit!.Id, task.Id, id => state.Tasks.ContainsKey(id) || state.Duties.ContainsKey(id) || _lines.ContainsKey(id),
            id => taken is not null && id == task.Id);
        if (free is null)
        {
            return Refusal.Conflict($"There is a task or duty '{Text.Shown(task.Id)}' already.", place + ".id");
        }
        if (UnitCommand.AddTask.FaultOfTask(plan, task, directory) is { } fault)
        {
            return fault.Under(place);
        }
        Put(task with { Id = free }, Owing(task, PlanRules.Resolve(plan.Owner, task.Leads, directory)));
        return null;
    }

    private Refusal? AddLeads(LeadsChange change, string place)
    {
        var fault = Find(change.Task, place + ".task", out var line)
            ?? PlanRules.FaultOfAssignees(plan, change.Leads, place + ".leads", directory, led: true);
        if (fault is not null)
        {
            return fault;
        }
        var (task, owing) = line;
        var leads = task.Leads.AddRange(change.Leads.Where(added => !task.Leads.Any(lead => IsSame(lead, added))));
        var units = Owing(task, [.. owing.Union(PlanRules.Resolve(plan.Owner, change.Leads, directory), StringComparer.Ordinal)]);
        if (leads.Length == task.Leads.Length && units.Length == owing.Length)
        {
            return Refusal.Invalid($"The unit or class already leads the task '{task.Id}'.", place + ".leads");
        }
        if (leads.Length > Limits.PartsMax)
        {
            return Refusal.Invalid($"A task has at most {Limits.PartsMax} leads.", place + ".leads");
        }
        Put(task with { Leads = leads }, units);
        return null;
    }

    private Refusal? DropLeads(LeadsChange change, string place)
    {
        var fault = Find(change.Task, place + ".task", out var line)
            ?? PlanRules.FaultOfAssignees(plan, change.Leads, place + ".leads", directory, led: true)
            ?? PlanRules.First(change.Leads, (lead, i) => IsLead(line, lead) ? null : Refusal.Invalid(
                $"'{lead.Unit ?? Text.Constant(lead.UnitClass!.Value)}' does not lead the task '{line.Task.Id}'.", $"{place}.leads[{i}]"));
        if (fault is not null)
        {
            return fault;
        }
        var (task, owing) = line;
        var leads = task.Leads.RemoveAll(lead => change.Leads.Any(dropped => IsSame(lead, dropped)));
        var named = leads.Select(lead => lead.Unit).ToHashSet(StringComparer.Ordinal);
        var dropped = PlanRules.Resolve(plan.Owner, change.Leads, directory).Where(unit => !named.Contains(unit)).ToHashSet(StringComparer.Ordinal);
        var left = owing.RemoveAll(dropped.Contains);
        if (left.IsEmpty && task.LeadMode == LeadMode.Joint)
        {
            left = Owing(task, [.. PlanRules.Resolve(plan.Owner, leads, directory).Where(unit => !dropped.Contains(unit))]);
        }
        if (leads.IsEmpty || left.IsEmpty)
        {
            return Refusal.Invalid($"The task '{task.Id}' would have no lead: withdraw it instead.", place + ".leads");
        }
        Put(task with { Leads = leads }, left);
        return null;
    }

    private Refusal? Withdraw(string id, string place)
    {
        if (Find(id, place, out var line) is { } unknown)
        {
            return unknown;
        }
        Put(line.Task with { WithdrawnIn = _version }, line.Units);
        return null;
    }

    private Refusal? ChangeObjectives(ImmutableArray<Objective> changes)
    {
        var before = plan.Objectives.ToDictionary(objective => objective.Id, StringComparer.Ordinal);
        _objectives =
        [
            .. changes.Select(after => new AmendedObjective(before.GetValueOrDefault(after.Id), after)).Where(change => change.Before != change.After),
        ];
        return UnitCommand.AdoptPlan.FaultOfObjectives(plan, changes, "changeObjectives")
            ?? (plan.Objectives.Length + _objectives.Count(change => change.Before is null) > Limits.PartsMax
                ? Refusal.Invalid($"A plan has at most {Limits.PartsMax} objectives.", "changeObjectives") : null);
    }

    /// <summary>Checks the totals of all changes.</summary>
    private Refusal? FaultOfSums()
    {
        var lines = Lines().ToList();
        var tasks = new Amendment(_version, null!, default, [.. lines], []).After(state.Tasks, state.Seq + 1);
        var kept = state.Versions.Values.SelectMany(versions => versions).Sum(version => version.Amendment?.Lines.Length ?? 0);
        return tasks.Count > Limits.TasksMax
                ? Refusal.Invalid($"A unit's plans hold at most {Limits.TasksMax} tasks.", "addTasks")
            : kept + lines.Count > PlanVersion.LinesMax
                ? Refusal.Conflict($"The amendments of all plans of a unit name at most {PlanVersion.LinesMax} lines in total.", "document")
            : lines.Sum(line => Math.Max(line.Touched, line.Units.Length)) > Limits.ObligationsMax
                ? Refusal.Invalid($"The amendment would change more than {Limits.ObligationsMax} obligations: amend in parts.", "changeTasks")
            : lines.Sum(line => (line.Before?.Schedule.Count ?? 0) + line.After.Schedule.Count) > OfUnitMax
                ? Refusal.Invalid($"The amendment could change more than {OfUnitMax} obligations of one unit: amend in parts.", "changeTasks")
            : PlanRules.FaultOfGiven(state, lines.Sum(line => tasks[line.After.Id].Given - (state.Tasks.GetValueOrDefault(line.After.Id)?.Given ?? 0)))
                ?? PlanRules.FaultOfMoney(state, state.Plans.Values, tasks.Values, "changeTasks");
    }

    private IEnumerable<AmendedLine> Lines()
    {
        foreach (var id in _order)
        {
            var (after, units) = _lines[id];
            if (state.Tasks.GetValueOrDefault(id) is not { } before)
            {
                yield return new AmendedLine(null, after, units);
            }
            else if (!IsSame(before.Task, after) || !before.Units.SequenceEqual(units))
            {
                yield return new AmendedLine(before.Task, after, units, before.Units.SequenceEqual(units) ? null : before.Units);
            }
        }
    }

    private Refusal? Find(string id, string place, out (PlanTask Task, ImmutableArray<string> Units) line)
    {
        line = _lines.GetValueOrDefault(id);
        if (line.Task is null && state.Tasks.GetValueOrDefault(id) is { } owned && owned.Task.Plan == plan.Id)
        {
            line = (owned.Task, owned.Units);
        }
        return line.Task is null ? Refusal.NotFound($"The plan '{plan.Id}' has no task '{Text.Shown(id)}'.", place)
            : line.Task.WithdrawnIn is { } version ? Refusal.Conflict($"Version {version} has withdrawn the task '{id}'.", place)
            : null;
    }

    private void Put(PlanTask task, ImmutableArray<string> units)
    {
        if (!_lines.ContainsKey(task.Id))
        {
            _order.Add(task.Id);
        }
        _lines[task.Id] = (task, units);
    }

    private static ImmutableArray<string> Owing(PlanTask task, ImmutableArray<string> units) =>
        task.LeadMode == LeadMode.Joint && units.Length > 1 ? [units[0]] : units;

    private bool IsLead((PlanTask Task, ImmutableArray<string> Units) line, Assignee lead) =>
        line.Task.Leads.Any(named => IsSame(named, lead)) || (lead.Unit is { } unit && line.Units.Contains(unit));

    private static bool IsSame(Assignee one, Assignee other) => one.Unit == other.Unit && one.UnitClass == other.UnitClass;

    private static bool IsSame(PlanTask one, PlanTask other) =>
        one with { Products = [], Leads = [], Coordinators = [], Schedule = other.Schedule } ==
            other with { Products = [], Leads = [], Coordinators = [] }
        && one.Products.SequenceEqual(other.Products) && one.Leads.SequenceEqual(other.Leads)
        && one.Coordinators.SequenceEqual(other.Coordinators) && one.Schedule.IsSame(other.Schedule);
}

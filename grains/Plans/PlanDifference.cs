namespace Hierarchy.Grains.Plans;

/// <summary>The differences between another text of a plan and the present plan. Pure.</summary>
/// <param name="Changes">What an amendment would have to change, without its document and day.</param>
/// <param name="Said">Each difference in words, with the code of its line; an empty code for the plan itself.</param>
/// <param name="Fixed">Differences that no amendment can make.</param>
public sealed record PlanDifference(
    UnitCommand.AmendPlan Changes, ImmutableArray<(string Code, string Words)> Said, ImmutableArray<(string Code, string Words)> Fixed)
{
    private const int ShownMax = 80;

    public bool IsNothing => Said.IsEmpty && Fixed.IsEmpty;

    /// <param name="now">The present plan.</param>
    /// <param name="plan">The plan in the other text; its lines have the ids by which they are known.</param>
    public static PlanDifference Of(PlanContents now, Plan plan, IReadOnlyList<PlanTask> tasks, IReadOnlyList<Duty> duties)
    {
        var found = new Finding(now);
        found.OfPlan(((UnitCommand.AdoptPlan)new UnitCommand.AdoptPlan(plan).Kept()).Plan);
        found.OfTasks([.. tasks.Select(task => ((UnitCommand.AddTask)new UnitCommand.AddTask(task).Kept()).Task)]);
        found.OfDuties([.. duties.Select(duty => ((UnitCommand.AddDuty)new UnitCommand.AddDuty(duty).Kept()).Duty)]);
        return found.Result;
    }

    private static string Shown(string? text) =>
        text is null ? "nothing" : $"'{(text.Length > ShownMax ? text[..ShownMax] + "…" : text)}'";

    private static string Shown(Schedule schedule) =>
        $"{Shown(schedule.Text)} ({(schedule.Due is { } due ? $"due {due:yyyy-MM-dd}" : Text.Constant(schedule.Kind))}, {schedule.Count} times)";

    private static string NameOf(Assignee assignee) => assignee.Unit ?? Text.Constant(assignee.UnitClass!.Value);

    private static bool IsSame(Assignee one, Assignee other) => (one.Unit, one.UnitClass) == (other.Unit, other.UnitClass);

    private sealed class Finding(PlanContents now)
    {
        private readonly List<(string Code, string Words)> _said = [];
        private readonly List<(string Code, string Words)> _fixed = [];
        private UnitCommand.AmendPlan _changes = new(now.Plan.Id, null!, default, [], [], [], [], [], [], null, now.Plan.Version);

        public PlanDifference Result => new(_changes, [.. _said], [.. _fixed]);

        public void OfPlan(Plan plan)
        {
            if (Differs("", "title", now.Plan.Title, plan.Title))
            {
                _changes = _changes with { Title = plan.Title };
            }
            Fix("", "number", now.Plan.Number, plan.Number);
            Fix("", "adoptedOn", $"{now.Plan.AdoptedOn:yyyy-MM-dd}", $"{plan.AdoptedOn:yyyy-MM-dd}");
            Fix("", "effectiveOn", $"{now.Plan.EffectiveOn:yyyy-MM-dd}", $"{plan.EffectiveOn:yyyy-MM-dd}");
            Fix("", "years", $"{now.Plan.StartYear}-{now.Plan.EndYear}", $"{plan.StartYear}-{plan.EndYear}");
            Fix("", "parent", now.Plan.Parent, plan.Parent);
            Fix("", "basedOn", string.Join("; ", now.Plan.BasedOn), string.Join("; ", plan.BasedOn));
            Fix("", "areas", Areas(now.Plan), Areas(plan));
            var objectives = now.Plan.Objectives.ToDictionary(objective => objective.Id, StringComparer.Ordinal);
            foreach (var objective in plan.Objectives)
            {
                if (!objectives.Remove(objective.Id, out var before) || before != objective)
                {
                    _said.Add(("", $"objective {objective.Id} is {(before is null ? "new" : "changed")}: {Shown(objective.Text)}"));
                    _changes = _changes with { ChangeObjectives = _changes.ChangeObjectives.Add(objective) };
                }
            }
            _fixed.AddRange(objectives.Keys.Select(id => ("", $"objective {id} is missing")));
        }

        public void OfTasks(IReadOnlyList<PlanTask> tasks)
        {
            var known = now.Tasks.ToDictionary(task => task.Id, StringComparer.Ordinal);
            foreach (var task in tasks)
            {
                if (!known.Remove(task.Id, out var before))
                {
                    _said.Add((task.Code, $"the task is new: {Shown(task.Title)}"));
                    _changes = _changes with { AddTasks = _changes.AddTasks.Add(task) };
                }
                else if (before.WithdrawnIn is { } version)
                {
                    _fixed.Add((task.Code, $"version {version} of the plan has withdrawn the task"));
                }
                else
                {
                    OfTask(before, task);
                }
            }
            foreach (var gone in known.Values.Where(task => task.WithdrawnIn is null).OrderBy(task => task.Code, StringComparer.Ordinal))
            {
                _said.Add((gone.Code, $"the task is missing: {Shown(gone.Title)}"));
                _changes = _changes with { WithdrawTasks = _changes.WithdrawTasks.Add(gone.Id) };
            }
        }

        public void OfDuties(IReadOnlyList<Duty> duties)
        {
            var known = now.Duties.ToDictionary(duty => duty.Id, StringComparer.Ordinal);
            foreach (var duty in duties)
            {
                if (!known.Remove(duty.Id, out var before) || before.Kind != duty.Kind || before.Title != duty.Title || before.Source != duty.Source
                    || !before.Schedule.IsSame(duty.Schedule) || before.Leads.Length != duty.Leads.Length
                    || !before.Leads.All(lead => duty.Leads.Any(other => IsSame(lead, other))))
                {
                    _fixed.Add((duty.Id, $"the duty is {(before is null ? "new" : "changed")}"));
                }
            }
            _fixed.AddRange(known.Keys.Select(id => (id, "the duty is missing")));
        }

        private void OfTask(PlanTask before, PlanTask task)
        {
            var code = task.Code;
            Fix(code, "area", before.Area, task.Area);
            Fix(code, "group", before.Group, task.Group);
            Fix(code, "leadMode", Text.Constant(before.LeadMode), Text.Constant(task.LeadMode));
            var change = new TaskChange(
                before.Id,
                Title: Differs(code, "title", before.Title, task.Title) ? task.Title : null,
                Products: Differs(code, "products", string.Join("; ", before.Products), string.Join("; ", task.Products)) ? task.Products : null,
                Approver: Differs(code, "approver", before.Approver, task.Approver) ? task.Approver ?? "" : null,
                Coordinators: before.Coordinators.SequenceEqual(task.Coordinators) ? null : task.Coordinators,
                Schedule: before.Schedule.IsSame(task.Schedule) ? null : task.Schedule,
                Weight: Differs(code, "weight", $"{before.Weight / 1000m}", $"{task.Weight / 1000m}") ? task.Weight : null,
                Budget: Differs(code, "budget", $"{before.Budget}", $"{task.Budget}") ? task.Budget : null);
            if (change.Coordinators is not null)
            {
                _said.Add((code, "the coordinators are others"));
            }
            if (change.Schedule is not null)
            {
                _said.Add((code, $"schedule is {Shown(before.Schedule)}, and {Shown(task.Schedule)} in the file"));
            }
            if (change != new TaskChange(before.Id))
            {
                _changes = _changes with { ChangeTasks = _changes.ChangeTasks.Add(change) };
            }
            OfLeads(before, task);
        }

        private void OfLeads(PlanTask before, PlanTask task)
        {
            ImmutableArray<Assignee> added = [.. task.Leads.Where(lead => !before.Leads.Any(other => IsSame(lead, other)))];
            ImmutableArray<Assignee> dropped = [.. before.Leads.Where(lead => !task.Leads.Any(other => IsSame(lead, other)))];
            _said.AddRange(added.Select(lead => (task.Code, $"'{NameOf(lead)}' leads the task, too")));
            _said.AddRange(dropped.Select(lead => (task.Code, $"'{NameOf(lead)}' leads the task no longer")));
            if (!added.IsEmpty)
            {
                _changes = _changes with { AddLeads = _changes.AddLeads.Add(new LeadsChange(before.Id, added)) };
            }
            if (!dropped.IsEmpty)
            {
                _changes = _changes with { DropLeads = _changes.DropLeads.Add(new LeadsChange(before.Id, dropped)) };
            }
        }

        private bool Differs(string code, string name, string? before, string? after)
        {
            if (before == after)
            {
                return false;
            }
            _said.Add((code, $"{name} is {Shown(before)}, and {Shown(after)} in the file"));
            return true;
        }

        private void Fix(string code, string name, string? before, string? after)
        {
            if (before != after)
            {
                _fixed.Add((code, $"{name} is {Shown(before)}, and {Shown(after)} in the file"));
            }
        }

        private static string Areas(Plan plan) =>
            string.Join("; ", plan.Areas.Select(area => $"{area.Id} {area.Name} {Text.Constant(area.Reform)} {area.Budget}"));
    }
}

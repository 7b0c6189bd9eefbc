namespace Hierarchy.Grains;

public partial record UnitCommand
{
    [GenerateSerializer, Immutable, Alias("hierarchy.add-task")]
    public sealed record AddTask(PlanTask Task) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.TaskAdded>(Task.Id);

        internal override ReformArea? AreaIn(UnitState state) => state.Plans.GetValueOrDefault(Task.Plan)?.FindArea(Task.Area)?.Reform;

        internal override UnitCommand WithLists() => new AddTask(Task with
        {
            Products = PlanRules.Given(Task.Products),
            Leads = PlanRules.Given(Task.Leads),
            Coordinators = PlanRules.Given(Task.Coordinators),
            Schedule = PlanRules.WithLists(Task.Schedule),
        });

        internal override UnitCommand Kept() => new AddTask(Kept(Task));

        internal static PlanTask Kept(PlanTask task) => task with
        {
            Code = Text.Name(task.Code),
            Group = Text.NameOrNull(task.Group),
            Title = Text.Name(task.Title),
            Products = PlanRules.Each(task.Products, Text.Note),
            Leads = PlanRules.Each(task.Leads, PlanRules.Kept),
            Coordinators = PlanRules.Each(task.Coordinators, PlanRules.Kept),
            Approver = Text.NameOrNull(task.Approver),
            Schedule = PlanRules.Kept(task.Schedule),
            WithdrawnIn = null,
        };

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            var task = Task;
            if (!state.Plans.TryGetValue(task.Plan, out var plan))
            {
                return PlanRules.NoPlan(task.Plan);
            }
            var free = PlanRules.FreeLine(state, task.Id, now.Taken);
            var fault = (free is null ? Refusal.Conflict($"There is a task or duty '{task.Id}' already.", "id") : null)
                ?? (state.Tasks.Count >= Limits.TasksMax ? Refusal.Invalid($"A unit's plans hold at most {Limits.TasksMax} tasks.", "plan") : null)
                ?? FaultOfTask(plan, task, now.Directory)
                ?? PlanRules.FaultOfMoney(state, state.Plans.Values, state.Tasks.Values.Append(new OwnedTask(task, [], 0)), "budget");
            if (fault is not null)
            {
                return fault;
            }
            var units = UnitsOf(plan.Owner, task.Leads, task.LeadMode, now.Directory);
            return PlanRules.FaultOfCount(state, units, task.Schedule) ?? (Decision)new UnitEvent.TaskAdded(task with { Id = free! }, units);
        }

        /// <summary>The units that owe a line.</summary>
        internal static ImmutableArray<string> UnitsOf(string owner, ImmutableArray<Assignee> leads, LeadMode mode, IUnitDirectory directory)
        {
            var units = PlanRules.Resolve(owner, leads, directory);
            return mode == LeadMode.Joint && units.Length > 1 ? [units[0]] : units;
        }

        internal static Refusal? FaultOfTask(Plan plan, PlanTask task, IUnitDirectory directory)
        {
            if (plan.FindArea(task.Area) is null)
            {
                return Refusal.Invalid($"The plan has no area '{Text.Shown(task.Area)}'.", "area");
            }
            return PlanRules.FaultOfWeight(task.Weight, "weight")
                ?? PlanRules.FaultOfLineId(task.Id, plan)
                ?? Limits.FaultOfWord<LeadMode>(task.LeadMode, "leadMode")
                ?? Text.Fault(task.Code, "code", required: true, Limits.NameMax)
                ?? Text.Fault(task.Group, "group", required: false)
                ?? Text.Fault(task.Title, "title", required: true)
                ?? Text.Fault(task.Approver, "approver", required: false)
                ?? PlanRules.FaultOfProducts(task.Products, "products")
                ?? PlanRules.FaultOfMoney(task.Budget, "budget")
                ?? PlanRules.FaultOfSchedule(task.Schedule)
                ?? PlanRules.FaultOfAssignees(plan, task.Leads, "leads", directory, led: true)
                ?? PlanRules.FaultOfAssignees(plan, task.Coordinators, "coordinators", directory, led: false);
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.TaskAdded), "task-added")]
public partial record UnitEvent
{
    /// <param name="Units">The units that owe it, resolved when it was added: a class means its members at that time.</param>
    public sealed record TaskAdded(PlanTask Task, ImmutableArray<string> Units) : UnitEvent
    {
        internal override string About => Task.Id;

        internal override ImmutableArray<string> Targets => Units;

        internal override UnitState Apply(UnitState state, StoredEvent stored) => state with
        {
            Tasks = state.Tasks.Add(Task.Id, new OwnedTask(Task, Units, stored.Seq)),
            Given = state.Given + Units.Length * Task.Schedule.Count,
        };

        internal override Append WithRows(Append append, UnitState next) => append with
        {
            Tasks = [Task],
            Money = PlanMoney.Of(next, Task.Plan),
        };

        internal override Outcome Answer(UnitState next) => new Outcome.OfTask(Task);

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) => new UnitCommand.Impose(
            message.Sender, Imposition.Of(sender.Plans[Task.Plan], new OwnedTask(Task, Units, message.Seq), message.Target));
    }
}

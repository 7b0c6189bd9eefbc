namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Adopts a draft: the plan and all its lines, all or nothing.</summary>
    /// <param name="Draft">Becomes the plan's id. It alone identifies a repeated request, so that one is answered after the draft was
    /// removed.</param>
    /// <param name="Plan">Null when the draft no longer exists: then only a request answered before is answered.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.adopt-draft")]
    public sealed record AdoptDraft(
        string Draft, [property: JsonIgnore] Plan? Plan, [property: JsonIgnore] ImmutableArray<PlanTask> Tasks) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.DraftAdopted>(Draft);

        internal override UnitCommand WithLists() => this with
        {
            Plan = Plan is null ? null : ((AdoptPlan)new AdoptPlan(Plan).WithLists()).Plan,
            Tasks = [.. PlanRules.Given(Tasks).Select(task => ((AddTask)new AddTask(task).WithLists()).Task)],
        };

        internal override UnitCommand Kept() => this with
        {
            Plan = Plan is null ? null : ((AdoptPlan)new AdoptPlan(Plan).Kept()).Plan,
            Tasks = [.. PlanRules.Given(Tasks).Select(AddTask.Kept)],
        };

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            if (state.Plans.ContainsKey(Draft))
            {
                return Refusal.Conflict("The draft has been adopted already.", "draft");
            }
            if (Plan is not { } plan)
            {
                return Refusal.NotFound($"There is no draft '{Text.Shown(Draft)}'.", "draft");
            }
            if (FaultOfIds(state.Unit!.Id, plan) is { } ofIds)
            {
                return ofIds;
            }
            if (now.Taken is not null)
            {
                return Refusal.Conflict($"There is a plan or a line '{Text.Shown(now.Taken)}' already.", "draft");
            }
            if (state.Tasks.Count + Tasks.Length > Limits.TasksMax)
            {
                return Refusal.Invalid($"A unit's plans hold at most {Limits.TasksMax} tasks.", "draft");
            }
            var directory = now.Directory;
            if ((AdoptPlan.Fault(state, Local(plan)) ?? PlanRules.First(Tasks, (task, i) => FaultOfTask(plan, task, directory)?.Under($"tasks[{i}]")))
                is { } fault)
            {
                return fault;
            }
            ImmutableArray<AdoptedLine> lines =
                [.. Tasks.Select(task => new AdoptedLine(task, AddTask.UnitsOf(plan.Owner, task.Leads, task.LeadMode, directory)))];
            return FaultOfSums(state, plan, lines) ?? (Decision)new UnitEvent.DraftAdopted(plan, lines);
        }

        /// <summary>The plan's id is the draft's, which has the owner's prefix. A line's id is that, a slash and the line's
        /// key.</summary>
        private Refusal? FaultOfIds(string owner, Plan plan)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            return plan.Owner != owner ? Refusal.Invalid($"'{owner}' adopts only its own plans, not those of '{Text.Shown(plan.Owner)}'.", "plan.owner")
                : plan.Id != Draft || !Draft.StartsWith(OwnedId.Of(owner, ""), StringComparison.Ordinal)
                    ? Refusal.Invalid("The plan's id must be that of the draft, which includes the owner's id.", "draft")
                : Tasks.Length > Limits.DraftRowsMax ? Refusal.Invalid($"A draft has at most {Limits.DraftRowsMax} rows.", "tasks")
                : PlanRules.First(Tasks, (task, i) => task.Plan != plan.Id || !task.Id.StartsWith(plan.Id + "/", StringComparison.Ordinal)
                    ? Refusal.Invalid("A line's id must be the plan's id, a slash and the line's key.", $"tasks[{i}].id")
                    : seen.Add(task.Id) ? null : Refusal.Invalid($"Two lines have the id '{Text.Shown(task.Id)}'.", $"tasks[{i}].id"));
        }

        private static Refusal? FaultOfTask(Plan plan, PlanTask task, IUnitDirectory directory) =>
            AddTask.FaultOfTask(Local(plan), task with { Id = Local(task.Id) }, directory);

        /// <summary>Checks the totals of all lines.</summary>
        private static Refusal? FaultOfSums(UnitState state, Plan plan, ImmutableArray<AdoptedLine> lines)
        {
            var ofUnit = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var line in lines)
            {
                foreach (var unit in line.Units)
                {
                    ofUnit[unit] = ofUnit.GetValueOrDefault(unit) + line.Task.Schedule.Count;
                }
            }
            return lines.Sum(line => line.Units.Length) > Limits.DraftLeadsMax
                    ? Refusal.Invalid($"The draft's lines name more than {Limits.DraftLeadsMax} units in total: adopt it in parts.", "tasks")
                : ofUnit.FirstOrDefault(given => given.Value > Limits.ObligationsOfMessageMax) is { Key: { } most }
                    ? Refusal.Invalid(
                        $"'{most}' would owe more than {Limits.ObligationsOfMessageMax} obligations by it: adopt it in parts.", "tasks")
                : PlanRules.FaultOfGiven(state, ofUnit.Values.Sum())
                    ?? PlanRules.FaultOfMoney(
                        state, state.Plans.Values.Append(plan),
                        state.Tasks.Values.Concat(lines.Select(line => new OwnedTask(line.Task, [], 0))), "areas");
        }

        private static Plan Local(Plan plan) => plan with { Id = Local(plan.Id) };

        private static string Local(string id) => id[(id.IndexOf(OwnedId.Separator) + 1)..];
    }
}

[JsonDerivedType(typeof(UnitEvent.DraftAdopted), "draft-adopted")]
public partial record UnitEvent
{
    /// <summary>A plan was adopted with all its lines at once.</summary>
    public sealed record DraftAdopted(Plan Plan, ImmutableArray<AdoptedLine> Lines) : UnitEvent
    {
        internal override string About => Plan.Id;

        internal override ImmutableArray<string> Targets => [.. Lines.SelectMany(line => line.Units).Distinct(StringComparer.Ordinal)];

        internal override UnitState Apply(UnitState state, StoredEvent stored) => state with
        {
            Plans = state.Plans.Add(Plan.Id, Plan),
            Versions = state.Versions.Add(Plan.Id, [new PlanVersion(1, null, stored.At, stored.Actor)]),
            Tasks = state.Tasks.AddRange(
                Lines.Select((line, i) => KeyValuePair.Create(line.Task.Id, new OwnedTask(line.Task, line.Units, stored.Seq, i)))),
            Given = state.Given + Lines.Sum(line => line.Units.Length * line.Task.Schedule.Count),
        };

        internal override Append WithRows(Append append, UnitState next) => append with
        {
            Plans = [Plan],
            Tasks = [.. Lines.Select(line => line.Task)],
            Money = PlanMoney.Of(next, Plan.Id),
        };

        internal override Outcome Answer(UnitState next) => new Outcome.OfPlan(Plan);

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) => new UnitCommand.Impose(message.Sender,
        [
            .. Lines.Where(line => line.Units.Contains(message.Target))
                .SelectMany(line => Imposition.Of(Plan, new OwnedTask(line.Task, line.Units, message.Seq), message.Target)),
        ]);
    }
}

/// <param name="Units">The units that owe it: a class means its members at that time.</param>
public sealed record AdoptedLine(PlanTask Task, ImmutableArray<string> Units);

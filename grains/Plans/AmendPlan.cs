namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Changes an adopted plan by a document, all or nothing.</summary>
    /// <param name="ExpectedVersion">If given, must be the plan's present version.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.amend-plan")]
    public sealed record AmendPlan(
        string Plan, Document Document, DateOnly EffectiveOn, ImmutableArray<TaskChange> ChangeTasks, ImmutableArray<PlanTask> AddTasks,
        ImmutableArray<string> WithdrawTasks, ImmutableArray<LeadsChange> AddLeads, ImmutableArray<LeadsChange> DropLeads,
        ImmutableArray<Objective> ChangeObjectives, string? Title, int? ExpectedVersion) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.PlanAmended>(Plan);

        internal override UnitCommand WithLists() => this with
        {
            Document = DocumentRules.Given(Document)!,
            ChangeTasks = PlanRules.Each(ChangeTasks, WithLists),
            AddTasks = PlanRules.Each(AddTasks, task => ((AddTask)new AddTask(task).WithLists()).Task),
            WithdrawTasks = PlanRules.Given(WithdrawTasks),
            AddLeads = PlanRules.Each(AddLeads, WithLists),
            DropLeads = PlanRules.Each(DropLeads, WithLists),
            ChangeObjectives = PlanRules.Given(ChangeObjectives),
        };

        internal override UnitCommand Kept() => this with
        {
            Document = DocumentRules.Kept(Document)!,
            ChangeTasks = PlanRules.Each(ChangeTasks, Kept),
            AddTasks = PlanRules.Each(AddTasks, task => ((AddTask)new AddTask(task).Kept()).Task),
            WithdrawTasks = PlanRules.Given(WithdrawTasks),
            AddLeads = PlanRules.Each(AddLeads, Kept),
            DropLeads = PlanRules.Each(DropLeads, Kept),
            ChangeObjectives = PlanRules.Each(ChangeObjectives, AdoptPlan.Kept),
            Title = Title is null ? null : Text.Name(Title),
        };

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            if (!state.Plans.TryGetValue(Plan, out var plan))
            {
                return PlanRules.NoPlan(Plan);
            }
            if (ExpectedVersion is { } expected && expected != plan.Version)
            {
                return Refusal.Conflict($"The plan has version {plan.Version}, not {expected}: read it again.", "expectedVersion");
            }
            if ((FaultOfHead(plan, now.Today) ?? FaultOfLists()) is { } fault)
            {
                return fault;
            }
            var draft = new AmendmentDraft(state, plan, now.Directory, now.Taken);
            return draft.Fault(this) ?? (draft.IsEmpty
                ? Refusal.Invalid("The amendment changes nothing.", "changeTasks")
                : plan.Version >= PlanVersion.VersionsMax
                ? Refusal.Conflict($"The plan has {PlanVersion.VersionsMax} versions, which is the maximum: adopt another plan.", "document")
                : (Decision)new UnitEvent.PlanAmended(plan.Id, draft.ToAmendment(this)));
        }

        private Refusal? FaultOfHead(Plan plan, DateOnly today)
        {
            // A plan may be adopted for years to come and amended before it begins.
            var from = plan.From < today ? plan.From : today;
            return Limits.FaultOfDay(EffectiveOn, "effectiveOn")
                ?? (EffectiveOn < from || EffectiveOn > today
                    ? Refusal.Invalid(
                        $"effectiveOn lies in {from:yyyy-MM-dd}..{today:yyyy-MM-dd}: from the adoption of the plan to today.", "effectiveOn")
                    : null)
                ?? DocumentRules.Fault(Document, "document", today)
                ?? (Title is null ? null : Text.Fault(Title, "title", required: true));
        }

        private Refusal? FaultOfLists() =>
            TooMany(ChangeTasks, "changeTasks") ?? TooMany(AddTasks, "addTasks") ?? TooMany(WithdrawTasks, "withdrawTasks")
            ?? TooMany(AddLeads, "addLeads") ?? TooMany(DropLeads, "dropLeads") ?? TooMany(ChangeObjectives, "changeObjectives");

        private static Refusal? TooMany<T>(ImmutableArray<T> list, string field) =>
            list.Length > Limits.PartsMax ? Refusal.Invalid($"At most {Limits.PartsMax} {field} are allowed at once.", field) : null;

        private static TaskChange WithLists(TaskChange change) => change with
        {
            Products = change.Products is { } products ? PlanRules.Given(products) : null,
            Coordinators = change.Coordinators is { } coordinators ? PlanRules.Given(coordinators) : null,
            Schedule = change.Schedule is { } schedule ? PlanRules.WithLists(schedule) : null,
        };

        private static LeadsChange WithLists(LeadsChange change) => change with { Leads = PlanRules.Given(change.Leads) };

        private static TaskChange Kept(TaskChange change) => change with
        {
            Code = change.Code is { } code ? Text.Name(code) : null,
            Title = change.Title is { } title ? Text.Name(title) : null,
            Products = change.Products is { } products ? PlanRules.Each(products, Text.Note) : null,
            Approver = change.Approver is { } approver ? Text.Name(approver) : null,
            Coordinators = change.Coordinators is { } coordinators ? PlanRules.Each(coordinators, PlanRules.Kept) : null,
            Schedule = change.Schedule is { } schedule ? PlanRules.Kept(schedule) : null,
        };

        private static LeadsChange Kept(LeadsChange change) => change with { Leads = PlanRules.Each(change.Leads, PlanRules.Kept) };
    }
}

[JsonDerivedType(typeof(UnitEvent.PlanAmended), "plan-amended")]
public partial record UnitEvent
{
    public sealed record PlanAmended(string Plan, Amendment Amendment) : UnitEvent
    {
        internal override string About => Plan;

        internal override Document? Evidence => Amendment.Document;

        internal override ImmutableArray<string> Targets => Amendment.Targets;

        internal override UnitState Apply(UnitState state, StoredEvent stored)
        {
            var tasks = Amendment.After(state.Tasks, stored.Seq);
            return state with
            {
                Plans = state.Plans.SetItem(Plan, Amendment.After(state.Plans[Plan])),
                Tasks = tasks,
                Given = state.Given + Amendment.Lines.Sum(line => tasks[line.After.Id].Given - (state.Tasks.GetValueOrDefault(line.After.Id)?.Given ?? 0)),
                Versions = state.Versions.SetItem(
                    Plan, state.Versions[Plan].Add(new PlanVersion(Amendment.Version, Amendment, stored.At, stored.Actor))),
            };
        }

        internal override Append WithRows(Append append, UnitState next) => append with
        {
            Tasks = [.. Amendment.Lines.Where(line => line.Before is null).Select(line => line.After)],
            Retitled = Amendment.Title is null ? [] : [next.Plans[Plan]],
            Money = PlanMoney.Of(next, Plan, ofEmptyAreas: true),
        };

        internal override Outcome Answer(UnitState next) => new Outcome.OfPlan(next.Plans[Plan]);

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) => new UnitCommand.AmendTerms(
            message.Sender, Plan, Amendment.Version, Amendment.Document, Amendment.EffectiveOn,
            Amendment.TermsOf(sender.Plans[Plan], message.Target));
    }
}

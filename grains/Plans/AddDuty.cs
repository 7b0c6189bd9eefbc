namespace Hierarchy.Grains;

public partial record UnitCommand
{
    [GenerateSerializer, Immutable, Alias("hierarchy.add-duty")]
    public sealed record AddDuty(Duty Duty) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.DutyAdded>(Duty.Id);

        internal override UnitCommand WithLists() =>
            new AddDuty(Duty with { Leads = PlanRules.Given(Duty.Leads), Schedule = PlanRules.WithLists(Duty.Schedule) });

        internal override UnitCommand Kept() => new AddDuty(Duty with
        {
            Title = Text.Name(Duty.Title),
            Leads = PlanRules.Each(Duty.Leads, PlanRules.Kept),
            Schedule = PlanRules.Kept(Duty.Schedule),
            Source = Text.NameOrNull(Duty.Source),
        });

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            var duty = Duty;
            if (!state.Plans.TryGetValue(duty.Plan, out var plan))
            {
                return PlanRules.NoPlan(duty.Plan);
            }
            var free = PlanRules.FreeLine(state, duty.Id, now.Taken);
            var fault = (free is null ? Refusal.Conflict($"There is a duty or task '{duty.Id}' already.", "id") : null)
                ?? (state.Duties.Count >= Limits.DutiesMax ? Refusal.Invalid($"A unit's plans hold at most {Limits.DutiesMax} duties.", "plan") : null)
                ?? (duty.Kind is ObligationKind.Task or ObligationKind.Finding
                    ? Refusal.Invalid("A duty is a REPORT or a PLAN; add a TASK as a task, a FINDING through an inspection.", "kind") : null)
                ?? PlanRules.FaultOfLineId(duty.Id, plan)
                ?? Limits.FaultOfWord<ObligationKind>(duty.Kind, "kind")
                ?? Text.Fault(duty.Title, "title", required: true)
                ?? Text.Fault(duty.Source, "source", required: false)
                ?? PlanRules.FaultOfSchedule(duty.Schedule)
                ?? PlanRules.FaultOfAssignees(plan, duty.Leads, "leads", now.Directory, led: true);
            if (fault is not null)
            {
                return fault;
            }
            var units = PlanRules.Resolve(plan.Owner, duty.Leads, now.Directory);
            return PlanRules.FaultOfCount(state, units, duty.Schedule) ?? (Decision)new UnitEvent.DutyAdded(duty with { Id = free! }, units);
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.DutyAdded), "duty-added")]
public partial record UnitEvent
{
    /// <inheritdoc cref="TaskAdded"/>
    public sealed record DutyAdded(Duty Duty, ImmutableArray<string> Units) : UnitEvent
    {
        internal override string About => Duty.Id;

        internal override ImmutableArray<string> Targets => Units;

        internal override UnitState Apply(UnitState state, StoredEvent stored) => state with
        {
            Duties = state.Duties.Add(Duty.Id, new OwnedDuty(Duty, Units, stored.Seq)),
            Given = state.Given + Units.Length * Duty.Schedule.Count,
        };

        internal override Append WithRows(Append append, UnitState next) => append with { Duties = [Duty] };

        internal override Outcome Answer(UnitState next) => new Outcome.OfDuty(Duty);

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) => new UnitCommand.Impose(
            message.Sender, Imposition.Of(sender.Plans[Duty.Plan], sender.Duties[Duty.Id], message.Target));
    }
}

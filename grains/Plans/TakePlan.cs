namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Makes another unit act for one of this unit's plans. This unit stays the owner.</summary>
    /// <param name="Steward">Null makes this unit act again.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.take-plan")]
    public sealed record TakePlan(string Reorganisation, int Step, string Plan, string? Steward) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.PlanTakenOver>(Plan);

        internal override bool NamesOthers(IUnitDirectory directory) => true;

        internal override Decision Decide(UnitState state, in Circumstances now) =>
            HandOverRules.FaultOfStep(Reorganisation, Step) is { } fault ? fault
            : !state.Plans.TryGetValue(Plan, out var plan) ? PlanRules.NoPlan(Plan)
            : HandOverRules.FaultOfSteward(Steward, state, now.Directory) is { } unknown ? unknown
            : plan.Steward == Steward ? Decision.Nothing
            : new UnitEvent.PlanTakenOver(Reorganisation, Step, Plan, Steward);
    }
}

[JsonDerivedType(typeof(UnitEvent.PlanTakenOver), "plan-taken-over")]
public partial record UnitEvent
{
    /// <summary>From now on the steward decides instead of the plan's owner.</summary>
    public sealed record PlanTakenOver(string Reorganisation, int Step, string Plan, string? Steward) : UnitEvent
    {
        internal override string About => Plan;

        internal override UnitState Apply(UnitState state, StoredEvent stored) =>
            state with { Plans = state.Plans.SetItem(Plan, state.Plans[Plan] with { Steward = Steward }) };

        internal override Outcome Answer(UnitState next) => new Outcome.OfPlan(next.Plans[Plan]);
    }
}

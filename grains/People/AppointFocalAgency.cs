namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <param name="From">Null for today.</param>
    /// <param name="To">Its last day; null until it is ended.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.appoint-focal-agency")]
    public sealed record AppointFocalAgency(
        string Agency, ImmutableArray<ReformArea>? ReformAreas, ImmutableArray<FocalPower> Powers, DateOnly? From, DateOnly? To, Document? Act)
        : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.FocalAgencyAppointed>(Agency);

        internal override bool NamesOthers(IUnitDirectory directory) => directory.Find(Agency) is null;

        internal override UnitCommand WithLists() =>
            this with { ReformAreas = GrantRules.Given(ReformAreas), Powers = Powers.IsDefault ? [] : Powers, Act = DocumentRules.Given(Act) };

        internal override UnitCommand Kept() => ((AppointFocalAgency)WithLists()) with { Act = DocumentRules.Kept(Act) };

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            var unit = state.Unit!.Id;
            var appointed = new FocalAgency(
                Grant.IdOf(unit, state.Seq + 1), unit, Agency, ReformAreas, [.. Powers.Distinct()], From ?? now.Today, To, Act);
            return FaultOfAgency(unit, now.Directory)
                ?? FaultOfPowers()
                ?? GrantRules.FaultOfAreas(ReformAreas)
                ?? GrantRules.FaultOfDays(appointed.From, To, "to")
                ?? DocumentRules.Fault(Act, "act", now.Today)
                ?? GrantRules.FaultOfCount(state, now.Today)
                ?? (state.FocalAgencies.Values.FirstOrDefault(appointed.Clashes) is { } other
                    ? Refusal.Conflict($"'{other.Agency}' is already appointed for this.", "agency") : null)
                ?? (Decision)new UnitEvent.FocalAgencyAppointed(appointed);
        }

        private Refusal? FaultOfAgency(string unit, IUnitDirectory directory) =>
            directory.Find(Agency) is null ? Refusal.NoUnit(Agency, "agency")
            : Agency == unit || !directory.IsAtOrBelow(Agency, unit) ? Refusal.Invalid("A focal agency must be below the unit that appoints it.", "agency")
            : null;

        private Refusal? FaultOfPowers() => Powers.IsEmpty
            ? Refusal.Invalid("powers must not be empty.", "powers")
            : PlanRules.First(Powers, (power, i) => Limits.FaultOfWord<FocalPower>(power, $"powers[{i}]"));
    }
}

[JsonDerivedType(typeof(UnitEvent.FocalAgencyAppointed), "focal-agency-appointed")]
public partial record UnitEvent
{
    public sealed record FocalAgencyAppointed(FocalAgency Appointed) : UnitEvent
    {
        internal override string About => Appointed.Agency;

        internal override Document? Evidence => Appointed.Act;

        internal override UnitState Apply(UnitState state, StoredEvent stored) =>
            state with { FocalAgencies = state.FocalAgencies.Add(Appointed.Id, Appointed) };

        internal override Append WithRows(Append append, UnitState next) => append with { FocalAgencies = [Appointed] };

        internal override Outcome Answer(UnitState next) => new Outcome.OfFocalAgency(Appointed);
    }
}

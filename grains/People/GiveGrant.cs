namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <param name="From">Null for today.</param>
    /// <param name="To">Its last day; null until it is ended.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.give-grant")]
    public sealed record GiveGrant(
        string Person, Role Role, ImmutableArray<ReformArea>? ReformAreas, DateOnly? From, DateOnly? To, Document? Act) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.GrantGiven>(Person);

        internal override UnitCommand WithLists() => this with { ReformAreas = GrantRules.Given(ReformAreas), Act = DocumentRules.Given(Act) };

        internal override UnitCommand Kept() => this with { ReformAreas = GrantRules.Given(ReformAreas), Act = DocumentRules.Kept(Act) };

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            var (unit, from) = (state.Unit!.Id, From ?? now.Today);
            return FaultOf(Person, "person", required: true, Limits.IdMax)
                ?? Limits.FaultOfWord<Role>(Role, "role")
                ?? GrantRules.FaultOfAreas(ReformAreas)
                ?? GrantRules.FaultOfDays(from, To, "to")
                ?? DocumentRules.Fault(Act, "act", now.Today)
                ?? GrantRules.FaultOfCount(state, now.Today)
                ?? (Decision)new UnitEvent.GrantGiven(new Grant(Grant.IdOf(unit, state.Seq + 1), Person, Role, unit, ReformAreas, from, To, Act));
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.GrantGiven), "grant-given")]
public partial record UnitEvent
{
    public sealed record GrantGiven(Grant Grant) : UnitEvent
    {
        internal override string About => Grant.Person;

        internal override Document? Evidence => Grant.Act;

        internal override UnitState Apply(UnitState state, StoredEvent stored) => state with { Grants = state.Grants.Add(Grant.Id, Grant) };

        internal override Append WithRows(Append append, UnitState next) => append with { Grants = [Grant] };

        internal override Outcome Answer(UnitState next) => new Outcome.OfGrant(Grant);
    }
}

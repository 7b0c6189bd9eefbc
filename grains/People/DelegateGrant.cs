namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>A person delegates a grant of his own for some days.</summary>
    /// <param name="Until">The last day.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.delegate-grant")]
    public sealed record DelegateGrant(string Grant, string Person, DateOnly From, DateOnly Until, Document? Act) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.GrantDelegated>(Grant);

        internal override UnitCommand WithLists() => this with { Act = DocumentRules.Given(Act) };

        internal override UnitCommand Kept() => this with { Act = DocumentRules.Kept(Act) };

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            if (!state.Grants.TryGetValue(Grant, out var own))
            {
                return GrantRules.NoGrant(Grant);
            }
            if (own.DelegatedFrom is not null)
            {
                return Refusal.Conflict("A delegated grant cannot be delegated again.", "grant") with { Reason = Reasons.DelegationChain };
            }
            if (!own.MayHoldFrom(now.Today))
            {
                return Refusal.Conflict("The grant has ended.", "grant");
            }
            if (Person == own.Person)
            {
                return Refusal.Invalid("A grant cannot be delegated to its holder.", "to");
            }
            return FaultOf(Person, "to", required: true, Limits.IdMax)
                ?? GrantRules.FaultOfDays(From, Until, "until")
                ?? (From < own.From || Until > own.To
                    ? Refusal.Invalid($"The grant itself is valid from {own.From:yyyy-MM-dd}{(own.To is { } to ? $" to {to:yyyy-MM-dd}" : "")}.",
                        From < own.From ? "from" : "until")
                    : null)
                ?? DocumentRules.Fault(Act, "act", now.Today)
                ?? GrantRules.FaultOfCount(state, now.Today)
                ?? (Decision)new UnitEvent.GrantDelegated(own with
                {
                    Id = People.Grant.IdOf(own.Unit, state.Seq + 1),
                    Person = Person,
                    From = From,
                    To = Until,
                    Act = Act,
                    DelegatedFrom = own.Id,
                    DelegatedBy = own.Person,
                });
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.GrantDelegated), "grant-delegated")]
public partial record UnitEvent
{
    public sealed record GrantDelegated(Grant Grant) : UnitEvent
    {
        internal override string About => Grant.DelegatedFrom!;

        internal override Document? Evidence => Grant.Act;

        internal override UnitState Apply(UnitState state, StoredEvent stored) => state with { Grants = state.Grants.Add(Grant.Id, Grant) };

        internal override Append WithRows(Append append, UnitState next) => append with { Grants = [Grant] };

        internal override Outcome Answer(UnitState next) => new Outcome.OfGrant(Grant);
    }
}

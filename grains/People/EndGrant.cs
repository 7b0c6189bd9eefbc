namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Ends the grant, and whatever was delegated from it, from now on.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.end-grant")]
    public sealed record EndGrant(string Grant, string? Reason) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.GrantEnded>(Grant);

        internal override UnitCommand Kept() => this with { Reason = Text.NoteOrNull(Reason) };

        internal override Decision Decide(UnitState state, in Circumstances now) =>
            !state.Grants.TryGetValue(Grant, out var grant) ? GrantRules.NoGrant(Grant)
            : !grant.MayHoldFrom(now.Today) ? Refusal.Conflict("The grant has ended already.", "grant")
            : FaultOf(Reason, "reason", required: false) ?? (Decision)new UnitEvent.GrantEnded(Grant, now.Today, Reason);
    }
}

[JsonDerivedType(typeof(UnitEvent.GrantEnded), "grant-ended")]
public partial record UnitEvent
{
    public sealed record GrantEnded(string Grant, DateOnly On, string? Reason) : UnitEvent
    {
        internal override string About => Grant;

        internal override UnitState Apply(UnitState state, StoredEvent stored) =>
            state with { Grants = state.Grants.SetItem(Grant, state.Grants[Grant] with { EndedOn = On }) };

        internal override Append WithRows(Append append, UnitState next) => append with { Grants = [next.Grants[Grant]] };

        internal override Outcome Answer(UnitState next) => new Outcome.OfGrant(next.Grants[Grant]);
    }
}

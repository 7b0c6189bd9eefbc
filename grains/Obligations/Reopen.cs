namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Reopens an accepted obligation that turns out not to be done.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.reopen")]
    public sealed record Reopen(string Obligation, string Reason) : OfObligation(Obligation, null)
    {
        public override string Subject => SubjectOf<UnitEvent.Reopened>();

        internal override UnitCommand Kept() => this with { Reason = Text.Note(Reason) };

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now) =>
            FaultOfStatus(o, ObligationStatus.Done, "reopened")
            ?? FaultOf(Reason, "reason", required: true) ?? (Decision)new UnitEvent.Reopened(o.Id, Reason);
    }
}

[JsonDerivedType(typeof(UnitEvent.Reopened), "obligation-reopened")]
public partial record UnitEvent
{
    public sealed record Reopened(string Obligation, string Reason) : OfObligation(Obligation)
    {
        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) => o.TakenUpAgain(Reason);
    }
}

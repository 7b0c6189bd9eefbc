namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>The unit takes back its submission.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.withdraw")]
    public sealed record Withdraw(string Obligation, string? Reason) : OfObligation(Obligation, null)
    {
        public override string Subject => SubjectOf<UnitEvent.Withdrawn>();

        internal override UnitCommand Kept() => this with { Reason = Text.NoteOrNull(Reason) };

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now) =>
            FaultOfStatus(o, ObligationStatus.Submitted, "withdrawn")
            ?? FaultOf(Reason, "reason", required: false) ?? (Decision)new UnitEvent.Withdrawn(o.Id, Reason);
    }
}

[JsonDerivedType(typeof(UnitEvent.Withdrawn), "obligation-withdrawn")]
public partial record UnitEvent
{
    public sealed record Withdrawn(string Obligation, string? Reason) : OfObligation(Obligation)
    {
        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) => o.TakenUpAgain(Reason);
    }
}

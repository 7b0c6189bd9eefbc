namespace Hierarchy.Grains;

public partial record UnitCommand
{
    [GenerateSerializer, Immutable, Alias("hierarchy.cancel")]
    public sealed record Cancel(string Obligation, string Reason) : OfObligation(Obligation, null)
    {
        public override string Subject => SubjectOf<UnitEvent.Cancelled>();

        internal override UnitCommand Kept() => this with { Reason = Text.Note(Reason) };

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now) => o.IsClosed
            ? WrongStatus(o, "cancelled", "neither DONE nor CANCELLED")
            : FaultOf(Reason, "reason", required: true) ?? (Decision)new UnitEvent.Cancelled(o.Id, Reason);
    }
}

[JsonDerivedType(typeof(UnitEvent.Cancelled), "obligation-cancelled")]
public partial record UnitEvent
{
    public sealed record Cancelled(string Obligation, string Reason) : OfObligation(Obligation)
    {
        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) =>
            o with { Status = ObligationStatus.Cancelled, Note = Reason, Before = new Standing(o.Status, o.Note) };
    }
}

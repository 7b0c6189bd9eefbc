namespace Hierarchy.Grains;

public partial record UnitCommand
{
    [GenerateSerializer, Immutable, Alias("hierarchy.send-back")]
    public sealed record SendBack(string Obligation, string Note) : OfObligation(Obligation, null)
    {
        public override string Subject => SubjectOf<UnitEvent.SentBack>();

        internal override UnitCommand Kept() => this with { Note = Text.Note(Note) };

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now) =>
            FaultOfStatus(o, ObligationStatus.Submitted, "sent back")
            ?? FaultOf(Note, "note", required: true) ?? (Decision)new UnitEvent.SentBack(o.Id, Note);
    }
}

[JsonDerivedType(typeof(UnitEvent.SentBack), "obligation-sent-back")]
public partial record UnitEvent
{
    public sealed record SentBack(string Obligation, string Note) : OfObligation(Obligation)
    {
        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) => o.TakenUpAgain(Note);
    }
}

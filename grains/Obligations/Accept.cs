using Hierarchy.Grains.People;

namespace Hierarchy.Grains;

[JsonDerivedType(typeof(UnitCommand.Accept))]
public partial record UnitCommand
{
    [GenerateSerializer, Immutable, Alias("hierarchy.accept")]
    public sealed record Accept(string Obligation, string? Note) : OfObligation(Obligation, null)
    {
        public override string Subject => SubjectOf<UnitEvent.Accepted>();

        internal override Right? Needs => Right.Accept;

        internal override UnitCommand Kept() => this with { Note = Text.NoteOrNull(Note) };

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now) => o.Status == ObligationStatus.Submitted
            ? FaultOf(Note, "note", required: false) ?? (Decision)new UnitEvent.Accepted(o.Id, Note)
            : WrongStatus(o, "accepted", "SUBMITTED");
    }
}

[JsonDerivedType(typeof(UnitEvent.Accepted), "obligation-accepted")]
public partial record UnitEvent
{
    public sealed record Accepted(string Obligation, string? Note) : OfObligation(Obligation)
    {
        internal override Obligations.Obligation Apply(Obligations.Obligation o, DateTimeOffset at) =>
            o with { Status = ObligationStatus.Done, Note = Note ?? o.Note };
    }
}

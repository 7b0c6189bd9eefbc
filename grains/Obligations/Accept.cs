namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <param name="CompletedOn">The confirmed day; null for the claimed one.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.accept")]
    public sealed record Accept(string Obligation, string? Note, DateOnly? CompletedOn = null) : OfObligation(Obligation, null)
    {
        public override string Subject => SubjectOf<UnitEvent.Accepted>();

        internal override UnitCommand Kept() => this with { Note = Text.NoteOrNull(Note) };

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now) =>
            FaultOfStatus(o, ObligationStatus.Submitted, "accepted")
            ?? FaultOf(Note, "note", required: false)
            ?? ObligationRules.FaultOfCompletion(o, CompletedOn, now.Today)
            ?? (Decision)(CompletedOn is { } day && day != o.CompletedOn
                ? new UnitEvent.Accepted(o.Id, Note, day, o.CompletedOn)
                : new UnitEvent.Accepted(o.Id, Note));
    }
}

[JsonDerivedType(typeof(UnitEvent.Accepted), "obligation-accepted")]
public partial record UnitEvent
{
    /// <param name="CompletedOn">The day confirmed instead of the claimed one; null if the claimed one was.</param>
    /// <param name="ClaimedOn">The claimed day; null if it was confirmed.</param>
    public sealed record Accepted(string Obligation, string? Note, DateOnly? CompletedOn = null, DateOnly? ClaimedOn = null) : OfObligation(Obligation)
    {
        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) => o with
        {
            Status = ObligationStatus.Done,
            Note = Note ?? o.Note,
            CompletedOn = CompletedOn ?? o.CompletedOn,
            ClaimedOn = ClaimedOn,
        };
    }
}

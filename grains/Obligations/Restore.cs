namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>What was cancelled is owed again.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.restore")]
    public sealed record Restore(string Obligation, string Reason) : OfObligation(Obligation, null)
    {
        public override string Subject => SubjectOf<UnitEvent.Restored>();

        internal override UnitCommand Kept() => this with { Reason = Text.Note(Reason) };

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now)
        {
            var before = ObligationRules.BeforeCancelling(o);
            return FaultOfStatus(o, ObligationStatus.Cancelled, "restored")
                ?? FaultOf(Reason, "reason", required: true)
                ?? (Decision)new UnitEvent.Restored(o.Id, Reason, before.Status, before.Note);
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.Restored), "obligation-restored")]
public partial record UnitEvent
{
    /// <param name="Status">What it is again, as is <paramref name="Note"/>: the decision says it, so that a replay needs no more than
    /// this.</param>
    public sealed record Restored(string Obligation, string Reason, ObligationStatus Status, string? Note) : OfObligation(Obligation)
    {
        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) =>
            o with { Status = Status, Note = Note, Before = null };
    }
}

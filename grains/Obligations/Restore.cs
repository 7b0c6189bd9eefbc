namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Restores a cancelled obligation: it is owed again.</summary>
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
    /// <param name="Status">The restored status. The event stores it and <paramref name="Note"/>, so that a replay needs nothing
    /// else.</param>
    public sealed record Restored(string Obligation, string Reason, ObligationStatus Status, string? Note) : OfObligation(Obligation)
    {
        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) =>
            o with { Status = Status, Note = Note, Before = null };
    }
}

namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>The event that the obligation waits for has happened.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.trigger")]
    public sealed record Trigger(string Obligation, DateOnly OccurredOn, DateOnly Due) : OfObligation(Obligation, null)
    {
        public override string Subject => SubjectOf<UnitEvent.Triggered>();

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now) =>
            FaultOfStatus(o, ObligationStatus.Waiting, "triggered")
            ?? Limits.FaultOfFuture(OccurredOn, "occurredOn", now.Today)
            ?? Limits.FaultOfDay(OccurredOn, "occurredOn")
            ?? Limits.FaultOfDay(Due, "due")
            ?? (Due < OccurredOn ? Refusal.Invalid("due must not lie before occurredOn.", "due") : null)
            ?? (Decision)new UnitEvent.Triggered(o.Id, OccurredOn, Due);
    }
}

[JsonDerivedType(typeof(UnitEvent.Triggered), "obligation-triggered")]
public partial record UnitEvent
{
    public sealed record Triggered(string Obligation, DateOnly OccurredOn, DateOnly Due) : OfObligation(Obligation)
    {
        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) =>
            o with { Status = ObligationStatus.NotStarted, Due = Due };
    }
}

namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Receives a difficulty from a unit below. Idempotent.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.receive-difficulty")]
    public sealed record ReceiveDifficulty(string From, string Obligation, string Title, string Text) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.DifficultyReceived>(Obligation);

        internal static ReceiveDifficulty Of(PendingMessage message, UnitState sender, string obligation, string text) =>
            new(message.Sender, obligation, sender.Obligations[obligation].Terms.Title, text);

        // The request id is the message's own, so a second delivery is answered as a repeated request and never gets here.
        internal override Decision Decide(UnitState state, in Circumstances now) =>
            FaultOf(From, "from", required: true, Limits.IdMax)
            ?? FaultOf(Obligation, "obligation", required: true, MessageLimits.ObligationIdMax)
            ?? FaultOf(Title, "title", required: true, MessageLimits.TitleMax)
            ?? FaultOf(Text, "text", required: true)
            ?? (Decision)new UnitEvent.DifficultyReceived(From, Obligation, Title, Text);
    }
}

[JsonDerivedType(typeof(UnitEvent.DifficultyReceived), "difficulty-received")]
public partial record UnitEvent
{
    /// <summary>A unit below has raised a difficulty to this one, or passed one up to it.</summary>
    public sealed record DifficultyReceived(string From, string ForObligation, string Title, string Text) : UnitEvent
    {
        internal override string About => ForObligation;

        internal override UnitState Apply(UnitState state, StoredEvent stored) => state;
    }
}

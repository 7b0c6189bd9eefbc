namespace Hierarchy.Grains;

public partial record UnitCommand
{
    [GenerateSerializer, Immutable, Alias("hierarchy.raise-difficulty")]
    public sealed record RaiseDifficulty(string Obligation, string Text) : OfObligation(Obligation, null)
    {
        public override string Subject => SubjectOf<UnitEvent.DifficultyRaised>();

        internal override UnitCommand Kept() => this with { Text = Grains.Text.Note(Text) };

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now) =>
            o.IsClosed ? WrongStatus(o, "the subject of a difficulty", "neither DONE nor CANCELLED")
            : o.HasOpenDifficulty ? Refusal.Conflict("A difficulty is open already: escalate or resolve it first.")
            : now.Directory.Ancestors(state.Unit!.Id) is not [.., var above] ? Refusal.Conflict("There is no unit above to raise it to.")
            : FaultOf(Text, "text", required: true) ?? (Decision)new UnitEvent.DifficultyRaised(o.Id, Text, above.Id);
    }
}

[JsonDerivedType(typeof(UnitEvent.DifficultyRaised), "difficulty-raised")]
public partial record UnitEvent
{
    public sealed record DifficultyRaised(string Obligation, string Text, string RaisedTo) : OfObligation(Obligation)
    {
        internal override ImmutableArray<string> Targets => [RaisedTo];

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) =>
            UnitCommand.ReceiveDifficulty.Of(message, sender, Obligation, Text);

        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) =>
            o with { Difficulty = new Difficulty(Text, stored.At, RaisedTo, null, null) };
    }
}

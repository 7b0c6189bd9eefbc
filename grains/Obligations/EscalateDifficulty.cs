namespace Hierarchy.Grains;

public partial record UnitCommand
{
    [GenerateSerializer, Immutable, Alias("hierarchy.escalate-difficulty")]
    public sealed record EscalateDifficulty(string Obligation) : OfObligation(Obligation, null)
    {
        public override string Subject => SubjectOf<UnitEvent.DifficultyEscalated>();

        internal override bool IsForHolder => true;

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now)
        {
            if (!o.HasOpenDifficulty)
            {
                return NoDifficulty;
            }
            var holder = o.HolderIn(now.Directory);
            var next = now.Directory.Ancestors(state.Unit!.Id).Reverse().SkipWhile(unit => unit.Id != holder).Skip(1).FirstOrDefault();
            return next is null
                ? Refusal.Conflict("The difficulty is at the top already: there is no unit above.")
                : new UnitEvent.DifficultyEscalated(o.Id, next.Id);
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.DifficultyEscalated), "difficulty-escalated")]
public partial record UnitEvent
{
    public sealed record DifficultyEscalated(string Obligation, string RaisedTo) : OfObligation(Obligation)
    {
        internal override ImmutableArray<string> Targets => [RaisedTo];

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) =>
            UnitCommand.ReceiveDifficulty.Of(message, sender, Obligation, sender.Obligations[Obligation].Difficulty!.Text);

        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) =>
            o with { Difficulty = o.Difficulty! with { RaisedTo = RaisedTo } };
    }
}

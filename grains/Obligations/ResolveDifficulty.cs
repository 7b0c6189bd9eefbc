namespace Hierarchy.Grains;

public partial record UnitCommand
{
    [GenerateSerializer, Immutable, Alias("hierarchy.resolve-difficulty")]
    public sealed record ResolveDifficulty(string Obligation, string Resolution) : OfObligation(Obligation, null)
    {
        public override string Subject => SubjectOf<UnitEvent.DifficultyResolved>();

        internal override bool IsForHolder => true;

        internal override UnitCommand Kept() => this with { Resolution = Text.Note(Resolution) };

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now) => o.HasOpenDifficulty
            ? FaultOf(Resolution, "resolution", required: true) ?? (Decision)new UnitEvent.DifficultyResolved(o.Id, Resolution)
            : NoDifficulty;
    }
}

[JsonDerivedType(typeof(UnitEvent.DifficultyResolved), "difficulty-resolved")]
public partial record UnitEvent
{
    public sealed record DifficultyResolved(string Obligation, string Resolution) : OfObligation(Obligation)
    {
        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) =>
            o with { Difficulty = o.Difficulty! with { ResolvedAt = stored.At, Resolution = Resolution } };
    }
}

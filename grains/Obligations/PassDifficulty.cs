namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Units have ended or moved: an open difficulty goes to whoever has to resolve it now. Nothing where that is the same unit.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.pass-difficulty")]
    public sealed record PassDifficulty(string Obligation) : OfObligation(Obligation, null)
    {
        public override string Subject => SubjectOf<UnitEvent.DifficultyEscalated>();

        internal override bool NamesOthers(IUnitDirectory directory) => true;

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now) =>
            o.HolderIn(now.Directory) is { } holder && holder != o.Difficulty!.RaisedTo
                ? new UnitEvent.DifficultyEscalated(o.Id, holder)
                : Decision.Nothing;
    }
}

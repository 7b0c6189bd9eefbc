namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Passes an open difficulty to the unit that has to resolve it after units ended or moved. No effect if that is the same
    /// unit.</summary>
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

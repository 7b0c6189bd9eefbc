namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Reopens a unit whose ending reorganisation is undone, as if it had never ended.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.reopen-unit")]
    public sealed record ReopenUnit(string Reorganisation, string Reason) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.UnitReopened>("");

        internal override bool NamesOthers(IUnitDirectory directory) => true;

        internal override UnitCommand Kept() => this with { Reason = Text.Note(Reason) };

        internal override Decision Decide(UnitState state, in Circumstances now) =>
            (FaultOf(Reorganisation, "reorganisation", required: true, Limits.IdMax) ?? FaultOf(Reason, "reason", required: true)) is { } fault ? fault
            : !state.Unit!.IsClosed ? Decision.Nothing
            : state.Unit.Parent is { } parent && now.Directory.Find(parent) is { } above && UnitRules.FaultOfClosed(above, null) is { } closed ? closed
            : new UnitEvent.UnitReopened(Reorganisation, Reason);
    }
}

[JsonDerivedType(typeof(UnitEvent.UnitReopened), "unit-reopened")]
public partial record UnitEvent
{
    public sealed record UnitReopened(string Reorganisation, string Reason) : UnitEvent
    {
        internal override UnitState Apply(UnitState state, StoredEvent stored) =>
            state with { Unit = state.Unit! with { To = null }, Names = UnitRules.Reopened(state.Names) };

        internal override Append WithRows(Append append, UnitState next) => append with { Changed = next.Unit, Names = next.Names };

        internal override Outcome Answer(UnitState next) => new Outcome.OfUnit(next.Unit!);
    }
}

namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Moves a unit, with all units below it, under another parent from a day on.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.move-unit")]
    public sealed record MoveUnit(string Parent, DateOnly On, Document Act) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.UnitMoved>("");

        internal override string? OtherPlace => Parent;

        internal override bool NamesOthers(IUnitDirectory directory) => true;

        internal override UnitCommand WithLists() => this with { Act = DocumentRules.Given(Act)! };

        internal override UnitCommand Kept() => this with { Act = DocumentRules.Kept(Act)! };

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            var (unit, directory) = (state.Unit!, now.Directory);
            return UnitRules.FaultOfAct(Act, now.Today) is { } ofForm ? ofForm
                : Parent == unit.Parent ? Refusal.Conflict("The unit is already under that parent.", "parent")
                : UnitRules.FaultOfDay(state, On, now.Today) is { } ofDay ? ofDay
                : directory.IsAtOrBelow(Parent, unit.Id)
                    ? Refusal.Conflict($"'{Text.Shown(Parent)}' is the unit itself or below it.", "parent") with { Reason = Reasons.Cycle }
                : FaultOfPlace(unit, directory) is { } fault ? fault
                : new UnitEvent.UnitMoved(Parent, On, Act, unit.Parent);
        }

        private Refusal? FaultOfPlace(Unit unit, IUnitDirectory directory)
        {
            var moved = directory.Subtree(unit.Id);
            var above = directory.Ancestors(unit.Id).Count;
            return UnitRules.FaultOfPlace(unit.Kind, Parent, moved.Max(below => directory.Ancestors(below.Id).Count) + 1 - above, On, directory)
                ?? (RootOf(unit.Id) == RootOf(Parent)
                    ? null
                    : UnitRules.FaultOfTree(moved.Select(below => below.Kind), Parent, directory));

            string RootOf(string id) => directory.Ancestors(id) is [var top, ..] ? top.Id : id;
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.UnitMoved), "unit-moved")]
public partial record UnitEvent
{
    /// <param name="From">The former parent; null for a root.</param>
    public sealed record UnitMoved(string Parent, DateOnly On, Document Act, string? From) : UnitEvent
    {
        internal override Document? Evidence => Act;

        internal override UnitState Apply(UnitState state, StoredEvent stored)
        {
            var unit = state.Unit! with { Parent = Parent };
            return state with { Unit = unit, Names = UnitRules.Named(state.Names, unit, On) };
        }

        internal override Append WithRows(Append append, UnitState next) => append with { Changed = next.Unit, Names = next.Names };

        internal override Outcome Answer(UnitState next) => new Outcome.OfUnit(next.Unit!);
    }
}

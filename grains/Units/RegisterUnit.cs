using Hierarchy.Grains.People;

namespace Hierarchy.Grains;

[JsonDerivedType(typeof(UnitCommand.RegisterUnit))]
public partial record UnitCommand
{
    [GenerateSerializer, Immutable, Alias("hierarchy.register-unit")]
    public sealed record RegisterUnit(Unit Unit) : UnitCommand
    {
        public override string Subject => EventCodec.NameOf(typeof(UnitEvent.UnitRegistered)) + ":" + Unit.Id;

        internal override Right? Needs => Right.RegisterUnits;

        internal override string? PlaceOf(string unit) => Unit.Parent;

        internal override bool NamesOthers(IUnitDirectory directory) => Unit.Parent is { } parent && directory.Find(parent) is null;

        internal override UnitCommand Kept() =>
            new RegisterUnit(Unit with { Name = Text.Name(Unit.Name), Code = Text.NameOrNull(Unit.Code) });

        internal override Decision Decide(UnitState state, in Circumstances now) =>
            state.Unit is not null ? Refusal.Conflict($"There is a unit '{Unit.Id}' already; ids are never reused.", "id")
            : (FaultOfForm() ?? FaultOfPlace(now.Directory)) is { } fault ? fault
            : new UnitEvent.UnitRegistered(Unit);

        private Refusal? FaultOfForm() =>
            (Limits.FaultOfNewId(Unit.Id) is { } fault ? Refusal.Invalid($"id {fault}.", "id") : null)
            ?? FaultOf(Unit.Name, "name", required: true, Limits.NameMax)
            ?? (Unit.Code is { } code && Limits.FaultOfNewId(code) is { } ofCode ? Refusal.Invalid($"code {ofCode}.", "code") : null)
            ?? Limits.FaultOfWord<UnitKind>(Unit.Kind, "kind");

        private Refusal? FaultOfPlace(IUnitDirectory directory) =>
            Unit.Parent is null ? null
            : directory.Find(Unit.Parent) is not { } parent ? Refusal.NotFound($"There is no unit '{Text.Shown(Unit.Parent)}'.", "parent")
            : !MayStandUnder(Unit.Kind, parent.Kind)
                ? Refusal.Invalid($"A {Text.Constant(Unit.Kind)} cannot stand under a {Text.Constant(parent.Kind)}.", "parent")
            : directory.Ancestors(parent.Id).Count + 2 > Limits.DepthMax
                ? Refusal.Invalid($"The hierarchy has at most {Limits.DepthMax} levels.", "parent")
            : FaultOfTree(Unit.Kind, parent.Id, directory);

        private static Refusal? FaultOfTree(UnitKind kind, string parent, IUnitDirectory directory)
        {
            var bound = TreeBound.Of(kind);
            return bound.Kinds.Sum(like => directory.CountInTree(parent, like)) < bound.UnitsMax
                ? null
                : Refusal.Conflict(
                    $"A hierarchy holds at most {bound.UnitsMax} units that are {string.Join(" or ", bound.Kinds.Select(Text.Constant))}.", "kind");
        }

        /// <summary>Levels may be skipped, never turned round; offices and departments may have parts of their own kind.</summary>
        private static bool MayStandUnder(UnitKind kind, UnitKind parent) =>
            parent != UnitKind.Body
            && (Level(kind) > Level(parent) || (kind == parent && kind is UnitKind.Department or UnitKind.Office));

        private static int Level(UnitKind kind) => kind switch
        {
            UnitKind.Ministry => 0,
            UnitKind.Province => 1,
            UnitKind.Department or UnitKind.District => 2,
            UnitKind.Office or UnitKind.Commune => 3,
            _ => 4,
        };
    }
}

[JsonDerivedType(typeof(UnitEvent.UnitRegistered), "unit-registered")]
public partial record UnitEvent
{
    public sealed record UnitRegistered(Unit Unit) : UnitEvent
    {
        internal override string About => Unit.Id;

        internal override UnitState Apply(UnitState state, StoredEvent stored) => state with { Unit = Unit };

        internal override Append WithRows(Append append, UnitState next) => append with { Registered = Unit };

        internal override Outcome Answer(UnitState next) => new Outcome.OfUnit(next.Unit!);
    }
}

namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <param name="From">The unit's first day; null if not recorded.</param>
    /// <param name="Act">The document that establishes it; null if not recorded.</param>
    /// <param name="Predecessors">Units that continue in it from its first day; null for none.</param>
    /// <param name="Reorganisation">The reorganisation to which it belongs; null for none.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.register-unit")]
    public sealed record RegisterUnit(
        Unit Unit, DateOnly? From = null, Document? Act = null, ImmutableArray<Kin>? Predecessors = null, string? Reorganisation = null)
        : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.UnitRegistered>(Unit.Id);

        internal override string? PlaceOf(string unit) => Unit.Parent;

        internal override bool NamesOthers(IUnitDirectory directory) =>
            (Unit.Parent is { } parent && directory.Find(parent) is null) || Predecessors is not null;

        internal override bool ReachesClosed => true;

        internal override UnitCommand WithLists() => this with
        {
            Act = DocumentRules.Given(Act),
            Predecessors = Predecessors is { IsDefaultOrEmpty: true } ? null : Predecessors,
        };

        internal override UnitCommand Kept() => this with
        {
            Unit = Unit with { Name = Text.Name(Unit.Name), Code = Text.NameOrNull(Unit.Code), From = null, To = null },
            Act = DocumentRules.Kept(Act),
            Predecessors = Predecessors is { IsDefaultOrEmpty: true } ? null : Predecessors,
        };

        internal override Decision Decide(UnitState state, in Circumstances now) =>
            state.Unit is { } known && !IsAgain(known) ? Refusal.Conflict($"There is a unit '{Unit.Id}' already; ids are never reused.", "id")
            : (FaultOfForm(now.Today) ?? FaultOfPlace(now)) is { } fault ? fault
            : new UnitEvent.UnitRegistered(Unit, From, Act, Predecessors, Reorganisation);

        /// <summary>Whether another reorganisation registers a unit anew whose first registration was undone.</summary>
        private bool IsAgain(Unit known) =>
            Reorganisation is not null && UnitRules.NeverWas(known) && (known.Parent, known.Kind) == (Unit.Parent, Unit.Kind);

        private Refusal? FaultOfForm(DateOnly today) =>
            (Limits.FaultOfNewId(Unit.Id) is { } fault ? Refusal.Invalid($"id {fault}.", "id") : null)
            ?? UnitRules.FaultOfName(Unit.Name, Unit.Code, Unit.Kind)
            ?? UnitRules.FaultOfDay(From, "from", today)
            ?? DocumentRules.Fault(Act, "act", today)
            ?? FaultOf(Reorganisation, "reorganisation", required: false, Limits.IdMax)
            ?? (Predecessors is not null && From is null
                ? Refusal.Invalid("A unit with predecessors needs a first day.", "from")
                : null);

        private Refusal? FaultOfPlace(in Circumstances now) =>
            (Unit.Parent is { } parent
                ? UnitRules.FaultOfPlace(Unit.Kind, parent, levels: 1, From, now.Directory)
                    ?? UnitRules.FaultOfTree([Unit.Kind], parent, now.Directory)
                : null)
            // A reorganisation is checked against this rule as a whole: the former holder of the code ends with it.
            ?? (Reorganisation is null ? UnitRules.FaultOfCode(Unit.Id, Unit.Kind, Unit.Code, From ?? now.Today, now.Directory) : null)
            ?? (Predecessors is { } before ? UnitRules.FaultOfKin(Unit.Id, before, "predecessors", now.Directory) : null);
    }
}

[JsonDerivedType(typeof(UnitEvent.UnitRegistered), "unit-registered")]
public partial record UnitEvent
{
    /// <param name="From">The unit's first day; null if not recorded. This and all following members are null in data stored before units
    /// had days.</param>
    public sealed record UnitRegistered(
        Unit Unit, DateOnly? From = null, Document? Act = null, ImmutableArray<Kin>? Predecessors = null, string? Reorganisation = null)
        : UnitEvent
    {
        internal override string About => Unit.Id;

        internal override Document? Evidence => Act;

        internal override UnitState Apply(UnitState state, StoredEvent stored)
        {
            var unit = Unit with { From = From };
            return state with { Unit = unit, Names = [UnitName.Of(unit)] };
        }

        internal override Append WithRows(Append append, UnitState next) =>
            (append.ExpectedSeq == 0 ? append with { Registered = next.Unit } : append with { Changed = next.Unit }) with
            {
                Names = next.Names,
                Lineage = [.. LineageOf(append.Unit)],
            };

        public override IEnumerable<Lineage> LineageOf(string unit) =>
            (Predecessors ?? []).Select(old => new Lineage(old.Unit, unit, old.Extent, From!.Value, Reorganisation));

        internal override Outcome Answer(UnitState next) => new Outcome.OfUnit(next.Unit!);
    }
}

namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Ends a unit on a day. It keeps its place and its obligations, which still count there.</summary>
    /// <param name="Heirs">Units in which it continues: one for all of it, or several for parts; empty without a successor.</param>
    /// <param name="Reorganisation">The reorganisation to which it belongs; null for none.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.close-unit")]
    public sealed record CloseUnit(DateOnly On, Document Act, ImmutableArray<Kin> Heirs, string? Reorganisation = null) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.UnitClosed>("");

        internal override bool NamesOthers(IUnitDirectory directory) => true;

        internal override bool ReachesClosed => true;

        internal override UnitCommand WithLists() => this with { Act = DocumentRules.Given(Act)!, Heirs = PlanRules.Given(Heirs) };

        internal override UnitCommand Kept() => this with { Act = DocumentRules.Kept(Act)! };

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            if (state.Unit!.To is { } last)
            {
                return Refusal.Conflict($"The unit ended on {last:yyyy-MM-dd}.") with { Reason = Reasons.AlreadyClosed };
            }
            return (UnitRules.FaultOfAct(Act, now.Today)
                    ?? FaultOf(Reorganisation, "reorganisation", required: false, Limits.IdMax)
                    ?? UnitRules.FaultOfDay(state, On, now.Today)
                    ?? FaultOfChildren(state.Unit.Id, now.Directory)
                    ?? UnitRules.FaultOfKin(state.Unit.Id, Heirs, "heirs", now.Directory)
                    ?? FaultOfHeirs(now.Directory)) is { } fault
                ? fault
                : new UnitEvent.UnitClosed(On, Act, Heirs, Reorganisation);
        }

        private Refusal? FaultOfChildren(string unit, IUnitDirectory directory)
        {
            var living = directory.Children(unit).Concat(directory.Closed(unit).Where(child => child.To >= On)).Take(2).ToList();
            return living.Count == 0 ? null
                : Refusal.Conflict(
                    $"Units stand below it on {On:yyyy-MM-dd}, such as '{living[0].Id}' ({living[0].Name}): they move or end first.") with
                {
                    Reason = Reasons.StillHasChildren,
                };
        }

        private Refusal? FaultOfHeirs(IUnitDirectory directory) =>
            // A reorganisation's rule may name one heir for all obligations of a divided unit.
            Heirs.Length > 1 && Heirs.Count(heir => heir.Extent == Extent.Full) > (Reorganisation is null ? 0 : 1)
                ? Refusal.Invalid("A unit that continues as a whole (FULL) has exactly one heir; with several heirs each is PARTIAL.", "heirs")
                : PlanRules.First(Heirs, (heir, i) => UnitRules.FaultOfClosed(directory.Find(heir.Unit)!, $"heirs[{i}].unit"));
    }
}

[JsonDerivedType(typeof(UnitEvent.UnitClosed), "unit-closed")]
public partial record UnitEvent
{
    /// <param name="On">The first day on which it no longer exists.</param>
    public sealed record UnitClosed(DateOnly On, Document Act, ImmutableArray<Kin> Heirs, string? Reorganisation = null) : UnitEvent
    {
        internal override Document? Evidence => Act;

        internal override UnitState Apply(UnitState state, StoredEvent stored) =>
            state with { Unit = state.Unit! with { To = On.AddDays(-1) }, Names = UnitRules.Ended(state.Names, On) };

        internal override Append WithRows(Append append, UnitState next) => append with
        {
            Changed = next.Unit,
            Names = next.Names,
            Lineage = [.. LineageOf(append.Unit)],
        };

        public override IEnumerable<Lineage> LineageOf(string unit) =>
            Heirs.Select(heir => new Lineage(unit, heir.Unit, heir.Extent, On, Reorganisation));

        internal override Outcome Answer(UnitState next) => new Outcome.OfUnit(next.Unit!);
    }
}

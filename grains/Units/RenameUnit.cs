namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Gives a unit another name from a day on. It stays the same unit.</summary>
    /// <param name="Kind">Null to keep the kind; likewise the code.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.rename-unit")]
    public sealed record RenameUnit(string Name, UnitKind? Kind, string? Code, DateOnly On, Document Act) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.UnitRenamed>("");

        internal override bool NamesOthers(IUnitDirectory directory) => Code is not null;

        internal override UnitCommand WithLists() => this with { Act = DocumentRules.Given(Act)! };

        internal override UnitCommand Kept() =>
            this with { Name = Text.Name(Name), Code = Text.NameOrNull(Code), Act = DocumentRules.Kept(Act)! };

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            var unit = state.Unit!;
            var renamed = unit with { Name = Name, Kind = Kind ?? unit.Kind, Code = Code ?? unit.Code };
            return (UnitRules.FaultOfName(Name, Code, renamed.Kind) ?? UnitRules.FaultOfAct(Act, now.Today)) is { } ofForm ? ofForm
                : renamed == unit ? Refusal.Conflict("The unit already has that name.", "name")
                : UnitRules.FaultOfDay(state, On, now.Today) is { } ofDay ? ofDay
                : (FaultOfKind(state, renamed, now.Directory)
                    ?? UnitRules.FaultOfCode(unit.Id, renamed.Kind, renamed.Code, On, now.Directory)) is { } fault ? fault
                : new UnitEvent.UnitRenamed(renamed.Name, renamed.Kind, renamed.Code, On, Act);
        }

        private static Refusal? FaultOfKind(UnitState state, Unit renamed, IUnitDirectory directory)
        {
            if (renamed.Kind == state.Unit!.Kind)
            {
                return null;
            }
            var below = directory.Children(renamed.Id).Concat(directory.Closed(renamed.Id));
            var bound = TreeBound.Of(renamed.Kind);
            return renamed.Parent is { } parent && directory.Find(parent) is { } above && !UnitRules.MayStandUnder(renamed.Kind, above.Kind)
                    ? FaultOfLevel(renamed.Kind, above.Kind)
                : below.FirstOrDefault(child => !UnitRules.MayStandUnder(child.Kind, renamed.Kind)) is { } child
                    ? FaultOfLevel(child.Kind, renamed.Kind)
                : bound == TreeBound.Of(state.Unit.Kind) ? null
                : PlanRules.MoneyOf(state.Plans.Values, state.Tasks.Values) > bound.MoneyMax || state.Spent > bound.MoneyMax
                        || state.Given > bound.ObligationsMax
                    ? Refusal.Conflict($"Its plans exceed the bounds of a {Text.Constant(renamed.Kind)} may be.", "kind")
                : UnitRules.FaultOfTree([renamed.Kind], renamed.Id, directory);
        }

        private static Refusal FaultOfLevel(UnitKind kind, UnitKind parent) =>
            Refusal.Invalid($"A {Text.Constant(kind)} cannot stand under a {Text.Constant(parent)}.", "kind") with { Reason = Reasons.Level };
    }
}

[JsonDerivedType(typeof(UnitEvent.UnitRenamed), "unit-renamed")]
public partial record UnitEvent
{
    /// <param name="Kind">The kind from then on, changed or not; likewise the code.</param>
    public sealed record UnitRenamed(string Name, UnitKind Kind, string? Code, DateOnly On, Document Act) : UnitEvent
    {
        internal override Document? Evidence => Act;

        internal override UnitState Apply(UnitState state, StoredEvent stored)
        {
            var unit = state.Unit! with { Name = Name, Kind = Kind, Code = Code };
            return state with { Unit = unit, Names = UnitRules.Named(state.Names, unit, On) };
        }

        internal override Append WithRows(Append append, UnitState next) => append with { Changed = next.Unit, Names = next.Names };

        internal override Outcome Answer(UnitState next) => new Outcome.OfUnit(next.Unit!);
    }
}

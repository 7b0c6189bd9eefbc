namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>The unit demands a measurement from the units below it.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.define-indicator")]
    public sealed record DefineIndicator(Indicator Indicator) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.IndicatorDefined>(Indicator.Id);

        internal override UnitCommand WithLists() => new DefineIndicator(IndicatorRules.WithLists(Indicator));

        internal override UnitCommand Kept() => new DefineIndicator(IndicatorRules.Kept(Indicator));

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            if (Indicator.Owner != state.Unit!.Id)
            {
                return Refusal.Invalid($"'{state.Unit.Id}' defines only its own indicators, not those of '{Text.Shown(Indicator.Owner)}'.", "owner");
            }
            var free = PlanRules.FreeLine(state, Indicator.Id, now.Taken);
            var fault = (free is null ? Refusal.Conflict($"There is an indicator or another record '{Text.Shown(Indicator.Id)}' already.", "id") : null)
                ?? (state.Indicators.Count >= Limits.IndicatorsMax ? Refusal.Invalid($"A unit has at most {Limits.IndicatorsMax} indicators.", "owner") : null)
                ?? FaultOf(Indicator.Objective, "objective", required: false, (2 * OwnedId.LengthMax) + 1);
            if (fault is not null)
            {
                return fault;
            }
            var (found, unknown) = IndicatorRules.Resolved(Indicator, state);
            var directory = now.Directory;
            if ((unknown ?? IndicatorRules.Fault(found!, directory)) is { } wrong)
            {
                return wrong;
            }
            ImmutableArray<Reporter> reporters = found!.Method == IndicatorMethod.System
                ? []
                : [.. PlanRules.Resolve(found.Owner, found.Reporters, directory).Select(unit => new Reporter(unit, directory.Find(unit)!.Kind))];
            return new UnitEvent.IndicatorDefined(found with { Id = free! }, reporters);
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.IndicatorDefined), "indicator-defined")]
public partial record UnitEvent
{
    /// <param name="Reporters">The units that report it.</param>
    public sealed record IndicatorDefined(Indicator Indicator, ImmutableArray<Reporter> Reporters) : UnitEvent
    {
        internal override string About => Indicator.Id;

        internal override ImmutableArray<string> Targets => [.. Reporters.Select(reporter => reporter.Unit)];

        internal override UnitState Apply(UnitState state, StoredEvent stored) => state with
        {
            Indicators = state.Indicators.Add(Indicator.Id, new OwnedIndicator(Indicator, Reporters, stored.Seq)),
        };

        internal override Append WithRows(Append append, UnitState next) => append with { Named = [Indicator.Id] };

        internal override Outcome Answer(UnitState next) => new Outcome.OfIndicator(Indicator);

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) => new UnitCommand.ImposeIndicator(new IndicatorTerms(
            Indicator.Id, message.Sender, Indicator.Text, Indicator.Method, Reporters.First(reporter => reporter.Unit == message.Target).Kind,
            Indicator.Reform));
    }
}

namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>The unit demands reports by period, or turns reports that its duties already demand into periods.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.add-regime")]
    public sealed record AddRegime(Regime Regime) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.RegimeAdded>(Regime.Id);

        internal override UnitCommand WithLists() => new AddRegime(RegimeRules.WithLists(Regime));

        internal override UnitCommand Kept() => new AddRegime(RegimeRules.Kept(Regime));

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            var regime = RegimeRules.Resolved(Regime, state);
            if (regime.Owner != state.Unit!.Id)
            {
                return Refusal.Invalid($"'{state.Unit.Id}' defines only its own regimes, not those of '{Text.Shown(regime.Owner)}'.", "owner");
            }
            var free = PlanRules.FreeLine(state, regime.Id, now.Taken);
            var fault = (free is null ? Refusal.Conflict($"There is a regime, duty or task '{Text.Shown(regime.Id)}' already.", "id") : null)
                ?? (state.Regimes.Count >= Limits.RegimesMax ? Refusal.Invalid($"A unit has at most {Limits.RegimesMax} regimes.", "owner") : null)
                ?? PlanRules.FaultOfId(regime.Id, "id")
                ?? RegimeRules.Fault(regime, now.Today)
                ?? (regime.Reporters.IsEmpty
                    ? null : PlanRules.FaultOfAssignees(regime.Owner, regime.Reporters, "reporters", now.Directory, led: true))
                ?? RegimeRules.FaultOfDuties(regime, state)
                ?? (regime.Collector is { } collector && now.Directory.Find(collector) is null ? Refusal.NoUnit(collector, "collector") : null);
            if (fault is not null)
            {
                return fault;
            }
            var added = new UnitEvent.RegimeAdded(regime with { Id = free! }, RegimeRules.Reporters(regime, state, now.Directory));
            return RegimeRules.FaultOfReporters(added.Regime, added.Reporters, state)
                ?? PlanRules.FaultOfCount(state, new OwnedRegime(added.Regime, added.Reporters, 0).Given, "reporters")
                ?? (Decision)added;
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.RegimeAdded), "regime-added")]
public partial record UnitEvent
{
    /// <param name="Reporters">The units that owe its reports.</param>
    public sealed record RegimeAdded(Regime Regime, ImmutableArray<Reporter> Reporters) : UnitEvent
    {
        internal override string About => Regime.Id;

        internal override ImmutableArray<string> Targets => [.. Reporters.Select(reporter => reporter.Unit)];

        internal override Obligations.Document? Evidence => Regime.Act;

        internal override UnitState Apply(UnitState state, StoredEvent stored)
        {
            var owned = new OwnedRegime(Regime, Reporters, stored.Seq);
            return state with { Regimes = state.Regimes.Add(Regime.Id, owned), Given = state.Given + owned.Given };
        }

        internal override Append WithRows(Append append, UnitState next) => append with { Named = [Regime.Id] };

        internal override Outcome Answer(UnitState next) => new Outcome.OfRegime(Regime);

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) => new UnitCommand.Impose(
            message.Sender, RegimeRules.TermsOf(sender.Regimes[Regime.Id], sender, message.Target));
    }
}

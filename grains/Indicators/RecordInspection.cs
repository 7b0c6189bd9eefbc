namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>The unit has inspected another one.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.record-inspection")]
    public sealed record RecordInspection(Inspection Inspection) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.InspectionRecorded>(Inspection.Id);

        // The rules decide which units it may inspect: those below it, or below the unit above it.
        internal override bool ReachesOwn => true;

        internal override ReformArea? AreaIn(UnitState state) => ReformArea.Steering;

        internal override bool NamesOthers(IUnitDirectory directory) => true;

        internal override UnitCommand WithLists() => new RecordInspection(IndicatorRules.WithLists(Inspection));

        internal override UnitCommand Kept() => new RecordInspection(IndicatorRules.Kept(Inspection));

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            if (Inspection.Inspector != state.Unit!.Id)
            {
                return Refusal.Invalid($"'{state.Unit.Id}' records only its own inspections, not those of '{Text.Shown(Inspection.Inspector)}'.", "inspector");
            }
            var free = PlanRules.FreeLine(state, Inspection.Id, now.Taken);
            return (free is null ? Refusal.Conflict($"There is an inspection or another record '{Text.Shown(Inspection.Id)}' already.", "id") : null)
                ?? (state.Inspections.Count >= Limits.InspectionsMax
                    ? Refusal.Invalid($"A unit records at most {Limits.InspectionsMax} inspections.", "inspector") : null)
                ?? IndicatorRules.Fault(Inspection, now.Directory, now.Today)
                ?? PlanRules.FaultOfCount(state, Inspection.Findings.Length, "findings")
                ?? (Decision)new UnitEvent.InspectionRecorded(Inspection with { Id = free! });
        }
    }

    /// <summary>Tells the unit that it was inspected and owes the findings. Idempotent: an inspection that it already knows is
    /// ignored.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.receive-inspection")]
    public sealed record ReceiveInspection(Inspection Inspection) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.UnitInspected>(Inspection.Id);

        internal override UnitCommand WithLists() => new ReceiveInspection(IndicatorRules.WithLists(Inspection));

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            var fault = FaultOf(Inspection.Id, "id", required: true, OwnedId.LengthMax)
                ?? (Inspection.Id.Contains(Obligation.Separator) ? Refusal.Invalid("This is not a valid id.", "id") : null)
                ?? FaultOf(Inspection.Inspector, "inspector", required: true, Limits.IdMax)
                ?? (Inspection.Unit != state.Unit!.Id ? Refusal.Invalid($"The message is not for the unit '{state.Unit.Id}'.", "unit") : null)
                ?? Limits.FaultOfDay(Inspection.On, "on")
                ?? DocumentRules.Fault(Inspection.Act, "act", Limits.DayMax)
                ?? IndicatorRules.FaultOfFindings(Inspection);
            return fault is not null ? fault
                : state.Inspected.ContainsKey(Inspection.Id) ? Decision.Nothing
                : new UnitEvent.UnitInspected(Inspection, Inspection.Findings.IsEmpty ? null : HandOverRules.OnwardOf(state, now));
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.InspectionRecorded), "inspection-recorded")]
[JsonDerivedType(typeof(UnitEvent.UnitInspected), "unit-inspected")]
public partial record UnitEvent
{
    public sealed record InspectionRecorded(Inspection Inspection) : UnitEvent
    {
        internal override string About => Inspection.Id;

        internal override ImmutableArray<string> Targets => [Inspection.Unit];

        internal override Document? Evidence => Inspection.Act;

        internal override UnitState Apply(UnitState state, StoredEvent stored) => state with
        {
            Inspections = state.Inspections.Add(Inspection.Id, Inspection),
            Given = state.Given + Inspection.Findings.Length,
        };

        internal override Append WithRows(Append append, UnitState next) => append with { Named = [Inspection.Id] };

        internal override Outcome Answer(UnitState next) => new Outcome.OfInspection(Inspection);

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) => new UnitCommand.ReceiveInspection(Inspection);
    }

    /// <param name="Onward">Who takes on the findings; null while the unit is open.</param>
    public sealed record UnitInspected(Inspection Inspection, Onward? Onward = null) : UnitEvent
    {
        internal override string About => Inspection.Id;

        internal override ImmutableArray<string> Targets => Onward?.Targets ?? [];

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) => Onward!.MessageOf(Inspection.ObligationIds(), sender);

        internal override UnitState Apply(UnitState state, StoredEvent stored) => state with
        {
            Inspected = state.Inspected.Add(Inspection.Id, Inspection),
            Obligations = state.Obligations.SetItems(Inspection.Terms().Where(terms => !state.Obligations.ContainsKey(terms.Id))
                .Select(terms => KeyValuePair.Create(terms.Id, ObligationRules.Imposed(stored.Unit, terms, stored.At) with { Steward = Onward?.To }))),
        };

        internal override ImmutableArray<Obligation> Changed(UnitState next) =>
            [.. Inspection.Terms().Select(terms => next.Obligations[terms.Id])];
    }
}

namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Imposes obligations from another unit, or names the period of obligations imposed before. Idempotent.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.impose")]
    public sealed record Impose(string From, ImmutableArray<ObligationTerms> Obligations) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.ObligationsImposed>(From);

        internal override UnitCommand WithLists() => Obligations.IsDefault ? this with { Obligations = [] } : this;

        // Decide refuses a message without a list.
        internal override UnitCommand Kept() => this;

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            if (Fault() is { } fault)
            {
                return fault;
            }
            // New obligations, and known ones that get a period.
            var told = Obligations
                .Where(terms => !state.Obligations.TryGetValue(terms.Id, out var known) || (terms.Period is not null && known.Terms.Period is null))
                .Select(terms => (Terms: terms, Known: state.Obligations.GetValueOrDefault(terms.Id))).ToList();
            if (told.Find(one => one.Known?.HandingTo is not null).Terms is { } moving)
            {
                // The sender repeats the message.
                return Refusal.Unavailable($"The obligation '{moving.Id}' is being handed over to another unit.");
            }
            if (told.Count == 0)
            {
                return Decision.Nothing;
            }
            var gone = told.Where(one => one.Known?.MovedTo is not null).Select(one => one.Terms with { Id = one.Known!.MovedTo! }).ToImmutableArray();
            return new UnitEvent.ObligationsImposed(
                From, [.. told.Where(one => one.Known?.MovedTo is null).Select(one => one.Terms)], gone.IsEmpty ? null : gone,
                told.Exists(one => one.Known is null) ? HandOverRules.OnwardOf(state, now) : null);
        }

        private Refusal? Fault()
        {
            if (Obligations.IsDefault || Obligations.Length > Limits.ObligationsOfMessageMax)
            {
                return Refusal.Invalid($"A message imposes at most {Limits.ObligationsOfMessageMax} obligations.", "obligations");
            }
            return FaultOf(From, "from", required: true, Limits.IdMax)
                ?? PlanRules.First(Obligations, (terms, i) => MessageLimits.Fault(terms, $"obligations[{i}]"));
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.ObligationsImposed), "obligations-imposed")]
public partial record UnitEvent
{
    /// <param name="From">Owner of the plan or the regime.</param>
    /// <param name="Forwarded">Obligations that get a period but have moved to another unit, under their ids there. Null for
    /// none.</param>
    /// <param name="Onward">Who takes on the new obligations; null while the unit is open.</param>
    public sealed record ObligationsImposed(
        string From, ImmutableArray<ObligationTerms> Obligations, ImmutableArray<ObligationTerms>? Forwarded = null, Onward? Onward = null) : UnitEvent
    {
        internal override ImmutableArray<string> Targets =>
            [.. (Forwarded ?? []).Select(terms => Obligation.UnitOf(terms.Id)!).Distinct(), .. Onward?.Targets ?? []];

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) => Onward is { } onward && message.Target == onward.Unit
            ? onward.MessageOf(Obligations.Select(terms => terms.Id), sender)
            : new UnitCommand.Impose(From, [.. (Forwarded ?? []).Where(terms => Obligation.UnitOf(terms.Id) == message.Target)]);

        internal override string About => From;

        /// <summary>The period of a report applies to all its days, whenever it is named.</summary>
        internal override DateOnly? CountsFrom =>
            Obligations.Any(terms => terms is { Plan: not null, Period: not null }) ? Limits.DayMin : null;

        internal override UnitState Apply(UnitState state, StoredEvent stored) => state with
        {
            Obligations = state.Obligations.SetItems(Obligations.Select(terms => KeyValuePair.Create(
                terms.Id,
                state.Obligations.TryGetValue(terms.Id, out var known)
                    ? InPeriod(known, terms, stored)
                    : ObligationRules.Imposed(stored.Unit, terms, stored.At) with { Steward = Onward?.To }))),
        };

        internal override Obligation ApplyToPast(Obligation o, StoredEvent stored) =>
            InPeriod(o, Obligations.First(terms => terms.Id == o.Id), stored);

        // Nothing else of a known obligation changes.
        private static Obligation InPeriod(Obligation known, ObligationTerms terms, StoredEvent stored) => known with
        {
            Terms = known.Terms with { Period = terms.Period },
            Version = known.Version + 1,
            UpdatedAt = stored.At,
        };

        internal override ImmutableArray<Obligation> Changed(UnitState next) => [.. Obligations.Select(terms => next.Obligations[terms.Id])];
    }
}

/// <summary>
/// Checks that a message from another unit can be stored. Wider than the limits for callers: a message may carry what earlier versions
/// accepted, but nothing that a store cannot hold.
/// </summary>
internal static class MessageLimits
{
    /// <summary>Maximum length of an obligation's id: unit, line, occurrence and, after a hand-over, the first unit.</summary>
    public const int ObligationIdMax = Limits.IdMax + OwnedId.LengthMax + 20 + Limits.IdMax + 1;

    /// <summary>Maximum length of a line's title followed by the occurrence.</summary>
    public const int TitleMax = Limits.TextMax + 100;

    public static Refusal? Fault(ObligationTerms terms, string place) =>
        Text.Fault(terms.Id, place + ".id", required: true, ObligationIdMax)
        ?? Text.Fault(
            terms.Plan, place + ".plan", required: terms.Plan is not null || (terms.Period is null && terms.Kind != ObligationKind.Finding),
            OwnedId.LengthMax)
        ?? Text.Fault(terms.Period, place + ".period", required: terms.Period is not null, OwnedId.LengthMax + PeriodRule.KeyMax + 6)
        ?? Text.Fault(terms.PlanOwner, place + ".planOwner", required: true, Limits.IdMax)
        ?? Text.Fault(terms.Source, place + ".source", required: true, OwnedId.LengthMax)
        ?? Text.Fault(terms.Area, place + ".area", required: false, Limits.IdMax)
        ?? Text.Fault(terms.Title, place + ".title", required: true, TitleMax)
        ?? Limits.FaultOfWord<ObligationKind>(terms.Kind, place + ".kind")
        ?? Limits.FaultOfWord<ReformArea>(terms.Reform, place + ".reform")
        ?? Limits.FaultOfDay(terms.Due, place + ".due")
        ?? FaultOfNumbers(terms, place);

    private static Refusal? FaultOfNumbers(ObligationTerms terms, string place) =>
        terms.StartYear is < Limits.YearMin or > Limits.YearMax || terms.EndYear is < Limits.YearMin or > Limits.YearMax
        || terms.EndYear < terms.StartYear || terms.EndYear - terms.StartYear >= Limits.PlanYearsMax
            ? Refusal.Invalid($"Years must lie in {Limits.YearMin}..{Limits.YearMax}; at most {Limits.PlanYearsMax} are allowed.", place + ".startYear")
        : terms.Weight is <= 0 or > Limits.WeightMax
            ? Refusal.Invalid($"weight must lie in 1..{Limits.WeightMax} thousandths.", place + ".weight")
        : terms.Planned is < 0 or > Limits.MoneyMax
            ? Refusal.Invalid($"planned must lie in 0..{Limits.MoneyMax} đồng.", place + ".planned")
        : null;
}

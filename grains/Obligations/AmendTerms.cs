namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>A plan that imposes on the unit has been amended. It may arrive any number of times, and later than what another amendment
    /// says after it.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.amend-terms")]
    public sealed record AmendTerms(
        string From, string Plan, int Version, Document Document, DateOnly EffectiveOn, ImmutableArray<AmendedTerms> Terms) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.TermsAmended>(Plan);

        internal override UnitCommand WithLists() => this with { Document = DocumentRules.Given(Document)!, Terms = PlanRules.Given(Terms) };

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            if (Fault() is { } fault)
            {
                return fault;
            }
            if (Terms.FirstOrDefault(terms => state.Obligations.GetValueOrDefault(terms.After.Id)?.HandingTo is not null) is { } moving)
            {
                // Whoever brings it brings it again.
                return Refusal.Unavailable($"The obligation '{moving.After.Id}' is being handed over to another unit.");
            }
            var gone = Terms.Select(terms => (Terms: terms, state.Obligations.GetValueOrDefault(terms.After.Id)?.MovedTo))
                .Where(terms => terms.MovedTo is not null).Select(terms => new ForwardedTerms(terms.MovedTo!, terms.Terms)).ToImmutableArray();
            var here = Terms.Where(terms => state.Obligations.GetValueOrDefault(terms.After.Id) is var o && o?.MovedTo is null && terms.Concerns(o))
                .ToImmutableArray();
            return new UnitEvent.TermsAmended(
                From, Plan, Version, Document, EffectiveOn, here, gone.IsEmpty ? null : gone,
                here.Any(terms => !state.Obligations.ContainsKey(terms.After.Id)) ? HandOverRules.OnwardOf(state, now) : null);
        }

        private Refusal? Fault()
        {
            if (Terms.IsDefault || Terms.Length > AmendmentDraft.OfUnitMax)
            {
                return Refusal.Invalid($"A message amends at most {AmendmentDraft.OfUnitMax} obligations.", "terms");
            }
            if (Version is < 2 or > PlanVersion.VersionsMax || Document is null)
            {
                return Refusal.Invalid($"An amendment makes a version from 2 to {PlanVersion.VersionsMax} and has a document.", "version");
            }
            return FaultOf(From, "from", required: true, Limits.IdMax)
                ?? FaultOf(Plan, "plan", required: true, OwnedId.LengthMax)
                ?? Limits.FaultOfDay(EffectiveOn, "effectiveOn")
                ?? DocumentRules.Fault(Document, "document", Limits.DayMax)
                ?? PlanRules.First(Terms, (terms, i) => FaultOf(terms, $"terms[{i}]"));
        }

        private static Refusal? FaultOf(AmendedTerms terms, string place) =>
            terms.Before is { } before && before.Id != terms.After.Id
                ? Refusal.Invalid("Before and after are of one obligation.", place)
                : MessageLimits.Fault(terms.After, place + ".after")
                    ?? (terms.Before is { } given ? MessageLimits.Fault(given, place + ".before") : null);
    }
}

/// <summary>New terms of an obligation that stands elsewhere by now.</summary>
/// <param name="To">What it is called there.</param>
public sealed record ForwardedTerms(string To, AmendedTerms Terms)
{
    /// <summary>Themselves under that id.</summary>
    internal AmendedTerms Renamed => new(Terms.Before is { } before ? before with { Id = To } : null, Terms.After with { Id = To }, Terms.Ends);
}

[JsonDerivedType(typeof(UnitEvent.TermsAmended), "terms-amended")]
public partial record UnitEvent
{
    /// <param name="From">The plan's owner.</param>
    /// <param name="Terms">Those of obligations that it concerns here; may be empty, where all is done already.</param>
    /// <param name="Forwarded">Those of obligations that have been handed over: each is passed on. Null for none.</param>
    /// <param name="Onward">Who goes on with those that arise by it; null while the unit is there.</param>
    public sealed record TermsAmended(
        string From, string Plan, int Version, Document Document, DateOnly EffectiveOn, ImmutableArray<AmendedTerms> Terms,
        ImmutableArray<ForwardedTerms>? Forwarded = null, Onward? Onward = null) : UnitEvent
    {
        internal override ImmutableArray<string> Targets =>
            [.. (Forwarded ?? []).Select(forwarded => Obligation.UnitOf(forwarded.To)!).Distinct(), .. Onward?.Targets ?? []];

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) => Onward is { } onward && message.Target == onward.Unit
            // Those that were there before have gone, or have a steward.
            ? onward.MessageOf(Terms.Select(terms => terms.After.Id), sender)
            : new UnitCommand.AmendTerms(
                From, Plan, Version, Document, EffectiveOn,
                [.. (Forwarded ?? []).Where(forwarded => Obligation.UnitOf(forwarded.To) == message.Target).Select(forwarded => forwarded.Renamed)]);

        internal override string About => Plan;

        internal override Document? Evidence => Document;

        internal override Obligation ApplyToPast(Obligation o, StoredEvent stored) =>
            ObligationRules.Amended(o, Terms.First(terms => terms.After.Id == o.Id), Document, stored) with
            {
                Version = o.Version + 1,
                UpdatedAt = stored.At,
            };

        internal override UnitState Apply(UnitState state, StoredEvent stored)
        {
            var obligations = state.Obligations.ToBuilder();
            foreach (var terms in Terms)
            {
                obligations[terms.After.Id] = obligations.TryGetValue(terms.After.Id, out var o)
                    ? ApplyToPast(o, stored)
                    : Arisen(terms, stored);
            }
            return state with { Obligations = obligations.ToImmutable() };
        }

        internal override ImmutableArray<Obligation> Changed(UnitState next) => [.. Terms.Select(terms => next.Obligations[terms.After.Id])];

        /// <summary>One that is new here, or whose first message has not come yet.</summary>
        private Obligation Arisen(AmendedTerms terms, StoredEvent stored)
        {
            var arisen = terms.Before is { } before
                ? ObligationRules.Amended(ObligationRules.Imposed(stored.Unit, before, stored.At), terms, Document, stored)
                : ObligationRules.Imposed(stored.Unit, terms.After, stored.At);
            return arisen with { Steward = Onward?.To };
        }
    }
}

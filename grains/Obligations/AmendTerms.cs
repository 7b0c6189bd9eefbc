namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Applies the amendment of a plan that imposes on the unit. Idempotent; may arrive after the message of a later
    /// amendment.</summary>
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
                // The sender repeats the message.
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
                return Refusal.Invalid($"An amendment must have a version from 2 to {PlanVersion.VersionsMax} and a document.", "version");
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

/// <summary>New terms of an obligation that has moved to another unit.</summary>
/// <param name="To">Its id there.</param>
public sealed record ForwardedTerms(string To, AmendedTerms Terms)
{
    /// <summary>The terms under the new id.</summary>
    internal AmendedTerms Renamed => new(Terms.Before is { } before ? before with { Id = To } : null, Terms.After with { Id = To }, Terms.Ends);
}

[JsonDerivedType(typeof(UnitEvent.TermsAmended), "terms-amended")]
public partial record UnitEvent
{
    /// <param name="From">The plan's owner.</param>
    /// <param name="Terms">New terms of obligations at this unit; empty when all of them are done.</param>
    /// <param name="Forwarded">New terms of obligations that were handed over, to be passed on. Null for none.</param>
    /// <param name="Onward">Who takes on the new obligations; null while the unit is open.</param>
    public sealed record TermsAmended(
        string From, string Plan, int Version, Document Document, DateOnly EffectiveOn, ImmutableArray<AmendedTerms> Terms,
        ImmutableArray<ForwardedTerms>? Forwarded = null, Onward? Onward = null) : UnitEvent
    {
        internal override ImmutableArray<string> Targets =>
            [.. (Forwarded ?? []).Select(forwarded => Obligation.UnitOf(forwarded.To)!).Distinct(), .. Onward?.Targets ?? []];

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) => Onward is { } onward && message.Target == onward.Unit
            // The earlier obligations have moved or have a steward.
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

        /// <summary>An obligation that is new here, or whose first message has not arrived yet.</summary>
        private Obligation Arisen(AmendedTerms terms, StoredEvent stored)
        {
            var arisen = terms.Before is { } before
                ? ObligationRules.Amended(ObligationRules.Imposed(stored.Unit, before, stored.At), terms, Document, stored)
                : ObligationRules.Imposed(stored.Unit, terms.After, stored.At);
            return arisen with { Steward = Onward?.To };
        }
    }
}

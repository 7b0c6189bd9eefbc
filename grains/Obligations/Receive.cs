namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Receives obligations from another unit as they are there. Idempotent: ignores what the unit already had, even when it
    /// arrives late.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.receive")]
    public sealed record Receive(
        string From, string Reorganisation, int Step, DateOnly EffectiveOn, ImmutableArray<Handed> Obligations) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.ObligationsReceived>(From);

        internal override UnitCommand WithLists() => Obligations.IsDefault ? this with { Obligations = [] } : this;

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            if ((HandOverRules.FaultOfNews(From, Reorganisation, EffectiveOn, Obligations.Length)
                ?? PlanRules.First(Obligations, (handed, i) => FaultOf(handed, $"obligations[{i}]"))) is { } fault)
            {
                return fault;
            }
            var unit = state.Unit!.Id;
            // The version rises with each change and hand-over, at whatever unit.
            var news = Obligations
                .Where(handed => !(state.Obligations.GetValueOrDefault(Obligation.IdAt(unit, handed.Obligation.Id))?.Version >= handed.Obligation.Version))
                .ToList();
            if (news.Find(handed => state.Obligations.GetValueOrDefault(Obligation.IdAt(unit, handed.Obligation.Id))?.HandingTo is not null) is { } back)
            {
                // The obligation returns before this unit has recorded that it left. Its history would say that it never left.
                return Refusal.Unavailable($"The obligation '{back.Obligation.Id}' is being handed over to another unit.");
            }
            var onward = news.Count == 0 ? null : HandOverRules.OnwardOf(state, now);
            var missing = news
                .Select(handed => new Received(
                    HandOverRules.At(unit, handed.Obligation) with
                    {
                        Version = handed.Obligation.Version + 1,
                        Steward = onward?.To,
                    },
                    handed.Since, handed.Before is { } before ? [.. before.Select(span => span with { State = HandOverRules.At(unit, span.State) })] : null))
                .ToImmutableArray();
            return missing.IsEmpty ? Decision.Nothing : new UnitEvent.ObligationsReceived(From, Reorganisation, Step, EffectiveOn, missing, onward);
        }

        private Refusal? FaultOf(Handed handed, string place) => handed is not { Obligation: { Terms: { } terms, Version: >= 1 } o }
            ? Refusal.Invalid("This is not an obligation.", place)
            : MessageLimits.Fault(terms, place)
                ?? Limits.FaultOfDay(handed.Since, place + ".since")
                ?? (Obligation.UnitOf(terms.Id) != From || terms.Id.Count(c => c == Obligation.Separator) is < 1 or > 3
                    ? Refusal.Invalid($"This is not an obligation of '{Text.Shown(From)}'.", place + ".id")
                    : Limits.FaultOfWord<ObligationStatus>(o.Status, place + ".status") is { } wrong ? wrong
                    : o.IsClosed ? Refusal.Invalid("The obligation is no longer open.", place)
                    : handed.Before is { } before
                        && (before.IsDefault || before.Any(span => span.State?.Id != o.Id || Limits.FaultOfDay(span.From, "") is not null))
                    ? Refusal.Invalid("All that it was bears its id, and a day.", place + ".before")
                    : null);
    }
}

/// <summary>An obligation as the giver has it, with its earlier states that count at the receiver.</summary>
/// <inheritdoc cref="HandedOver"/>
[GenerateSerializer, Immutable, Alias("hierarchy.handed")]
public sealed record Handed(Obligation Obligation, DateOnly Since, ImmutableArray<Span>? Before);

/// <summary>An obligation as the receiver has it.</summary>
/// <inheritdoc cref="HandedOver"/>
public sealed record Received(Obligation Obligation, DateOnly Since, ImmutableArray<Span>? Before);

[JsonDerivedType(typeof(UnitEvent.ObligationsReceived), "obligations-received")]
public partial record UnitEvent
{
    /// <summary>The obligations count here from now on. The giver gets a message.</summary>
    /// <param name="Onward">Who takes them on; null while the unit is open.</param>
    public sealed record ObligationsReceived(
        string From, string Reorganisation, int Step, DateOnly EffectiveOn, ImmutableArray<Received> Obligations, Onward? Onward = null) : UnitEvent
    {
        internal override string About => From;

        internal override ImmutableArray<string> Targets => [From, .. Onward?.Targets ?? []];

        internal override bool IsMove => true;

        internal override DateOnly? CountsFrom => EffectiveOn;

        internal override ImmutableArray<Span> Brought(string obligation) =>
            Obligations.FirstOrDefault(received => received.Obligation.Id == obligation) is { } received
                ? [.. received.Before ?? [], new Span(received.Since, received.Obligation)]
                : [];

        // Whoever may read the obligation here may read its evidence.
        internal override ImmutableArray<FileUse> FileUses =>
        [
            .. from received in Obligations
               from document in (received.Obligation.DueChanges?.All ?? []).Select(change => change.Document).Append(received.Obligation.Document)
               from file in document?.Files?.All ?? []
               select new FileUse(file.Id, received.Obligation.Id),
        ];

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) => Onward is { } onward && message.Target == onward.Unit
            ? onward.MessageOf(Obligations.Select(received => received.Obligation.Id), sender)
            : new UnitCommand.Release(
                message.Sender, Reorganisation, Step, EffectiveOn,
                [.. Obligations.Select(received => new Releasing(Obligation.IdAt(From, received.Obligation.Id), received.Obligation.Version - 1))]);

        internal override UnitState Apply(UnitState state, StoredEvent stored)
        {
            var obligations = state.Obligations.ToBuilder();
            foreach (var received in Obligations)
            {
                obligations[received.Obligation.Id] = received.Obligation;
            }
            return state with
            {
                Obligations = obligations.ToImmutable(),
                Spent = state.Spent + Obligations.Aggregate(Int128.Zero, (sum, received) => sum + received.Obligation.Spent),
            };
        }

        internal override ImmutableArray<Obligation> Changed(UnitState next) => [.. Obligations.Select(received => next.Obligations[received.Obligation.Id])];
    }
}

namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Hands open obligations over to other units as they are. Skips closed and already moved ones. Takes as many as together
    /// have been in at most <see cref="Limits.HandedStatesMax"/> states, but at least one. The rest needs another request.</summary>
    /// <param name="Reorganisation">The reorganisation that moves them.</param>
    /// <param name="Step">Number of the step in that reorganisation.</param>
    /// <param name="EffectiveOn">First day on which they belong to the receiver.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.hand-over")]
    public sealed record HandOver(string Reorganisation, int Step, DateOnly EffectiveOn, ImmutableArray<Handing> Moves) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.ObligationsHandedOver>(Reorganisation);

        internal override bool NamesOthers(IUnitDirectory directory) => true;

        internal override bool NeedsHistory(DateOnly today) => EffectiveOn < today;

        internal override UnitCommand WithLists() => Moves.IsDefault ? this with { Moves = [] } : this;

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            if ((FaultOfHead(now.Today) ?? FaultOfMoves(state, now.Directory)) is { } fault)
            {
                return fault;
            }
            var moving = Moves.Where(move => state.Obligations[move.Obligation] is { IsHere: true, HandingTo: null, IsClosed: false }).ToList();
            var timelines = HandOverRules.TimelinesOf([.. moving.Select(move => move.Obligation)], now.History, now.Directory);
            var (moves, states) = (ImmutableArray.CreateBuilder<HandedOver>(moving.Count), 0);
            foreach (var move in moving)
            {
                var o = state.Obligations[move.Obligation];
                var exists = o.Terms.ExistsFrom(now.Directory);
                var been = timelines.TryGetValue(o.Id, out var timeline)
                    ? timeline.Since(EffectiveOn)
                    : [new Span(EffectiveOn > exists ? EffectiveOn : exists, o)];
                states += been.Length;
                if (moves.Count > 0 && states > Limits.HandedStatesMax)
                {
                    break;
                }
                moves.Add(new HandedOver(o.Id, move.To, o.Version + 1, been[^1].From, been.Length > 1 ? been[..^1] : null));
            }
            return moves.Count == 0
                ? Decision.Nothing
                : new UnitEvent.ObligationsHandedOver(Reorganisation, Step, EffectiveOn, moves.DrainToImmutable());
        }

        private Refusal? FaultOfHead(DateOnly today) =>
            HandOverRules.FaultOfStep(Reorganisation, Step)
            ?? Limits.FaultOfDay(EffectiveOn, "effectiveOn")
            ?? Limits.FaultOfFuture(EffectiveOn, "effectiveOn", today)
            ?? (Moves.Length is 0 or > Limits.HandedOverMax
                ? Refusal.Invalid($"Between 1 and {Limits.HandedOverMax} obligations can be handed over at once.", "moves") : null);

        private Refusal? FaultOfMoves(UnitState state, IUnitDirectory directory) =>
            Moves.DistinctBy(move => move.Obligation).Count() < Moves.Length ? Refusal.Invalid("moves contains an obligation twice.", "moves")
            : PlanRules.First(Moves, (move, i) =>
                !state.Obligations.ContainsKey(move.Obligation)
                    ? Refusal.NotFound($"There is no obligation '{Text.Shown(move.Obligation)}'.", $"moves[{i}].obligation")
                : move.To == state.Unit!.Id ? Refusal.Invalid("The obligation is already at this unit.", $"moves[{i}].to")
                : directory.Find(move.To) is null ? Refusal.NoUnit(move.To, $"moves[{i}].to")
                : null);
    }
}

/// <summary>An obligation and the unit that receives it.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.handing")]
public sealed record Handing(string Obligation, string To);

/// <summary>An obligation that is being handed over to another unit.</summary>
/// <param name="Version">The version of the obligation while it is being handed over.</param>
/// <param name="From">First day of its present state, not before the day from which it counts at the receiver.</param>
/// <param name="Before">Its earlier states that count at the receiver; null for none.</param>
public sealed record HandedOver(string Obligation, string To, long Version, DateOnly From, ImmutableArray<Span>? Before);

[JsonDerivedType(typeof(UnitEvent.ObligationsHandedOver), "obligations-handed-over")]
public partial record UnitEvent
{
    /// <summary>The obligations still count here, but nothing may change them until the receivers have them.</summary>
    public sealed record ObligationsHandedOver(string Reorganisation, int Step, DateOnly EffectiveOn, ImmutableArray<HandedOver> Moves) : UnitEvent
    {
        internal override string About => Reorganisation;

        internal override ImmutableArray<string> Targets => [.. Moves.Select(move => move.To).Distinct()];

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) => new UnitCommand.Receive(
            message.Sender, Reorganisation, Step, EffectiveOn,
            [
                .. from move in Moves
                   where move.To == message.Target
                   // If the obligation has changed since, the receiver has it already.
                   where sender.Obligations[move.Obligation] is { HandingTo: not null } o && o.Version == move.Version
                   select new Handed(sender.Obligations[move.Obligation], move.From, move.Before),
            ]);

        internal override Obligation ApplyToPast(Obligation o, StoredEvent stored) =>
            Moves.FirstOrDefault(move => move.Obligation == o.Id) is { } move ? o with { HandingTo = move.To, Version = o.Version + 1 } : o;

        internal override UnitState Apply(UnitState state, StoredEvent stored)
        {
            var obligations = state.Obligations.ToBuilder();
            foreach (var move in Moves)
            {
                // A replay of a single obligation does not hold the others.
                if (obligations.TryGetValue(move.Obligation, out var o))
                {
                    obligations[o.Id] = o with { HandingTo = move.To, Version = move.Version };
                }
            }
            return state with { Obligations = obligations.ToImmutable() };
        }

        internal override ImmutableArray<Obligation> Changed(UnitState next) =>
            [.. Moves.Select(move => next.Obligations.GetValueOrDefault(move.Obligation)).OfType<Obligation>()];
    }
}

namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Open obligations go over to other units as they stand. What is done, called off, or gone already stays as it is, and the rest
    /// of those that have been in more than <see cref="Limits.HandedStatesMax"/> states until it is asked for again.</summary>
    /// <param name="Reorganisation">What they move by.</param>
    /// <param name="Step">Of it.</param>
    /// <param name="EffectiveOn">From when they stand there.</param>
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
                ? Refusal.Invalid($"1 to {Limits.HandedOverMax} obligations are handed over at once.", "moves") : null);

        private Refusal? FaultOfMoves(UnitState state, IUnitDirectory directory) =>
            Moves.DistinctBy(move => move.Obligation).Count() < Moves.Length ? Refusal.Invalid("moves names an obligation twice.", "moves")
            : PlanRules.First(Moves, (move, i) =>
                !state.Obligations.ContainsKey(move.Obligation)
                    ? Refusal.NotFound($"There is no obligation '{Text.Shown(move.Obligation)}'.", $"moves[{i}].obligation")
                : move.To == state.Unit!.Id ? Refusal.Invalid("It stands at this unit already.", $"moves[{i}].to")
                : directory.Find(move.To) is null ? Refusal.NoUnit(move.To, $"moves[{i}].to")
                : null);
    }
}

/// <summary>An obligation, and the unit that it goes to.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.handing")]
public sealed record Handing(string Obligation, string To);

/// <summary>An obligation on its way to another unit.</summary>
/// <param name="Version">Its own, from then on until it is gone.</param>
/// <param name="From">Since when it has been as it stands now, and not before it counts at the other unit.</param>
/// <param name="Before">What it was before that, since it counts there; null for nothing.</param>
public sealed record HandedOver(string Obligation, string To, long Version, DateOnly From, ImmutableArray<Span>? Before);

[JsonDerivedType(typeof(UnitEvent.ObligationsHandedOver), "obligations-handed-over")]
public partial record UnitEvent
{
    /// <summary>They still count here, and nothing is done to them until the others have them.</summary>
    public sealed record ObligationsHandedOver(string Reorganisation, int Step, DateOnly EffectiveOn, ImmutableArray<HandedOver> Moves) : UnitEvent
    {
        internal override string About => Reorganisation;

        internal override ImmutableArray<string> Targets => [.. Moves.Select(move => move.To).Distinct()];

        internal override UnitCommand MessageTo(PendingMessage message, UnitState sender) => new UnitCommand.Receive(
            message.Sender, Reorganisation, Step, EffectiveOn,
            [
                .. from move in Moves
                   where move.To == message.Target
                   // Whatever it has become since, the other unit has it.
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
                // Whoever follows one obligation alone does not know the others.
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

namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Another unit has received what was handed over to it. Idempotent.</summary>
    /// <param name="From">The receiver.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.release")]
    public sealed record Release(
        string From, string Reorganisation, int Step, DateOnly EffectiveOn, ImmutableArray<Releasing> Obligations) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.ObligationsTransferred>(Reorganisation);

        internal override UnitCommand WithLists() => Obligations.IsDefault ? this with { Obligations = [] } : this;

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            if (HandOverRules.FaultOfNews(From, Reorganisation, EffectiveOn, Obligations.Length) is { } fault)
            {
                return fault;
            }
            var gone = Obligations
                .Where(released => state.Obligations.GetValueOrDefault(released.Obligation) is { } o
                    && o.HandingTo == From && o.Version == released.Version)
                .Select(released => new Transferred(released.Obligation, Obligation.IdAt(From, released.Obligation)))
                .ToImmutableArray();
            return gone.IsEmpty ? Decision.Nothing : new UnitEvent.ObligationsTransferred(Reorganisation, Step, EffectiveOn, From, gone);
        }
    }
}

/// <summary>An obligation that the receiver has: its id at the giver, and the version in which it was handed over.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.releasing")]
public sealed record Releasing(string Obligation, long Version);

/// <summary>An obligation that has moved to another unit.</summary>
/// <param name="MovedTo">Its id there.</param>
public sealed record Transferred(string Obligation, string MovedTo);

[JsonDerivedType(typeof(UnitEvent.ObligationsTransferred), "obligations-transferred")]
public partial record UnitEvent
{
    /// <summary>The obligations no longer count here.</summary>
    /// <param name="To">The receiver.</param>
    public sealed record ObligationsTransferred(
        string Reorganisation, int Step, DateOnly EffectiveOn, string To, ImmutableArray<Transferred> Gone) : UnitEvent
    {
        internal override string About => Reorganisation;

        internal override bool IsMove => true;

        internal override DateOnly? CountsFrom => EffectiveOn;

        internal override Obligation ApplyToPast(Obligation o, StoredEvent stored) => After(o, Gone.First(gone => gone.Obligation == o.Id));

        internal override UnitState Apply(UnitState state, StoredEvent stored)
        {
            var obligations = state.Obligations.ToBuilder();
            var spent = Int128.Zero;
            foreach (var gone in Gone)
            {
                // A replay of a single obligation does not hold the others.
                if (obligations.TryGetValue(gone.Obligation, out var o))
                {
                    obligations[o.Id] = After(o, gone);
                    spent += o.Spent;
                }
            }
            return state with { Obligations = obligations.ToImmutable(), Spent = state.Spent - spent };
        }

        internal override ImmutableArray<Obligation> Changed(UnitState next) =>
            [.. Gone.Select(gone => next.Obligations.GetValueOrDefault(gone.Obligation)).OfType<Obligation>()];

        private static Obligation After(Obligation o, Transferred gone) =>
            o with { MovedTo = gone.MovedTo, HandingTo = null, Version = o.Version + 1 };
    }
}

namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Makes another unit act for open obligations that stay with this unit. Closed and handed-over ones do not
    /// change.</summary>
    /// <param name="Steward">Null makes this unit act again.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.entrust")]
    public sealed record Entrust(string Reorganisation, int Step, ImmutableArray<string> Obligations, string? Steward) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.ObligationsEntrusted>(Reorganisation);

        internal override bool NamesOthers(IUnitDirectory directory) => true;

        internal override UnitCommand WithLists() => Obligations.IsDefault ? this with { Obligations = [] } : this;

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            if ((FaultOfHead() ?? HandOverRules.FaultOfSteward(Steward, state, now.Directory)) is { } fault)
            {
                return fault;
            }
            if (Obligations.FirstOrDefault(id => !state.Obligations.ContainsKey(id)) is { } unknown)
            {
                return Refusal.NotFound($"There is no obligation '{Text.Shown(unknown)}'.", "obligations");
            }
            var entrusted = Obligations
                .Where(id => state.Obligations[id] is { IsHere: true, HandingTo: null, IsClosed: false } o && o.Steward != Steward).ToImmutableArray();
            return entrusted.IsEmpty ? Decision.Nothing : new UnitEvent.ObligationsEntrusted(
                Reorganisation, Step, [.. entrusted.Select(id => new Entrusted(id))], Steward);
        }

        private Refusal? FaultOfHead() => HandOverRules.FaultOfStep(Reorganisation, Step)
            ?? (Obligations.Length is 0 or > Limits.HandedOverMax
                ? Refusal.Invalid($"Between 1 and {Limits.HandedOverMax} obligations can be entrusted at once.", "obligations")
                : Obligations.Distinct().Count() < Obligations.Length ? Refusal.Invalid("obligations contains an obligation twice.", "obligations")
                : null);
    }
}

/// <summary>An obligation for which another unit acts.</summary>
public sealed record Entrusted(string Obligation);

[JsonDerivedType(typeof(UnitEvent.ObligationsEntrusted), "obligations-entrusted")]
public partial record UnitEvent
{
    /// <summary>Whoever may act for the steward may act on these obligations.</summary>
    public sealed record ObligationsEntrusted(
        string Reorganisation, int Step, ImmutableArray<Entrusted> Obligations, string? Steward) : UnitEvent
    {
        internal override string About => Reorganisation;

        internal override Obligation ApplyToPast(Obligation o, StoredEvent stored) => o with
        {
            Steward = Steward,
            Version = o.Version + 1,
            UpdatedAt = stored.At,
        };

        internal override UnitState Apply(UnitState state, StoredEvent stored)
        {
            var obligations = state.Obligations.ToBuilder();
            foreach (var id in Obligations.Select(entrusted => entrusted.Obligation))
            {
                // A replay of a single obligation does not hold the others.
                if (obligations.TryGetValue(id, out var o))
                {
                    obligations[id] = ApplyToPast(o, stored);
                }
            }
            return state with { Obligations = obligations.ToImmutable() };
        }

        internal override ImmutableArray<Obligation> Changed(UnitState next) =>
            [.. Obligations.Select(entrusted => next.Obligations.GetValueOrDefault(entrusted.Obligation)).OfType<Obligation>()];
    }
}

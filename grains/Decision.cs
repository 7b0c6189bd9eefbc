using Hierarchy.Grains.Events;

namespace Hierarchy.Grains;

/// <summary>What a decider answers: one event, nothing to do, or a refusal.</summary>
public readonly record struct Decision(UnitEvent? Event, Refusal? Refusal)
{
    /// <summary>Accepted, and already so: there is nothing to write.</summary>
    public static readonly Decision Nothing;

    public static implicit operator Decision(UnitEvent happened) => new(happened, null);

    public static implicit operator Decision(Refusal refusal) => new(null, refusal);
}

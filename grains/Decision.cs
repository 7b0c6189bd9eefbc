namespace Hierarchy.Grains;

/// <summary>What a decider answers.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>Accepted, and already so: there is nothing to write.</summary>
    public static readonly Decision Nothing = new AlreadySo();

    public static implicit operator Decision(UnitEvent happened) => new Accepted(happened);

    public static implicit operator Decision(Refusal refusal) => new Refused(refusal);

    public sealed record Accepted(UnitEvent Event) : Decision;

    public sealed record AlreadySo : Decision;

    public sealed record Refused(Refusal Refusal) : Decision;
}

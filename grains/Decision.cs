namespace Hierarchy.Grains;

/// <summary>The answer of a decider.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>Accepted, but already the case: there is nothing to write.</summary>
    public static readonly Decision Nothing = new AlreadySo();

    public static implicit operator Decision(UnitEvent happened) => new Accepted(happened);

    public static implicit operator Decision(Refusal refusal) => new Refused(refusal);

    public sealed record Accepted(UnitEvent Event) : Decision;

    public sealed record AlreadySo : Decision;

    public sealed record Refused(Refusal Refusal) : Decision;
}

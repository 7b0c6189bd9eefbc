namespace Hierarchy.Api.Access;

/// <summary>An admitted caller, with a check whether the admission still holds.</summary>
/// <param name="Caller">The caller.</param>
/// <param name="Holds">Whether the caller would still be admitted: checked repeatedly while a connection is open.</param>
internal sealed record Visitor(Caller Caller, Func<bool> Holds)
{
    /// <summary>A visitor whose admission never ends.</summary>
    public static Visitor For(Caller caller) => new(caller, static () => true);
}

namespace Hierarchy.Api.Access;

/// <summary>Whoever has been let in, and for how long.</summary>
/// <param name="Caller">On whose behalf his commands come.</param>
/// <param name="Holds">Whether what let him in still would: asked again and again while a connection is open.</param>
internal sealed record Visitor(Caller Caller, Func<bool> Holds)
{
    /// <summary>One whom nothing ends.</summary>
    public static Visitor For(Caller caller) => new(caller, static () => true);
}

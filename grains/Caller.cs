namespace Hierarchy.Grains;

/// <summary>On whose behalf a command comes.</summary>
/// <param name="Name">Stands in the history.</param>
/// <param name="Scope">The unit at or below which the caller may act; null for an administrator.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.caller")]
public sealed record Caller(string Name, string? Scope)
{
    /// <summary>Who loads data and delivers messages.</summary>
    public static readonly Caller System = new("system", null);

    /// <summary>What the caller's requests are kept apart by: a digest of name and scope, as a caller has no id of his own yet.</summary>
    public string Key => RequestKey.DigestOf($"{Name}\n{Scope}");
}

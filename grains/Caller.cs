namespace Hierarchy.Grains;

/// <summary>On whose behalf a command comes.</summary>
/// <param name="Name">Stands in the history.</param>
/// <param name="Scope">The unit at or below which the caller may act; null for an administrator, <see cref="Nowhere"/> for none.</param>
/// <param name="Person">The id of the person who has signed in, or whose token it is; null where nobody signs in.</param>
/// <param name="Loads">Whether the commands are those of a file that the person has loaded.</param>
/// <param name="Session">Of the sign-in, or the token's id; null where there is none.</param>
/// <param name="Address">Of the network, as the server saw it; null where it was not looked at.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.caller")]
public sealed record Caller(string Name, string? Scope, string? Person = null, bool Loads = false, string? Session = null, string? Address = null)
{
    /// <summary>Who loads data and delivers messages.</summary>
    public static readonly Caller System = new("system", null);

    /// <summary>The scope of a person who has no right yet. No unit has this id.</summary>
    public const string Nowhere = "";

    /// <summary>Whether its requests have ids that say what they are about: those of messages, and of the loader.</summary>
    public bool IsSystem => Loads || this == System;

    /// <summary>What the caller's requests are kept apart by: the person's id, or where nobody signs in a digest of name and
    /// scope.</summary>
    public string Key => RequestKey.DigestOf(Person is { } person ? $"person\n{person}" : $"{Name}\n{Scope}");
}

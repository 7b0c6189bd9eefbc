namespace Hierarchy.Grains;

/// <summary>Who gives a command.</summary>
/// <param name="Name">The name recorded in the history.</param>
/// <param name="Scope">The unit at or below which the caller may act; null for an administrator, <see cref="Nowhere"/> for none.</param>
/// <param name="Person">The id of the person who has signed in, or whose token it is; null where nobody signs in.</param>
/// <param name="Loads">Whether the commands are those of a file that the person has loaded.</param>
/// <param name="Session">Id of the sign-in session or of the token; null for none.</param>
/// <param name="Address">The network address that the server saw; null if it was not determined.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.caller")]
public sealed record Caller(string Name, string? Scope, string? Person = null, bool Loads = false, string? Session = null, string? Address = null)
{
    /// <summary>The system itself, which loads data and delivers messages.</summary>
    public static readonly Caller System = new("system", null);

    /// <summary>The scope of a person who has no right yet. No unit has this id.</summary>
    public const string Nowhere = "";

    /// <summary>Whether its request ids identify their content, as those of messages and of the loader do.</summary>
    public bool IsSystem => Loads || this == System;

    /// <summary>Distinguishes the caller's requests from those of others: a digest of the person's id or, where nobody signs in, of name
    /// and scope.</summary>
    public string Key => RequestKey.DigestOf(Person is { } person ? $"person\n{person}" : $"{Name}\n{Scope}");
}

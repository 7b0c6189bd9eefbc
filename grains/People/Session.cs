namespace Hierarchy.Grains.People;

/// <summary>The period in which a browser acts for a signed-in person. Only a hash of the browser's token is stored.</summary>
/// <param name="Person">Who has signed in.</param>
/// <param name="Began">When the person signed in.</param>
/// <param name="Until">When it ends.</param>
public sealed record Session(string Person, DateTimeOffset Began, DateTimeOffset Until)
{
    /// <summary>Maximum number of concurrent sessions of a person; one more ends the oldest.</summary>
    public const int PerPersonMax = 20;
}

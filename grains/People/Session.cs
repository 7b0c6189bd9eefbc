namespace Hierarchy.Grains.People;

/// <summary>The time in which a browser acts for somebody who has signed in. Of what the browser shows for it no more than a hash is
/// kept.</summary>
/// <param name="Person">Who has signed in.</param>
/// <param name="Began">When the person signed in.</param>
/// <param name="Until">When it ends.</param>
public sealed record Session(string Person, DateTimeOffset Began, DateTimeOffset Until)
{
    /// <summary>Sessions of a person that go on at once; a further one ends the oldest.</summary>
    public const int PerPersonMax = 20;
}

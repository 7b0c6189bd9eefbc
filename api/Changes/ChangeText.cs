namespace Hierarchy.Api.Changes;

/// <summary>The text of a change.</summary>
internal static class ChangeText
{
    /// <summary>A person is shown by the present name, which may be a pseudonym; anybody else as recorded.</summary>
    public static string ActorOf(StoredEvent change, IPeople people) =>
        change.Origin.Person is { } id && people.Find(id) is { } person ? person.Name : change.Actor;

    /// <param name="change">The change.</param>
    /// <param name="title">Title of the obligation concerned; empty for other events.</param>
    /// <param name="directory">Source of the names of units.</param>
    /// <param name="people">Source of the names of people.</param>
    public static string SummaryOf(StoredEvent change, string title, IUnitDirectory directory, IPeople people) => Summary.Of(
        change.Event, VietnameseDay.Of(change.At), title, unit => directory.Find(unit)?.Name ?? unit, person => people.Find(person)?.Name ?? person);
}

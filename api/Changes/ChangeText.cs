namespace Hierarchy.Api.Changes;

/// <summary>What a change is shown as.</summary>
internal static class ChangeText
{
    /// <summary>A person goes by the name of today, which may have been replaced; anybody else by what the record says.</summary>
    public static string ActorOf(StoredEvent change, IPeople people) =>
        change.Origin.Person is { } id && people.Find(id) is { } person ? person.Name : change.Actor;

    /// <param name="change">What was done.</param>
    /// <param name="title">Of the obligation that it was done to; empty for other events.</param>
    /// <param name="directory">Knows the names of units.</param>
    /// <param name="people">Know the names of people.</param>
    public static string SummaryOf(StoredEvent change, string title, IUnitDirectory directory, IPeople people) => Summary.Of(
        change.Event, VietnameseDay.Of(change.At), title, unit => directory.Find(unit)?.Name ?? unit, person => people.Find(person)?.Name ?? person);
}

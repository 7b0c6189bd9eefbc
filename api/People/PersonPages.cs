namespace Hierarchy.Api.People;

/// <summary>A page of people.</summary>
internal sealed record PersonConnection(IReadOnlyList<PersonEdge> Edges, PageInfo PageInfo)
{
    public IEnumerable<Person> Nodes => Edges.Select(edge => edge.Node);

    /// <summary>People with a grant at the unit or below whom the reader may see, by name.</summary>
    public static PersonConnection Under(
        string unit, Role? role, int? first, string? after, Reader reader, IGrants grants, Judge judge, IPeople people, IUnitDirectory directory)
    {
        var size = Texts.PageSize(first, ObligationPages.PageUsual, ObligationPages.PageMax);
        var operators = directory.Find(unit) is { Parent: null } && role is null or Role.Administrator && reader.ReadsAnythingAt(unit)
            ? people.All().Where(person => people.IsAdministrator(person.Id)).Select(person => person.Id)
            : [];
        var byName = grants.Units.Where(giver => directory.IsAtOrBelow(giver, unit) && reader.ReadsAnythingAt(giver))
            .SelectMany(grants.OfUnit).Where(grant => (role is null || grant.Role == role) && judge.Holds(grant, reader.Today))
            .Select(grant => grant.Person).Concat(operators).Distinct()
            .Select(people.Find).OfType<Person>()
            .OrderBy(person => Vietnamese.SortKey(person.Name), StringComparer.Ordinal).ThenBy(person => person.Id, StringComparer.Ordinal);
        var begin = after is null ? default((string Name, string Id)?) : Cursors.ReadPerson(after);
        var rest = byName.Where(person => begin is not { } place || ComesAfter(person, place)).Take(size + 1).ToArray();
        PersonEdge[] edges = [.. rest.Take(size).Select(person => new PersonEdge(Cursors.WritePerson(person), person))];
        return new(edges, new PageInfo(rest.Length > size, after is not null, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor));
    }

    private static bool ComesAfter(Person person, (string Name, string Id) place) =>
        string.CompareOrdinal(Vietnamese.SortKey(person.Name), Vietnamese.SortKey(place.Name)) switch
        {
            0 => string.CompareOrdinal(person.Id, place.Id) > 0,
            var byName => byName > 0,
        };
}

internal sealed record PersonEdge(string Cursor, Person Node);

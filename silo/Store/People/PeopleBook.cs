namespace Hierarchy.Store.People;

/// <summary>People and tokens in memory, filled by a store. Readers never wait.</summary>
public abstract class PeopleBook
{
    private readonly ConcurrentDictionary<string, Person> _people = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _bySubject = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _byEmail = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, ServiceToken> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _administrators = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();

    /// <inheritdoc cref="IPeople.Find"/>
    public Person? Find(string id) => _people.GetValueOrDefault(id);

    /// <inheritdoc cref="IPeople.OfSubject"/>
    public Person? OfSubject(string subject) => _bySubject.TryGetValue(subject, out var id) ? Find(id) : null;

    /// <inheritdoc cref="IPeople.OfEmail"/>
    public Person? OfEmail(string email) => _byEmail.TryGetValue(email, out var id) ? Find(id) : null;

    /// <inheritdoc cref="IPeople.OfHash"/>
    public ServiceToken? OfHash(ReadOnlySpan<byte> hash) => _tokens.GetValueOrDefault(Convert.ToHexString(hash));

    /// <inheritdoc cref="IPeople.AdministratorSince"/>
    public DateTimeOffset? AdministratorSince(string person) => _administrators.TryGetValue(person, out var since) ? since : null;

    /// <inheritdoc cref="IPeople.All"/>
    public IReadOnlyList<Person> All() => [.. _people.Values.OrderBy(person => person.Id, StringComparer.Ordinal)];

    /// <summary>Adds a person who is on disk, or replaces the earlier state.</summary>
    private protected void Put(Person person)
    {
        lock (_writing)
        {
            if (_people.TryGetValue(person.Id, out var before))
            {
                Forget(_bySubject, before.Subject, person.Id);
                Forget(_byEmail, before.Email, person.Id);
            }
            _people[person.Id] = person;
            if (person.Subject is { } subject)
            {
                _bySubject[subject] = person.Id;
            }
            if (person.Email is { } email)
            {
                _byEmail[email] = person.Id;
            }
        }
    }

    private protected void Put(ReadOnlySpan<byte> hash, ServiceToken token) => _tokens[Convert.ToHexString(hash)] = token;

    /// <param name="since">Null if the person is no longer an administrator.</param>
    private protected void SetAdministrator(string person, DateTimeOffset? since)
    {
        if (since is { } begin)
        {
            _administrators.TryAdd(person, begin);
        }
        else
        {
            _administrators.TryRemove(person, out _);
        }
    }

    // Removes the key only if it still belongs to this person.
    private static void Forget(ConcurrentDictionary<string, string> keys, string? key, string id)
    {
        if (key is not null)
        {
            keys.TryRemove(KeyValuePair.Create(key, id));
        }
    }
}

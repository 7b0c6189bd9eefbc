namespace Hierarchy.Store.People;

/// <summary>People and tokens without a database; the reference for <see cref="PostgresPeople"/>.</summary>
public sealed class MemoryPeople : PeopleBook, IPeople
{
    private readonly ConcurrentDictionary<string, byte[]> _hashes = [];
    private readonly Dictionary<string, string> _requests = [];
    private readonly Lock _writing = new();

    /// <inheritdoc/>
    public Task CatchUpAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<Refusal?> RegisterAsync(Person person, PeopleRequest? request, DateTimeOffset now, CancellationToken cancellation)
    {
        lock (_writing)
        {
            return Task.FromResult(person.Fault() ?? Register(person, request));
        }
    }

    /// <inheritdoc/>
    public async Task<Refusal?> PseudonymiseAsync(
        string person, string reason, PeopleRequest request, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await RegisterAsync(new Person(person, Person.Nameless, null, null), request, now, cancellation) is { } refusal)
        {
            return refusal;
        }
        await RevokeTokensAsync(person, now, cancellation);
        return null;
    }

    /// <inheritdoc/>
    public Task<bool> BindAsync(string person, string email, string subject, CancellationToken cancellation)
    {
        lock (_writing)
        {
            if (OfSubject(subject) is null && Find(person) is { Subject: null } known && OfEmail(email)?.Id == person)
            {
                Put(known with { Subject = subject });
            }
            return Task.FromResult(OfSubject(subject)?.Id == person);
        }
    }

    /// <inheritdoc/>
    public Task MakeAdministratorAsync(string person, DateTimeOffset now, CancellationToken cancellation)
    {
        SetAdministrator(person, now);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> EndAdministratorAsync(string person, bool mayBeLast, DateTimeOffset now, CancellationToken cancellation)
    {
        lock (_writing)
        {
            if (mayBeLast || All().Any(other => other.Id != person && AdministratorSince(other.Id) is not null))
            {
                SetAdministrator(person, null);
            }
            return Task.FromResult(AdministratorSince(person) is null);
        }
    }

    /// <inheritdoc/>
    public Task AddTokenAsync(byte[] hash, string person, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellation)
    {
        _hashes[Convert.ToHexString(hash)] = hash;
        Put(hash, new ServiceToken(person, until, IsRevoked: false));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> RevokeTokensAsync(string person, DateTimeOffset now, CancellationToken cancellation)
    {
        var ended = 0;
        foreach (var hash in _hashes.Values)
        {
            if (OfHash(hash) is { IsRevoked: false } token && token.Person == person && token.Until > now)
            {
                Put(hash, token with { IsRevoked = true });
                ended++;
            }
        }
        return Task.FromResult(ended);
    }

    private Refusal? Register(Person person, PeopleRequest? request)
    {
        if (request is not null && _requests.TryGetValue(request.Id, out var digest))
        {
            return digest == request.Digest
                ? null
                : Refusal.Conflict("You have used this requestId for another change: choose a new one.", "requestId");
        }
        var taken = person.Subject is { } subject && (OfSubject(subject)?.Id ?? person.Id) != person.Id ? "subject"
            : person.Email is { } email && (OfEmail(email)?.Id ?? person.Id) != person.Id ? "email"
            : null;
        if (taken is not null)
        {
            return Refusal.Conflict($"Another person has this {taken} already.", taken);
        }
        Put(person);
        if (request is not null)
        {
            _requests[request.Id] = request.Digest;
        }
        return null;
    }
}

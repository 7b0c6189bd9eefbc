namespace Hierarchy.Store.People;

/// <summary>Sessions and cookie keys without a database; the reference for the PostgreSQL classes.</summary>
public sealed class MemorySessions : ISessions, ISessionKeys
{
    private readonly SessionBook _book = new();
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();

    /// <inheritdoc/>
    public Session? OfHash(ReadOnlySpan<byte> hash) => _book.OfHash(hash);

    /// <inheritdoc/>
    public DateTimeOffset? AllEnded(string person) => _book.AllEnded(person);

    /// <inheritdoc/>
    public Task AddAsync(byte[] hash, Session session, CancellationToken cancellation)
    {
        lock (_writing)
        {
            _book.Put(hash, session);
            foreach (var (oldest, _) in _book.Of(session.Person).OrderByDescending(other => other.Session.Began).Skip(Session.PerPersonMax))
            {
                _book.End(oldest);
            }
            _book.Forget(session.Began);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task EndAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellation)
    {
        _book.End(hash);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> EndAllAsync(string person, DateTimeOffset now, CancellationToken cancellation)
    {
        lock (_writing)
        {
            var ended = _book.Of(person).Count(held => held.Session.Until > now && _book.OfHash(held.Hash) is not null);
            _book.EndAll(person, now);
            return Task.FromResult(ended);
        }
    }

    /// <inheritdoc/>
    public Task CatchUpAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public IReadOnlyList<string> All()
    {
        lock (_writing)
        {
            return [.. _keys.Values];
        }
    }

    /// <inheritdoc/>
    public void Add(string name, string xml)
    {
        lock (_writing)
        {
            _keys[name] = xml;
        }
    }
}

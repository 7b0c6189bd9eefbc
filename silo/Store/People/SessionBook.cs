namespace Hierarchy.Store.People;

/// <summary>Sessions in memory, filled by a store. Readers never wait.</summary>
internal sealed class SessionBook
{
    /// <summary>How long an expired session is kept, so that it can be told from an unknown one.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);

    public Session? OfHash(ReadOnlySpan<byte> hash) =>
        _sessions.TryGetValue(Convert.ToHexString(hash), out var session) && !(AllEnded(session.Person) >= session.Began) ? session : null;

    public DateTimeOffset? AllEnded(string person) => _ended.TryGetValue(person, out var at) ? at : null;

    public void Put(ReadOnlySpan<byte> hash, Session session) => _sessions[Convert.ToHexString(hash)] = session;

    public void End(ReadOnlySpan<byte> hash) => _sessions.TryRemove(Convert.ToHexString(hash), out _);

    public void EndAll(string person, DateTimeOffset at) => _ended[person] = at;

    public IEnumerable<(byte[] Hash, Session Session)> Of(string person) =>
        from entry in _sessions where entry.Value.Person == person select (Convert.FromHexString(entry.Key), entry.Value);

    public void Forget(DateTimeOffset now)
    {
        foreach (var (hash, session) in _sessions)
        {
            if (session.Until + KeptFor < now)
            {
                _sessions.TryRemove(hash, out _);
            }
        }
    }
}

namespace Hierarchy.Grains.Ports;

/// <summary>The sign-in sessions. Thread-safe.</summary>
/// <remarks>Reads come from memory, as in <see cref="IPeople"/>; <see cref="CatchUpAsync"/> loads what other processes have
/// written.</remarks>
public interface ISessions
{
    /// <summary>The session with this SHA-256, even if expired; null when there is none or it was ended.</summary>
    Session? OfHash(ReadOnlySpan<byte> hash);

    /// <summary>All sessions and provider tokens of the person that began at or before this instant are ended; null when none
    /// are.</summary>
    DateTimeOffset? AllEnded(string person);

    /// <summary>Stores a session of a known person, ends the oldest beyond <see cref="Session.PerPersonMax"/>, and removes sessions that
    /// expired more than a day ago.</summary>
    /// <exception cref="StoreUnavailableException">The outcome is unknown.</exception>
    Task AddAsync(byte[] hash, Session session, CancellationToken cancellation);

    /// <summary>Ends a session. Idempotent.</summary>
    /// <exception cref="StoreUnavailableException">The outcome is unknown: repeat the call.</exception>
    Task EndAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Ends all sessions of a known person.</summary>
    /// <returns>The number of sessions that had not ended before.</returns>
    /// <exception cref="StoreUnavailableException">The outcome is unknown: repeat the call.</exception>
    Task<int> EndAllAsync(string person, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Loads what other processes have written.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    Task CatchUpAsync(CancellationToken cancellation);
}

/// <summary>The keys that encrypt cookies, the same in every process.</summary>
public interface ISessionKeys
{
    /// <summary>All keys, as XML.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read.</exception>
    IReadOnlyList<string> All();

    /// <summary>Stores a key, or a note about a key, under a unique name.</summary>
    /// <exception cref="StoreUnavailableException">The outcome is unknown.</exception>
    void Add(string name, string xml);
}

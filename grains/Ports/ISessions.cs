namespace Hierarchy.Grains.Ports;

/// <summary>Who has signed in, and until when. Thread-safe.</summary>
/// <remarks>What is asked is answered from memory, as <see cref="IPeople"/> does; what other processes write it takes in by <see
/// cref="CatchUpAsync"/>.</remarks>
public interface ISessions
{
    /// <summary>The session whose SHA-256 this is, one whose time is over too; null when there is none or it was ended.</summary>
    Session? OfHash(ReadOnlySpan<byte> hash);

    /// <summary>Whatever a person began before or at this instant was ended, sessions and tokens of the provider alike; null when nothing
    /// was.</summary>
    DateTimeOffset? AllEnded(string person);

    /// <summary>Keeps a session of a known person, ends the oldest beyond <see cref="Session.PerPersonMax"/>, and forgets those whose time
    /// was over a day ago.</summary>
    /// <exception cref="StoreUnavailableException">Nothing is known about it.</exception>
    Task AddAsync(byte[] hash, Session session, CancellationToken cancellation);

    /// <summary>Ends a session. Idempotent.</summary>
    /// <exception cref="StoreUnavailableException">Nothing is known about it; repeat it.</exception>
    Task EndAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Ends all that a known person has begun by signing in.</summary>
    /// <returns>How many sessions had not ended yet.</returns>
    /// <exception cref="StoreUnavailableException">Nothing is known about it; repeat it.</exception>
    Task<int> EndAllAsync(string person, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Takes in what other processes have written.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    Task CatchUpAsync(CancellationToken cancellation);
}

/// <summary>The keys that cookies are sealed with, the same in every process.</summary>
public interface ISessionKeys
{
    /// <summary>All of them, as XML.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read.</exception>
    IReadOnlyList<string> All();

    /// <summary>Keeps one, or a note about one, under a name of its own.</summary>
    /// <exception cref="StoreUnavailableException">Nothing is known about it.</exception>
    void Add(string name, string xml);
}

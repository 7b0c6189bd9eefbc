namespace Hierarchy.Grains.Ports;

/// <summary>The people who may use the system, and their service tokens. Thread-safe.</summary>
/// <remarks>Reads come from memory, so that requests of strangers never reach the database. They include everything that this process has
/// written; <see cref="CatchUpAsync"/> loads what other processes have written.</remarks>
public interface IPeople
{
    /// <summary>Null when there is no such person.</summary>
    Person? Find(string id);

    /// <summary>The person with this subject at the identity provider; null when there is none.</summary>
    Person? OfSubject(string subject);

    /// <summary>The person with this e-mail address, ignoring case; null when there is none.</summary>
    Person? OfEmail(string email);

    /// <summary>The token with this SHA-256, even if expired or revoked; null when there is none.</summary>
    ServiceToken? OfHash(ReadOnlySpan<byte> hash);

    /// <summary>Whether an operator has made this person an administrator of everything.</summary>
    bool IsAdministrator(string person) => AdministratorSince(person) is not null;

    /// <summary>Since when an operator has made this person an administrator; null otherwise.</summary>
    DateTimeOffset? AdministratorSince(string person);

    /// <summary>All people, ordered by id.</summary>
    /// <remarks>Cost: all people.</remarks>
    IReadOnlyList<Person> All();

    /// <summary>Loads what other processes have written.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    Task CatchUpAsync(CancellationToken cancellation);

    /// <summary>Registers a person, or changes the name, address and subject of a known one.</summary>
    /// <param name="request">The request, whose repeat gets the first answer; null if a repeat does no harm.</param>
    /// <returns>The refusal; null when done.</returns>
    /// <exception cref="StoreUnavailableException">The outcome is unknown: repeat the call.</exception>
    Task<Refusal?> RegisterAsync(Person person, PeopleRequest? request, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Removes a known person's name, address and subject for good, and ends the person's tokens.</summary>
    /// <param name="reason">Recorded in the security log.</param>
    /// <exception cref="StoreUnavailableException">The outcome is unknown: repeat the call.</exception>
    Task<Refusal?> PseudonymiseAsync(string person, string reason, PeopleRequest request, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Binds the provider's subject to a person who has none yet and still has this address, unless somebody else has that
    /// subject.</summary>
    /// <returns>Whether the subject is bound to the person.</returns>
    /// <exception cref="StoreUnavailableException">The outcome is unknown: repeat the call.</exception>
    Task<bool> BindAsync(string person, string email, string subject, CancellationToken cancellation);

    /// <summary>Makes a known person an administrator of all trees. Idempotent.</summary>
    Task MakeAdministratorAsync(string person, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Reverses <see cref="MakeAdministratorAsync"/>. Idempotent.</summary>
    /// <param name="mayBeLast">Whether somebody else is an administrator by a grant. If not, the last administrator here stays, even if two
    /// are ended at the same time.</param>
    /// <returns>Whether the person is no longer such an administrator.</returns>
    Task<bool> EndAdministratorAsync(string person, bool mayBeLast, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Stores a token of a known person.</summary>
    Task AddTokenAsync(byte[] hash, string person, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Ends all tokens of a person.</summary>
    /// <returns>The number of tokens that had not ended before.</returns>
    Task<int> RevokeTokensAsync(string person, DateTimeOffset now, CancellationToken cancellation);
}

/// <summary>Identifies a request and its repeats.</summary>
/// <param name="Id">The caller's key together with the request id that the caller chose.</param>
/// <param name="Digest">Digest of the request's content.</param>
public sealed record PeopleRequest(string Id, string Digest);

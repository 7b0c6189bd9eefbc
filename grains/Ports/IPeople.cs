namespace Hierarchy.Grains.Ports;

/// <summary>Who may ask: people and their service tokens. Thread-safe.</summary>
/// <remarks>
/// What is asked is answered from memory, so that strangers who knock cost no database. It is current with everything that this process
/// writes; what other processes write it takes in by <see cref="CatchUpAsync"/>.
/// </remarks>
public interface IPeople
{
    /// <summary>Null when there is no such person.</summary>
    Person? Find(string id);

    /// <summary>The person that the identity provider names so; null when nobody is.</summary>
    Person? OfSubject(string subject);

    /// <summary>The person with this address, whatever its case; null when nobody has it.</summary>
    Person? OfEmail(string email);

    /// <summary>The token whose SHA-256 this is, expired and revoked ones too; null when there is none.</summary>
    ServiceToken? OfHash(ReadOnlySpan<byte> hash);

    /// <summary>Whether an operator has made this person an administrator of everything.</summary>
    bool IsAdministrator(string person) => AdministratorSince(person) is not null;

    /// <summary>Since when; null for who is none.</summary>
    DateTimeOffset? AdministratorSince(string person);

    /// <summary>Everybody, by id.</summary>
    /// <remarks>Cost: all people.</remarks>
    IReadOnlyList<Person> All();

    /// <summary>Takes in what other processes have written.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    Task CatchUpAsync(CancellationToken cancellation);

    /// <summary>Registers a person, or changes the name, address and subject of a known one.</summary>
    /// <param name="request">What is answered as the first time when it comes again; null where a repeat does no harm.</param>
    /// <returns>The refusal, and null when it is done.</returns>
    /// <exception cref="StoreUnavailableException">Nothing is known about it; repeat it.</exception>
    Task<Refusal?> RegisterAsync(Person person, PeopleRequest? request, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Takes a known person's name, address and subject away for good, and ends the person's tokens.</summary>
    /// <param name="reason">Stands in the security log.</param>
    /// <exception cref="StoreUnavailableException">Nothing is known about it; repeat it.</exception>
    Task<Refusal?> PseudonymiseAsync(string person, string reason, PeopleRequest request, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Has the provider's subject mean a person from now on, where he has none yet, still has this address, and nobody else has
    /// that subject.</summary>
    /// <returns>Whether it does.</returns>
    /// <exception cref="StoreUnavailableException">Nothing is known about it; repeat it.</exception>
    Task<bool> BindAsync(string person, string email, string subject, CancellationToken cancellation);

    /// <summary>Makes a known person an administrator of everything, whatever its root. Idempotent.</summary>
    Task MakeAdministratorAsync(string person, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Ends what <see cref="MakeAdministratorAsync"/> has made. Idempotent.</summary>
    /// <param name="mayBeLast">Whether somebody else is an administrator by a grant: otherwise the last one here stays, also when two are
    /// ended at once.</param>
    /// <returns>Whether the person is none any more.</returns>
    Task<bool> EndAdministratorAsync(string person, bool mayBeLast, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Keeps a token of a known person.</summary>
    Task AddTokenAsync(byte[] hash, string person, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Ends all tokens of a person.</summary>
    /// <returns>How many of them had not ended yet.</returns>
    Task<int> RevokeTokensAsync(string person, DateTimeOffset now, CancellationToken cancellation);
}

/// <summary>What tells a repeated request from another one.</summary>
/// <param name="Id">Whose it is, and the id that he gave it.</param>
/// <param name="Digest">Of all that it asks for.</param>
public sealed record PeopleRequest(string Id, string Digest);

namespace Hierarchy.Grains.Ports;

/// <summary>Who came in, who went and who was refused. What is written stays for a bounded time.</summary>
/// <remarks>Faults as for <see cref="IEventStore"/>.</remarks>
public interface ISecurityLog
{
    Task AppendAsync(IReadOnlyList<SecurityEvent> events, CancellationToken cancellation);

    /// <summary>Forgets what is too old, and what is beyond the number of rows that are kept.</summary>
    Task TrimAsync(CancellationToken cancellation);

    /// <summary>A page, newest first.</summary>
    /// <param name="from">The first instant that is asked for.</param>
    /// <param name="until">The first that is no longer.</param>
    /// <param name="before">Only what was written before the row of this number.</param>
    Task<ImmutableArray<(long Id, SecurityEvent Event)>> ReadAsync(
        DateTimeOffset from, DateTimeOffset until, long before, int first, CancellationToken cancellation);
}

/// <summary>Something that happened at the door, once or several times within a minute. Holds ids and addresses, never a secret.</summary>
/// <param name="At">The last time.</param>
/// <param name="What">One of <see cref="SecurityEvents"/>.</param>
/// <param name="Code">What was answered; null for what was not refused.</param>
/// <param name="Person">Whose it is, as far as that is known.</param>
/// <param name="Address">Of the network, as the server saw it; null for what an operator did on the machine.</param>
public sealed record SecurityEvent(DateTimeOffset At, string What, string? Code, string? Person, string? Address, int Count)
{
    /// <summary>Why, in the words of who did it; null where nobody was asked.</summary>
    public string? Note { get; init; }
}

/// <summary>The words of the log; they stay what they are.</summary>
public static class SecurityEvents
{
    public const string SignedIn = "signed-in";
    public const string SignedOut = "signed-out";
    public const string SignInRefused = "sign-in-refused";
    public const string TokenUnknown = "token-unknown";
    public const string TokenExpired = "token-expired";
    public const string TokenRevoked = "token-revoked";
    public const string NobodyKnown = "nobody-known";
    public const string Forbidden = "forbidden";
    public const string TokenGiven = "token-given";
    public const string TokensRevoked = "tokens-revoked";
    public const string SessionsEnded = "sessions-ended";
    public const string AdministratorMade = "administrator-made";
    public const string AdministratorEnded = "administrator-ended";
    public const string Pseudonymised = "pseudonymised";
}

namespace Hierarchy.Grains.Ports;

/// <summary>The log of sign-ins, sign-outs and refusals. Entries are kept for a bounded time.</summary>
/// <remarks>Faults as for <see cref="IEventStore"/>.</remarks>
public interface ISecurityLog
{
    Task AppendAsync(IReadOnlyList<SecurityEvent> events, CancellationToken cancellation);

    /// <summary>Removes entries that are too old or exceed the maximum number of rows.</summary>
    Task TrimAsync(CancellationToken cancellation);

    /// <summary>A page, newest first.</summary>
    /// <param name="from">Start of the time range, inclusive.</param>
    /// <param name="until">End of the time range, exclusive.</param>
    /// <param name="before">Only rows before the one with this number.</param>
    Task<ImmutableArray<(long Id, SecurityEvent Event)>> ReadAsync(
        DateTimeOffset from, DateTimeOffset until, long before, int first, CancellationToken cancellation);
}

/// <summary>A security event that occurred once or several times within a minute. Holds ids and addresses, never a secret.</summary>
/// <param name="At">The time of the last occurrence.</param>
/// <param name="What">One of <see cref="SecurityEvents"/>.</param>
/// <param name="Code">The error code of the refusal; null if nothing was refused.</param>
/// <param name="Person">The person concerned, if known.</param>
/// <param name="Address">The network address that the server saw; null for an operator's action on the machine.</param>
public sealed record SecurityEvent(DateTimeOffset At, string What, string? Code, string? Person, string? Address, int Count)
{
    /// <summary>The reason given by the actor; null if none was asked for.</summary>
    public string? Note { get; init; }
}

/// <summary>The values of <see cref="SecurityEvent.What"/>. They are stored and never change.</summary>
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

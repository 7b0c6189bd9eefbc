namespace Hierarchy.Api.Access;

/// <summary>Tokens of people that the system itself has made: found by their hash, until they end.</summary>
/// <remarks>Nothing else tells them from each other, and guessing one of 2^256 takes for ever: comparing their hashes in constant time
/// would hide nothing.</remarks>
public sealed class ServiceTokens(IPeople people, TimeProvider time)
{
    /// <summary>Days that a token lasts when nobody says otherwise.</summary>
    public const int DaysUsual = 90;

    /// <summary>Days that a token may last.</summary>
    public const int DaysMax = 366;

    /// <summary>So that whoever finds one knows what it is.</summary>
    private const string Prefix = "hst_";

    private const int RandomBytes = 32;

    /// <summary>A new token, which nobody can guess.</summary>
    public static string Create() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>What is kept of a token.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The end of a day, as it is said in Vietnam.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => new(day.AddDays(1), TimeOnly.MinValue, TimeSpan.FromHours(7));

    /// <summary>Whether a token may be one of these, valid or not.</summary>
    public static bool IsOne(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whose token it is; null when it is nobody's, has ended or was revoked.</summary>
    internal Visitor? Find(string token)
    {
        if (token.Length is 0 or > Tokens.LengthMax || !IsOne(token))
        {
            return null;
        }
        var hash = HashOf(token);
        return Holds() && people.OfHash(hash) is { } known && people.Find(known.Person) is { } person
            ? new Visitor(CallerOf(person, people) with { Session = IdOf("token", hash) }, Holds)
            : null;

        bool Holds() => people.OfHash(hash) is { IsRevoked: false, Until: var until } && time.GetUtcNow() < until;
    }

    /// <summary>What is known of a token, though it has ended; null when it is nobody's.</summary>
    internal ServiceToken? Known(string token) => token.Length is 0 or > Tokens.LengthMax ? null : people.OfHash(HashOf(token));

    /// <summary>What the record calls a token or a session by: enough of its hash to tell it from others, and nothing to guess it by.</summary>
    internal static string IdOf(string kind, byte[] hash) => $"{kind}:{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";

    /// <summary>On whose behalf a person's commands come: an administrator may do everything everywhere, others nothing until they are
    /// given a right.</summary>
    internal static Caller CallerOf(Person person, IPeople people) =>
        new(person.Id, people.IsAdministrator(person.Id) ? null : Caller.Nowhere, person.Id);
}

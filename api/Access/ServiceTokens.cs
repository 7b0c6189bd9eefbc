namespace Hierarchy.Api.Access;

/// <summary>Service tokens of people, issued by this system and found by their hash until they expire.</summary>
/// <remarks>Tokens are found by their hash, and guessing one of 2^256 is impossible: a constant-time comparison would protect
/// nothing.</remarks>
public sealed class ServiceTokens(IPeople people, TimeProvider time)
{
    /// <summary>Default lifetime in days.</summary>
    public const int DaysUsual = 90;

    /// <summary>Maximum lifetime in days.</summary>
    public const int DaysMax = 366;

    /// <summary>Identifies leaked tokens.</summary>
    private const string Prefix = "hst_";

    private const int RandomBytes = 32;

    /// <summary>Creates an unguessable token.</summary>
    public static string Create() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>The stored form of a token.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The end of a day in Vietnam.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => new(day.AddDays(1), TimeOnly.MinValue, TimeSpan.FromHours(7));

    /// <summary>Whether a token has the form of a service token, valid or not.</summary>
    public static bool IsOne(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The owner of a token; null if it is unknown, expired or revoked.</summary>
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

    /// <summary>The token's data, even if it has ended; null if unknown.</summary>
    internal ServiceToken? Known(string token) => token.Length is 0 or > Tokens.LengthMax ? null : people.OfHash(HashOf(token));

    /// <summary>The id of a token or session in the record: enough of its hash to identify it, too little to guess it.</summary>
    internal static string IdOf(string kind, byte[] hash) => $"{kind}:{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";

    /// <summary>The caller for a person: administrators may do everything everywhere, others nothing until they have a grant.</summary>
    internal static Caller CallerOf(Person person, IPeople people) =>
        new(person.Id, people.IsAdministrator(person.Id) ? null : Caller.Nowhere, person.Id);
}

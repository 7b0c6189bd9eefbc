using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Hierarchy.Api.Access.SignIn;

/// <summary>The sessions of browsers. A cookie says which one is meant, by a secret that only the browser has; whether it still goes on is
/// looked up.</summary>
internal sealed class Sessions(ISessions sessions, IPeople people, TimeProvider time)
{
    /// <summary>From the sign-in on, whatever is done meanwhile: a day's work.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromHours(12);

    /// <summary>The scheme that reads and writes the cookie.</summary>
    public const string Scheme = "session";

    private const string Claim = "session";

    /// <summary>Longer than it takes until all processes have heard of a session.</summary>
    private static readonly TimeSpan NewFor = TimeSpan.FromSeconds(5);

    private const int RandomBytes = 32;

    /// <summary>Whoever's session the cookie of a request names; null for nobody's.</summary>
    public async Task<Visitor?> FindAsync(HttpContext http)
    {
        if (!MayCount(http) || await http.AuthenticateAsync(Scheme) is not { Succeeded: true } ticket || HashOf(ticket.Principal) is not { } hash)
        {
            return null;
        }
        if (sessions.OfHash(hash) is null && time.GetUtcNow() - ticket.Properties!.IssuedUtc < NewFor)
        {
            // Begun at another process a moment ago, of which this one has not heard yet. Nobody can make such a cookie by himself.
            try
            {
                await sessions.CatchUpAsync(http.RequestAborted);
            }
            catch (StoreUnavailableException)
            {
                // Nobody's yet, as far as this process knows.
            }
        }
        if (!Holds() || people.Find(sessions.OfHash(hash)?.Person ?? "") is not { } person)
        {
            return null;
        }
        return new Visitor(ServiceTokens.CallerOf(person, people) with { Session = ServiceTokens.IdOf("session", hash) }, Holds);

        bool Holds() => sessions.OfHash(hash) is { } session && time.GetUtcNow() < session.Until && people.Find(session.Person) is not null;
    }

    /// <summary>A new session of somebody who has just signed in: what the cookie is made of.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written down.</exception>
    public async Task<ClaimsPrincipal> BeginAsync(Person person, AuthenticationProperties properties, CancellationToken cancellation)
    {
        var (secret, now) = (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes)), time.GetUtcNow());
        var session = new Session(person.Id, now, now + TimeMax);
        await sessions.AddAsync(HashOf(secret), session, cancellation);
        (properties.IssuedUtc, properties.ExpiresUtc, properties.AllowRefresh) = (now, session.Until, false);
        return new ClaimsPrincipal(new ClaimsIdentity([new Claim(Claim, secret)], Scheme));
    }

    /// <summary>Ends the session of a request, wherever it is open.</summary>
    /// <exception cref="StoreUnavailableException">It may go on.</exception>
    public async Task EndAsync(HttpContext http)
    {
        if (HashOf((await http.AuthenticateAsync(Scheme)).Principal) is { } hash)
        {
            await sessions.EndAsync(hash, time.GetUtcNow(), http.RequestAborted);
        }
    }

    /// <summary>A browser sends its cookies with whatever any page has it ask for, but not the page's name for another: what may change or
    /// stream something counts with an Origin alone, which the door has looked at.</summary>
    public static bool MayCount(HttpContext http) =>
        http.Request.Headers.Origin.Count > 0
        || (!http.WebSockets.IsWebSocketRequest && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)));

    private static byte[]? HashOf(ClaimsPrincipal? principal) => principal?.FindFirst(Claim) is { } claim ? HashOf(claim.Value) : null;

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Hierarchy.Api.Access.SignIn;

/// <summary>The sessions of browsers. A cookie names the session by a secret that only the browser has; whether it is still open is looked
/// up.</summary>
internal sealed class Sessions(ISessions sessions, IPeople people, TimeProvider time)
{
    /// <summary>Lifetime from the sign-in on, regardless of activity: a day's work.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromHours(12);

    /// <summary>The scheme that reads and writes the cookie.</summary>
    public const string Scheme = "session";

    private const string Claim = "session";

    /// <summary>Longer than it takes until all processes know a new session.</summary>
    private static readonly TimeSpan NewFor = TimeSpan.FromSeconds(5);

    private const int RandomBytes = 32;

    /// <summary>The owner of the session in a request's cookie; null for none.</summary>
    public async Task<Visitor?> FindAsync(HttpContext http)
    {
        if (!MayCount(http) || await http.AuthenticateAsync(Scheme) is not { Succeeded: true } ticket || HashOf(ticket.Principal) is not { } hash)
        {
            return null;
        }
        if (sessions.OfHash(hash) is null && time.GetUtcNow() - ticket.Properties!.IssuedUtc < NewFor)
        {
            // Another process may have created the session a moment ago. Nobody else can forge such a cookie.
            try
            {
                await sessions.CatchUpAsync(http.RequestAborted);
            }
            catch (StoreUnavailableException)
            {
                // This process still does not know it.
            }
        }
        if (!Holds() || people.Find(sessions.OfHash(hash)?.Person ?? "") is not { } person)
        {
            return null;
        }
        return new Visitor(ServiceTokens.CallerOf(person, people) with { Session = ServiceTokens.IdOf("session", hash) }, Holds);

        bool Holds() => sessions.OfHash(hash) is { } session && time.GetUtcNow() < session.Until && people.Find(session.Person) is not null;
    }

    /// <summary>Creates a session after a sign-in, and returns the content of its cookie.</summary>
    /// <exception cref="StoreUnavailableException">The session could not be stored.</exception>
    public async Task<ClaimsPrincipal> BeginAsync(Person person, AuthenticationProperties properties, CancellationToken cancellation)
    {
        var (secret, now) = (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes)), time.GetUtcNow());
        var session = new Session(person.Id, now, now + TimeMax);
        await sessions.AddAsync(HashOf(secret), session, cancellation);
        (properties.IssuedUtc, properties.ExpiresUtc, properties.AllowRefresh) = (now, session.Until, false);
        return new ClaimsPrincipal(new ClaimsIdentity([new Claim(Claim, secret)], Scheme));
    }

    /// <summary>Ends the session of a request in all processes.</summary>
    /// <exception cref="StoreUnavailableException">The session may still be open.</exception>
    public async Task EndAsync(HttpContext http)
    {
        if (HashOf((await http.AuthenticateAsync(Scheme)).Principal) is { } hash)
        {
            await sessions.EndAsync(hash, time.GetUtcNow(), http.RequestAborted);
        }
    }

    /// <summary>A browser attaches cookies to requests of any page, but an Origin is always the page's own. So requests that may change or
    /// stream something count only with an Origin, which <see cref="Door"/> has checked.</summary>
    public static bool MayCount(HttpContext http) =>
        http.Request.Headers.Origin.Count > 0
        || (!http.WebSockets.IsWebSocketRequest && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)));

    private static byte[]? HashOf(ClaimsPrincipal? principal) => principal?.FindFirst(Claim) is { } claim ? HashOf(claim.Value) : null;

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

using Hierarchy.Api.Access.SignIn;
using Microsoft.Extensions.Primitives;

namespace Hierarchy.Api.Access;

/// <summary>
/// Who may use the API: everybody as an administrator; or whoever brings a token of a file; or, where people sign in, whoever brings a
/// token of a person, of the provider where they sign in, or has a session.
/// </summary>
public sealed class AccessRules(Tokens? tokens, ServiceTokens? people = null, RefusedTokens? refused = null, PersonLimits? limits = null)
{
    private const string Refusal =
        """{"errors":[{"message":"A known token is needed: Authorization: Bearer …","extensions":{"code":"UNAUTHENTICATED"}}]}""";

    // The page leads there.
    private const string SignInRefusal =
        """{"errors":[{"message":"A session (/sign-in) or a known token is needed: Authorization: Bearer …","extensions":"""
        + """{"code":"UNAUTHENTICATED","signIn":"/sign-in"}}]}""";

    private const string StrangerRefusal =
        """{"errors":[{"message":"The token is valid, and its subject is nobody's here: an administrator registers the person with it """
        + """(registerPerson), or the person signs in at /sign-in once.","extensions":{"code":"FORBIDDEN"}}]}""";

    private const string UnjudgedRefusal =
        """{"errors":[{"message":"The sign-in provider does not answer, so its tokens cannot be judged: try again.","extensions":"""
        + """{"code":"UNAVAILABLE"}}]}""";

    private const string TooManyRefused =
        $$$"""{"errors":[{"message":"{{{TooManyOfAddress}}}","extensions":{"code":"{{{RefusedTokens.Code}}}"}}]}""";

    private const string TooManyOfAddress = "Too many tokens of this address were refused; wait a minute.";

    private const string NoAdministrator =
        """{"errors":[{"message":"This page is for administrators.","extensions":{"code":"FORBIDDEN"}}]}""";

    /// <summary>Admits whom the provider vouches for; null where people do not sign in at one.</summary>
    internal SignedIn? SignedIn { get; init; }

    /// <summary>Notes whom it refuses; null where nothing is kept.</summary>
    internal SecurityJournal? Journal { get; init; }

    private bool IsOpen => tokens is null && people is null;

    /// <summary>For the log line at start-up.</summary>
    public string Description => people is not null ? "people sign in"
        : tokens is null ? $"everybody is an administrator ({Tokens.Variable} is not set)"
        : $"{tokens.Count} tokens of {Tokens.Variable} may call";

    /// <summary>Null when the request may do nothing.</summary>
    internal Caller? CallerOf(HttpContext http) => VisitorOf(http)?.Caller;

    /// <summary>Null when the request may do nothing.</summary>
    internal Visitor? VisitorOf(HttpContext http) => IsOpen ? Anybody
        : At(http, http.Features.Get<Admission>() is { } known ? known.Visitor : Find(http.Request.Headers.Authorization));

    /// <summary>Looks whoever asks up before anything else, where that may take a question to the provider. A token goes before a
    /// session.</summary>
    internal async Task AdmitAsync(HttpContext http, RequestDelegate next)
    {
        http.Features.Set(
            Tokens.OfBearer(http.Request.Headers.Authorization) is { } token ? await FindTokenAsync(token) : await SignedIn!.FindAsync(http));
        await next(http);
    }

    /// <summary>Whose a WebSocket is, by the "authorization" of its connection_init or by its header; null closes it. A ping may bring a
    /// newer one.</summary>
    internal async ValueTask<object?> ConnectAsync(HttpContext http, JsonElement payload)
    {
        var given = AuthorizationIn(payload);
        var visitor = IsOpen ? Anybody
            : Tokens.OfBearer(given) is { } token ? At(http, (await FindTokenAsync(token)).Visitor) ?? VisitorOf(http)
            : VisitorOf(http);
        if (visitor is null)
        {
            var borne = Tokens.OfBearer(given ?? http.Request.Headers.Authorization);
            var isTooMany = IsOneTooMany(http, borne);
            NoteRefused(http, borne, isTooMany);
            if (isTooMany)
            {
                await refused!.SlowDownAsync(http.RequestAborted);
                throw new GraphQL.Transport.RequestRefusal(StatusCodes.Status429TooManyRequests, TooManyOfAddress, RefusedTokens.Code);
            }
        }
        return visitor;
    }

    /// <summary>Whether whoever holds a connection may go on.</summary>
    internal static bool Holds(object? caller) => caller is not Visitor visitor || visitor.Holds();

    /// <summary>The visitor whom a ping brings; null where it brings none.</summary>
    internal async ValueTask<object?> RenewAsync(HttpContext http, JsonElement payload) =>
        AuthorizationIn(payload) is null ? null : await ConnectAsync(http, payload);

    /// <summary>Lets a request of the API through, or answers 401. A WebSocket is judged later, by its first message.</summary>
    internal Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        if (IsOpen || http.WebSockets.IsWebSocketRequest)
        {
            return next(http);
        }
        if (VisitorOf(http) is { } visitor)
        {
            return limits?.MayAsk(visitor.Caller) != false ? next(http) : AnswerTooManyAsync(http, limits.TooManyRequests);
        }
        return http.Features.Get<Admission>() switch
        {
            { IsStranger: true } => ForbidAsync(http, person: null, StrangerRefusal),
            { IsUnjudged: true } => AnswerAsync(http, StatusCodes.Status503ServiceUnavailable, UnjudgedRefusal),
            _ => RefuseAsync(http, Tokens.OfBearer(http.Request.Headers.Authorization), "Bearer"),
        };
    }

    /// <summary>Lets an administrator through where what is asked for is marked by <see cref="AdministratorsOnly"/>: with 401 to a caller
    /// who is nobody, 403 to any other. A browser may bring the token as the password of its own sign-in, under any name.</summary>
    public Task GuardPagesAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<AdministratorsOnly>() is null)
        {
            return next(http);
        }
        var authorization = http.Request.Headers.Authorization;
        var password = Tokens.OfBasic(authorization);
        var caller = CallerOf(http) ?? (password is null ? null : FindToken(password)?.Caller);
        if (caller is { Scope: null })
        {
            return next(http);
        }
        if (caller is null)
        {
            return RefuseAsync(http, Tokens.OfBearer(authorization) ?? password, "Bearer", "Basic realm=\"Hierarchy\"");
        }
        return ForbidAsync(http, caller.Person, NoAdministrator);
    }

    private static readonly Visitor Anybody = Visitor.For(Callers.Anybody);

    /// <summary>With the address that a person asks from, which the record keeps.</summary>
    private static Visitor? At(HttpContext http, Visitor? visitor) => visitor is { Caller.Person: not null }
        ? visitor with { Caller = visitor.Caller with { Address = http.Connection.RemoteIpAddress?.ToString() } }
        : visitor;

    private Visitor? Find(string? authorization) => Tokens.OfBearer(authorization) is { } token ? FindToken(token) : null;

    private Visitor? FindToken(string token) => people is not null ? people.Find(token)
        : tokens?.Find(token) is { } caller ? Visitor.For(caller)
        : null;

    private async ValueTask<Admission> FindTokenAsync(string token) =>
        FindToken(token) is { } visitor ? new Admission(visitor)
        : SignedIn is null ? Admission.Refused
        : await SignedIn.FindAsync(token);

    private static string? AuthorizationIn(JsonElement payload)
    {
        if (payload.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in (ReadOnlySpan<string>)["authorization", "Authorization"])
            {
                if (payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                {
                    return value.GetString();
                }
            }
        }
        return null;
    }

    /// <summary>Counts a token that was refused; whoever brings none guesses nothing.</summary>
    private bool IsOneTooMany(HttpContext http, string? token) => token is not null && refused?.Count(http.Connection.RemoteIpAddress) == true;

    private static Task AnswerTooManyAsync(HttpContext http, string message)
    {
        http.Response.Headers.RetryAfter = "60";
        return AnswerAsync(
            http, StatusCodes.Status429TooManyRequests,
            $$$"""{"errors":[{"message":"{{{message}}}","extensions":{"code":"{{{PersonLimits.RequestsCode}}}"}}]}""");
    }

    private async Task RefuseAsync(HttpContext http, string? token, params string[] schemes)
    {
        var isTooMany = IsOneTooMany(http, token);
        NoteRefused(http, token, isTooMany);
        if (isTooMany)
        {
            await refused!.SlowDownAsync(http.RequestAborted);
        }
        http.Response.StatusCode = isTooMany ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized;
        if (isTooMany)
        {
            http.Response.Headers.RetryAfter = "60";
        }
        else
        {
            http.Response.Headers.WWWAuthenticate = new StringValues(schemes);
        }
        http.Response.ContentType = Accepts(http.Request, "application/graphql-response+json")
            ? "application/graphql-response+json; charset=utf-8"
            : "application/json; charset=utf-8";
        await http.Response.WriteAsync(
            isTooMany ? TooManyRefused : SignedIn is null ? Refusal : SignInRefusal, http.RequestAborted);
    }

    /// <summary>Whoever brings no token is told what is needed, as each browser is before it signs in: that is worth a line, too, but no
    /// name.</summary>
    private void NoteRefused(HttpContext http, string? token, bool isTooMany)
    {
        var known = token is null || people is null || !ServiceTokens.IsOne(token) ? null : people.Known(token);
        var what = token is null ? SecurityEvents.NobodyKnown
            : known is null ? SecurityEvents.TokenUnknown
            : known.IsRevoked ? SecurityEvents.TokenRevoked
            : SecurityEvents.TokenExpired;
        Journal?.Note(what, isTooMany ? "LIMIT_REFUSED_TOKENS" : ApiError.UnauthenticatedCode, known?.Person, http.Connection.RemoteIpAddress);
    }

    private Task ForbidAsync(HttpContext http, string? person, string body)
    {
        Journal?.Note(SecurityEvents.Forbidden, SecurityJournal.ForbiddenCode, person, http.Connection.RemoteIpAddress);
        return AnswerAsync(http, StatusCodes.Status403Forbidden, body);
    }

    private static Task AnswerAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(body, http.RequestAborted);
    }

    private static bool Accepts(HttpRequest request, string type)
    {
        StringValues accept = request.Headers.Accept;
        return accept.Any(value => value?.Contains(type, StringComparison.OrdinalIgnoreCase) == true);
    }
}

/// <summary>Marks an endpoint as one that administrators alone may ask; see <see cref="AccessRules.GuardPagesAsync"/>.</summary>
public sealed class AdministratorsOnly;

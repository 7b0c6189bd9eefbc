using Hierarchy.Api.Access.SignIn;
using Microsoft.Extensions.Primitives;

namespace Hierarchy.Api.Access;

/// <summary>Who may use the API: everybody as an administrator; or callers with a token from a file; or, where people sign in, callers with
/// a person's service token, an access token of the provider, or a session.</summary>
public sealed class AccessRules(Tokens? tokens, ServiceTokens? people = null, RefusedTokens? refused = null, PersonLimits? limits = null)
{
    private const string Refusal =
        """{"errors":[{"message":"A known token is needed: Authorization: Bearer …","extensions":{"code":"UNAUTHENTICATED"}}]}""";

    // The dashboard redirects there.
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

    /// <summary>Admits people authenticated by the provider; null without a provider.</summary>
    internal SignedIn? SignedIn { get; init; }

    /// <summary>Records refusals; null to record none.</summary>
    internal SecurityJournal? Journal { get; init; }

    private bool IsOpen => tokens is null && people is null;

    /// <summary>For the log line at start-up.</summary>
    public string Description => people is not null ? "people sign in"
        : tokens is null ? $"everybody is an administrator ({Tokens.Variable} is not set)"
        : $"{tokens.Count} tokens of {Tokens.Variable} may call";

    /// <summary>Null if the request is not admitted.</summary>
    internal Caller? CallerOf(HttpContext http) => VisitorOf(http)?.Caller;

    /// <summary>Null if the request is not admitted.</summary>
    internal Visitor? VisitorOf(HttpContext http) => IsOpen ? Anybody
        : At(http, http.Features.Get<Admission>() is { } known ? known.Visitor : Find(http.Request.Headers.Authorization));

    /// <summary>Identifies the caller before anything else, since that may involve the provider. A token takes precedence over a
    /// session.</summary>
    internal async Task AdmitAsync(HttpContext http, RequestDelegate next)
    {
        http.Features.Set(
            Tokens.OfBearer(http.Request.Headers.Authorization) is { } token ? await FindTokenAsync(token) : await SignedIn!.FindAsync(http));
        await next(http);
    }

    /// <summary>Identifies the caller of a WebSocket by the "authorization" of its connection_init or by its header; null closes it. A ping
    /// may carry a newer token.</summary>
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

    /// <summary>Whether the caller may keep the connection.</summary>
    internal static bool Holds(object? caller) => caller is not Visitor visitor || visitor.Holds();

    /// <summary>The visitor identified by a ping's token; null if it has none.</summary>
    internal async ValueTask<object?> RenewAsync(HttpContext http, JsonElement payload) =>
        AuthorizationIn(payload) is null ? null : await ConnectAsync(http, payload);

    /// <summary>Admits a request to the API, or answers 401. A WebSocket is checked later, by its first message.</summary>
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

    /// <summary>On endpoints marked with <see cref="AdministratorsOnly"/>, admits only administrators: answers 401 to unknown callers and
    /// 403 to all others. A browser may send the token as the password of basic authentication, with any name.</summary>
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

    /// <summary>Adds the person's network address, which the record keeps.</summary>
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

    /// <summary>Counts a refused token; a request without a token is no guess.</summary>
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

    /// <summary>A request without a token is told what is needed, like every browser before its sign-in: worth a log entry, but without a
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

/// <summary>Marks an endpoint as open only to administrators; see <see cref="AccessRules.GuardPagesAsync"/>.</summary>
public sealed class AdministratorsOnly;

using Microsoft.Extensions.Primitives;

namespace Hierarchy.Api.Access;

/// <summary>
/// Who may use the API: everybody as an administrator; or whoever brings a token of a file; or, where people sign in, whoever brings a token of
/// a person.
/// </summary>
public sealed class AccessRules(Tokens? tokens, ServiceTokens? people = null, RefusedTokens? refused = null)
{
    private const string Refusal =
        """{"errors":[{"message":"A known token is needed: Authorization: Bearer …","extensions":{"code":"UNAUTHENTICATED"}}]}""";

    private const string TooManyRefused =
        """{"errors":[{"message":"Too many tokens of this address were refused; wait a minute.","extensions":{"code":"LIMIT_REFUSED_TOKENS"}}]}""";

    private const string NoAdministrator =
        """{"errors":[{"message":"This page is for administrators.","extensions":{"code":"FORBIDDEN"}}]}""";

    private bool IsOpen => tokens is null && people is null;

    /// <summary>For the log line at start-up.</summary>
    public string Description => people is not null ? "people sign in"
        : tokens is null ? $"everybody is an administrator ({Tokens.Variable} is not set)"
        : $"{tokens.Count} tokens of {Tokens.Variable} may call";

    /// <summary>Null when the request may do nothing.</summary>
    internal Caller? CallerOf(HttpContext http) => VisitorOf(http)?.Caller;

    /// <summary>Null when the request may do nothing.</summary>
    internal Visitor? VisitorOf(HttpContext http) => IsOpen ? Anybody : At(http, Find(http.Request.Headers.Authorization));

    /// <summary>Whose a WebSocket is, by the "authorization" of its connection_init or by its header; null closes it. A ping may bring a newer
    /// one.</summary>
    internal ValueTask<object?> ConnectAsync(HttpContext http, JsonElement payload)
    {
        var given = AuthorizationIn(payload);
        var visitor = IsOpen ? Anybody : given is null ? VisitorOf(http) : At(http, Find(given)) ?? VisitorOf(http);
        if (visitor is null)
        {
            IsOneTooMany(http, Tokens.OfBearer(given ?? http.Request.Headers.Authorization));
        }
        return new(visitor);
    }

    /// <summary>Whether whoever holds a connection may go on.</summary>
    internal static bool Holds(object? caller) => caller is not Visitor visitor || visitor.Holds();

    /// <summary>The visitor whom a ping brings; null where it brings none.</summary>
    internal async ValueTask<object?> RenewAsync(HttpContext http, JsonElement payload) =>
        AuthorizationIn(payload) is null ? null : await ConnectAsync(http, payload);

    /// <summary>Lets a request of the API through, or answers 401. A WebSocket is judged later, by its first message.</summary>
    internal Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        if (IsOpen || http.WebSockets.IsWebSocketRequest || VisitorOf(http) is not null)
        {
            return next(http);
        }
        return RefuseAsync(http, Tokens.OfBearer(http.Request.Headers.Authorization), "Bearer");
    }

    /// <summary>Lets an administrator through where what is asked for is marked by <see cref="AdministratorsOnly"/>: with 401 to a caller who
    /// is nobody, 403 to any other. A browser may bring the token as the password of its own sign-in, under any name.</summary>
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
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(NoAdministrator, http.RequestAborted);
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

    private Task RefuseAsync(HttpContext http, string? token, params string[] schemes)
    {
        var isTooMany = IsOneTooMany(http, token);
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
        return http.Response.WriteAsync(isTooMany ? TooManyRefused : Refusal, http.RequestAborted);
    }

    private static bool Accepts(HttpRequest request, string type)
    {
        StringValues accept = request.Headers.Accept;
        return accept.Any(value => value?.Contains(type, StringComparison.OrdinalIgnoreCase) == true);
    }
}

/// <summary>Marks an endpoint as one that administrators alone may ask; see <see cref="AccessRules.GuardPagesAsync"/>.</summary>
public sealed class AdministratorsOnly;

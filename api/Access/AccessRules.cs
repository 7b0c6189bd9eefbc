using Microsoft.Extensions.Primitives;

namespace Hierarchy.Api.Access;

/// <summary>Who may use the API: everybody as an administrator, or, once tokens are configured, whoever brings one of them.</summary>
public sealed class AccessRules(Tokens? tokens)
{
    private const string Refusal =
        """{"errors":[{"message":"A known token is needed: Authorization: Bearer …","extensions":{"code":"UNAUTHENTICATED"}}]}""";

    private const string NoAdministrator =
        """{"errors":[{"message":"This page is for administrators.","extensions":{"code":"FORBIDDEN"}}]}""";

    /// <summary>For the log line at start-up.</summary>
    public string Description => tokens is null
        ? $"everybody is an administrator ({Tokens.Variable} is not set)"
        : $"{tokens.Count} tokens of {Tokens.Variable} may call";

    /// <summary>Null when the request may do nothing.</summary>
    internal Caller? CallerOf(HttpContext http) => tokens is null ? Callers.Anybody : tokens.FindBearer(http.Request.Headers.Authorization);

    /// <summary>Whose a WebSocket is, by the "authorization" of its connection_init or by its header; null closes it.</summary>
    internal ValueTask<object?> ConnectAsync(HttpContext http, JsonElement payload)
    {
        var caller = CallerOf(http);
        if (caller is null && payload.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in (ReadOnlySpan<string>)["authorization", "Authorization"])
            {
                if (payload.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                {
                    caller ??= tokens!.FindBearer(value.GetString());
                }
            }
        }
        return new(caller);
    }

    /// <summary>Lets a request of the API through, or answers 401. A WebSocket is judged later, by its first message.</summary>
    internal Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        if (tokens is null || http.WebSockets.IsWebSocketRequest || CallerOf(http) is not null)
        {
            return next(http);
        }
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        http.Response.Headers.WWWAuthenticate = "Bearer";
        http.Response.ContentType = Accepts(http.Request, "application/graphql-response+json")
            ? "application/graphql-response+json; charset=utf-8"
            : "application/json; charset=utf-8";
        return http.Response.WriteAsync(Refusal, http.RequestAborted);
    }

    /// <summary>Lets an administrator through where what is asked for is marked by <see cref="AdministratorsOnly"/>: with 401 to a caller who
    /// is nobody, 403 to any other. A browser may bring the token as the password of its own sign-in, under any name.</summary>
    public Task GuardPagesAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<AdministratorsOnly>() is null)
        {
            return next(http);
        }
        var caller = CallerOf(http) ?? tokens!.FindBasic(http.Request.Headers.Authorization);
        if (caller is { Scope: null })
        {
            return next(http);
        }
        http.Response.StatusCode = caller is null ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden;
        http.Response.Headers.WWWAuthenticate = caller is null ? new StringValues(["Bearer", "Basic realm=\"Hierarchy\""]) : default;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(caller is null ? Refusal : NoAdministrator, http.RequestAborted);
    }

    private static bool Accepts(HttpRequest request, string type)
    {
        StringValues accept = request.Headers.Accept;
        return accept.Any(value => value?.Contains(type, StringComparison.OrdinalIgnoreCase) == true);
    }
}

/// <summary>Marks an endpoint as one that administrators alone may ask; see <see cref="AccessRules.GuardPagesAsync"/>.</summary>
public sealed class AdministratorsOnly;

namespace Hierarchy.Api.Access;

/// <summary>
/// What every request passes first. A browser carries requests of any page to any address, so that one comes is no proof of what its user
/// wants: the host asked for must be one of ours (else 421), and a page that asks must be one of ours too (else 403). All answers get what
/// keeps them out of caches and from being taken for something else.
/// </summary>
public sealed class Door(AllowedHosts hosts)
{
    private static readonly string WrongHost = ErrorOf(
        $"This server does not answer for that host: {AllowedHosts.Variable} names those for which it does.", "HOST_NOT_ALLOWED");

    private static readonly string WrongOrigin = ErrorOf(
        $"Pages of that origin may not ask this server: {AllowedHosts.Variable} names those that may.", "ORIGIN_NOT_ALLOWED");

    /// <summary>What tells whether a process lives and is ready: whoever watches it asks by address, and learns nothing else.</summary>
    private static readonly PathString[] Open = ["/health", "/ready", "/alive"];

    /// <summary>Lets a request through, or answers it.</summary>
    public Task PassAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        var asked = http.Request.Headers;
        if (IsOpen(http.Request.Path))
        {
            return next(http);
        }
        if (asked.Host.Count != 1 || !hosts.Allow(asked.Host[0]))
        {
            return RefuseAsync(http, StatusCodes.Status421MisdirectedRequest, WrongHost);
        }
        return asked.Origin.Count == 0 || (asked.Origin.Count == 1 && hosts.AllowOrigin(asked.Origin[0], asked.Host[0]))
            ? next(http)
            : RefuseAsync(http, StatusCodes.Status403Forbidden, WrongOrigin);
    }

    private static bool IsOpen(PathString path)
    {
        foreach (var open in Open)
        {
            if (path.Equals(open))
            {
                return true;
            }
        }
        return false;
    }

    private static string ErrorOf(string message, string code) =>
        $$$"""{"errors":[{"message":"{{{message}}}","extensions":{"code":"{{{code}}}"}}]}""";

    private static Task RefuseAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(body, http.RequestAborted);
    }
}

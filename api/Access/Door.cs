namespace Hierarchy.Api.Access;

/// <summary>The first check of every request. A browser sends requests of any page to any address, so a request does not prove its user's
/// intent: the requested host must be an accepted one (else 421), and so must the page's origin (else 403). All answers get headers that
/// keep them out of caches and prevent content sniffing.</summary>
public sealed class Door(AllowedHosts hosts)
{
    private static readonly string WrongHost = ErrorOf(
        $"This server does not answer for that host: {AllowedHosts.Variable} names those for which it does.", "HOST_NOT_ALLOWED");

    private static readonly string WrongOrigin = ErrorOf(
        $"Pages of that origin may not ask this server: {AllowedHosts.Variable} names those that may.", "ORIGIN_NOT_ALLOWED");

    /// <summary>Health endpoints: monitors call them by address, and learn nothing else.</summary>
    private static readonly PathString[] Open = ["/health", "/ready", "/alive"];

    /// <summary>Passes a request on, or answers it.</summary>
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

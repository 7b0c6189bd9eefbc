using Hierarchy.Api.Access.SignIn;
using Microsoft.Net.Http.Headers;

namespace Hierarchy.Api.Dashboard;

/// <summary>Serves the dashboard: its page at each of its addresses, and the page's files.</summary>
internal static class DashboardPage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // The names of assets change with their content.
    private const string ForEver = "public, max-age=31536000, immutable";
    public const string AskEachTime = "no-cache";

    /// <summary>The addresses of the page's views.</summary>
    private static readonly string[] Views = ["/", "/units/{**rest}", "/obligations/{**rest}"];

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes, DashboardFiles files)
    {
        foreach (var view in Views)
        {
            routes.MapMethods(view, Reading, (RequestDelegate)(http => SendAsync(http, files.Index, Policy, AskEachTime))).WithMetadata(new PeopleOnly());
        }
        routes.MapMethods("/assets/{name}", Reading, (RequestDelegate)(http =>
        {
            if (files.FindAsset((string)http.Request.RouteValues["name"]!) is { } asset)
            {
                return SendAsync(http, asset, Policy, ForEver);
            }
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }));
    }

    /// <summary>Answers with a file in a coding that the browser accepts, or with 304 if the browser has it.</summary>
    public static Task SendAsync(HttpContext http, DashboardFile file, string policy, string caching)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = caching;
        headers.ETag = file.Tag;
        headers.Vary = HeaderNames.AcceptEncoding;
        if (http.Request.Headers.IfNoneMatch.Any(tags => tags?.Contains(file.Tag, StringComparison.Ordinal) == true))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        var content = file.Plain;
        if (file.Brotli.Length > 0 && Accepts(http.Request, "br"))
        {
            headers.ContentEncoding = "br";
            content = file.Brotli;
        }
        else if (file.Gzip.Length > 0 && Accepts(http.Request, "gzip"))
        {
            headers.ContentEncoding = "gzip";
            content = file.Gzip;
        }
        http.Response.ContentType = file.Type;
        http.Response.ContentLength = content.Length;
        return HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : http.Response.Body.WriteAsync(content, http.RequestAborted).AsTask();
    }

    private static bool Accepts(HttpRequest request, string coding) => request.GetTypedHeaders().AcceptEncoding
        .Any(accepted => accepted.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && accepted.Quality is not 0);
}

using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hierarchy.Api.Ide;

/// <summary>A page in which to write queries, for a browser that opens the address of the API. It loads nothing from elsewhere.</summary>
internal static class IdePage
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly byte[] Page = Encoding.UTF8.GetBytes(Resource.Text("ide.html"));
    private static readonly byte[] Script = Encoding.UTF8.GetBytes(Resource.Text("ide.js"));
    private static readonly byte[] Style = Encoding.UTF8.GetBytes(Resource.Text("ide.css"));

    public static Task ServeAsync(HttpContext http) => SendAsync(http, Page, "text/html; charset=utf-8");

    /// <summary>Serves what the page names.</summary>
    public static void MapAssets(IEndpointRouteBuilder routes, string path)
    {
        routes.MapGet(path + "/ide.js", (RequestDelegate)(http => SendAsync(http, Script, "text/javascript; charset=utf-8")));
        routes.MapGet(path + "/ide.css", (RequestDelegate)(http => SendAsync(http, Style, "text/css; charset=utf-8")));
    }

    public static bool IsAsset(PathString path, string api) => path.Equals(api + "/ide.js") || path.Equals(api + "/ide.css");

    private static Task SendAsync(HttpContext http, byte[] content, string type)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // A newer process may serve another page: the browser asks each time, on the same machine or network.
        headers.CacheControl = "no-cache";
        http.Response.ContentType = type;
        http.Response.ContentLength = content.Length;
        return http.Response.Body.WriteAsync(content, http.RequestAborted).AsTask();
    }
}

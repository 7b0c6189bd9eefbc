using Hierarchy.Api.Dashboard;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Hierarchy.Api.Ide;

/// <summary>Serves GraphiQL to a browser that opens the API's address. It is built with the dashboard and loads nothing from
/// elsewhere.</summary>
internal static class IdePage
{
    /// <remarks>Monaco, the editor, adds style elements to the page at run time, and uses images embedded in its style sheet. Scripts and
    /// workers come only from this site.</remarks>
    private const string Policy =
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] Answers = ["application/json", "application/graphql-response+json", "text/event-stream"];
    private static readonly StringComparer IgnoringCase = StringComparer.OrdinalIgnoreCase;

    /// <summary>Whether a request to the API's address prefers a page and contains no query.</summary>
    public static bool IsAsked(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Path.Equals(HierarchyApi.Path)
        && !request.Query.ContainsKey("query")
        && !SchemaPage.IsAsked(request)
        && PrefersPage(request.GetTypedHeaders());

    public static Task SendAsync(HttpContext http, DashboardFiles files) =>
        DashboardPage.SendAsync(http, files.Ide, Policy, DashboardPage.AskEachTime);

    private static bool PrefersPage(RequestHeaders headers) => IsPage(headers.Accept
        .Where(accepted => accepted.Quality is not 0 && (IsPage(accepted) || Answers.Contains(accepted.MediaType.Value, IgnoringCase)))
        .MaxBy(accepted => accepted.Quality ?? 1));

    private static bool IsPage(MediaTypeHeaderValue? accepted) => IgnoringCase.Equals(accepted?.MediaType.Value, "text/html");
}

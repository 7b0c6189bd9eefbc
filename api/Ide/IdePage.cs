using Hierarchy.Api.Dashboard;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Hierarchy.Api.Ide;

/// <summary>
/// GraphiQL, for a browser that opens the address of the API. It comes with the build of the dashboard and loads nothing from elsewhere.
/// </summary>
internal static class IdePage
{
    /// <remarks>
    /// Monaco, the editor, writes style elements into the page while it runs, and draws with images that stand in its style sheet. Scripts
    /// and workers come from here alone.
    /// </remarks>
    private const string Policy =
        "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] Answers = ["application/json", "application/graphql-response+json", "text/event-stream"];
    private static readonly StringComparer IgnoringCase = StringComparer.OrdinalIgnoreCase;

    /// <summary>True for a reader of the API's address that would rather have a page than an answer, and asks nothing.</summary>
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

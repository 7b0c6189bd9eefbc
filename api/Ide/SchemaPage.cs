using Hierarchy.Api.Dashboard;

namespace Hierarchy.Api.Ide;

/// <summary>Serves the contract as text, with descriptions, for tools that do not introspect: <c>GET /graphql?sdl</c>.</summary>
internal static class SchemaPage
{
    private const string Policy = "default-src 'none'; frame-ancestors 'none'";

    private static readonly DashboardFile Sdl = DashboardFiles.FileOf("schema.graphql", Encoding.UTF8.GetBytes(ApiSchema.Text), [], []);

    /// <summary>Whether the request has <c>?sdl</c>, with any value; a query takes precedence.</summary>
    public static bool IsAsked(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Path.Equals(HierarchyApi.Path)
        && request.Query.ContainsKey("sdl")
        && !request.Query.ContainsKey("query");

    public static Task SendAsync(HttpContext http) => DashboardPage.SendAsync(http, Sdl, Policy, DashboardPage.AskEachTime);
}

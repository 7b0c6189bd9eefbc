using Microsoft.Extensions.Hosting;

namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>Serves a schema over HTTP, WebSocket and server-sent events: the library's packages for that cannot be restored.</summary>
internal static class GraphQLEndpoints {
    /// <summary>Maps HTTP (POST, GET), <c>graphql-transport-ws</c> and the distinct mode of <c>graphql-sse</c> to one address, both modes
    /// of the latter to it with <c>/stream</c> behind. WebSockets need <c>app.UseWebSockets()</c> before.</summary>
    public static IEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder endpoints, string pattern, GraphQLServer server,
        GraphQLOptions? options = null) {
        var scopes = endpoints.ServiceProvider.GetRequiredService<IServiceScopeFactory>();
        var stopping = endpoints.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        var serving = new Serving(server, options ?? new(), scopes, stopping);
        var streams = new EventStreams(serving);
        var handler = new HttpHandler(serving, streams);
        var group = endpoints.MapGroup("");
        group.Map(pattern, http => serving.HandleAsync(http, handler.HandleAsync));
        group.Map($"{pattern.TrimEnd('/')}/stream", http => serving.HandleAsync(http, streams.HandleAsync));
        return group;
    }
}

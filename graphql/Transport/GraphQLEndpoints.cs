using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Hierarchy.GraphQL.Transport;

/// <summary>Serves a schema over HTTP, WebSocket and server-sent events.</summary>
public static class GraphQLEndpoints
{
    /// <summary>
    /// Maps GraphQL over HTTP (POST, GET), <c>graphql-transport-ws</c> and the distinct mode of <c>graphql-sse</c> to one address, and
    /// both modes of the latter to the same address with <c>/stream</c> behind it. WebSockets need <c>app.UseWebSockets()</c> before.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The address, such as <c>/graphql</c>.</param>
    /// <param name="engine">What is served.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>Conventions of all addresses, for authorisation and the like.</returns>
    public static IEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder endpoints, string pattern, GraphQLEngine engine,
        GraphQLOptions? options = null)
    {
        options ??= new();
        var scopes = endpoints.ServiceProvider.GetRequiredService<IServiceScopeFactory>();
        var stopping = endpoints.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        var serving = new Serving(engine, options, scopes, stopping);
        var http = new HttpHandler(serving);
        var streams = new StreamReservations(serving, http);
        var group = endpoints.MapGroup("");
        group.Map(pattern, http.HandleAsync);
        group.Map($"{pattern.TrimEnd('/')}/stream", streams.HandleAsync);
        return group;
    }
}

/// <summary>What the handlers of one endpoint share, with its counts of work under way.</summary>
internal sealed class Serving(GraphQLEngine engine, GraphQLOptions options, IServiceScopeFactory scopes, CancellationToken stopping)
{
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _running;
    private int _connections;

    public GraphQLEngine Engine { get; } = engine;
    public GraphQLOptions Options { get; } = options;
    public IServiceScopeFactory Scopes { get; } = scopes;
    public CancellationToken Stopping { get; } = stopping;

    /// <summary>Takes one of the places for executions; give it back with <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _running) <= Options.ConcurrencyMax)
        {
            return true;
        }
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _running);

    /// <summary>Takes one of the places for connections; 0 when there is one, else the status that refuses it.</summary>
    public int Connect(string? caller)
    {
        lock (_lock)
        {
            if (_connections >= Options.ConnectionsMax)
            {
                return StatusCodes.Status503ServiceUnavailable;
            }
            if (caller is not null)
            {
                var held = _held.GetValueOrDefault(caller);
                if (held >= Options.ConnectionsPerCallerMax)
                {
                    return StatusCodes.Status429TooManyRequests;
                }
                _held[caller] = held + 1;
            }
            _connections++;
            return 0;
        }
    }

    public void Disconnect(string? caller)
    {
        lock (_lock)
        {
            _connections--;
            if (caller is not null && --_held[caller] == 0)
            {
                _held.Remove(caller);
            }
        }
    }

    public GraphQLRequest Request(HttpContext http, ReadOnlyMemory<byte> query, string? documentId, string? operationName,
        JsonElement variables, object? caller) => new()
        {
            Query = query,
            DocumentId = documentId,
            OperationName = operationName,
            Variables = variables,
            Services = http.RequestServices,
            Caller = caller,
            AllowIntrospection = Options.AllowIntrospection(http),
        };

    /// <summary>Writes an answer and gives it back.</summary>
    public async Task AnswerAsync(HttpContext http, GraphQLResponse response, AnswerType type, int status)
    {
        using (response)
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = type == AnswerType.GraphQLJson ? MediaTypes.GraphQLJson : MediaTypes.Json;
            var coding = ContentCoding.Identity;
            if (response.Length > Options.CompressAboveBytes)
            {
                coding = Compression.Wanted(http.Request.Headers.AcceptEncoding);
                http.Response.Headers.Append("Vary", "Accept-Encoding");
            }
            if (coding == ContentCoding.Identity)
            {
                http.Response.ContentLength = response.Length;
                response.WriteTo(http.Response.BodyWriter);
            }
            else
            {
                Compression.Write(http.Response, response, coding);
            }
        }
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Refuses a request before it reaches the engine.</summary>
    public Task RefuseAsync(HttpContext http, AnswerType type, int status, string message, string code)
    {
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "1";
        }
        return AnswerAsync(http, Engine.Refuse(ResponseKind.RequestError, message, code), type, status);
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>What the handlers of one endpoint share, with its counts of work under way.</summary>
internal sealed class Serving(GraphQLServer server, GraphQLOptions options, IServiceScopeFactory scopes, CancellationToken stopping) {
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _running;
    private int _connections;

    public GraphQLServer Server => server;
    public GraphQLOptions Options => options;
    public IServiceScopeFactory Scopes => scopes;
    public CancellationToken Stopping => stopping;
    public QueueTotal Queued { get; } = new(options.AllQueuesBytesMax, options.ConnectionsMax);

    /// <summary>Takes one of the places for executions until disposed.</summary>
    /// <exception cref="Refusal">There is none.</exception>
    public Execution Enter() {
        if (Interlocked.Increment(ref _running) <= options.ConcurrencyMax) return new(this);

        Interlocked.Decrement(ref _running);
        throw new Refusal(Status503ServiceUnavailable, "Too many requests are under way; try again.", Codes.Overloaded);
    }

    /// <summary>Takes one of the places for connections until disposed.</summary>
    /// <exception cref="Refusal">There is none, or the caller holds too many.</exception>
    public IDisposable Connect(HttpContext http) {
        var caller = options.CallerKey(http);
        lock (_lock) {
            if (_connections >= options.ConnectionsMax)
                throw new Refusal(Status503ServiceUnavailable, "Too many connections are open; try again.", Codes.ConnectionLimit);
            if (caller is not null && (_held[caller] = _held.GetValueOrDefault(caller) + 1) > options.ConnectionsPerCallerMax) {
                _held[caller]--;
                throw new Refusal(Status429TooManyRequests, "The caller holds too many connections.", Codes.CallerConnectionLimit);
            }
            _connections++;
        }
        return new Connection(this, caller);
    }

    public GraphQLCall Request(HttpContext http, RequestParameters parameters, object? caller) => new() {
        Query = parameters.Query,
        OperationName = parameters.OperationName,
        Variables = parameters.Variables,
        Services = new LazyServices(http),
        Caller = caller,
    };

    /// <summary>Lets a handler answer, or answers with what refuses the request.</summary>
    public async Task HandleAsync(HttpContext http, Func<HttpContext, Task> handler) {
        try {
            await handler(http);
        } catch (Exception e) when (e is Refusal or BadHttpRequestException) {
            await RefuseAsync(http, e as Refusal ?? new(((BadHttpRequestException)e).StatusCode, "The body cannot be read."));
        } catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested) {
            // Nobody is left to answer.
        }
    }

    private Task RefuseAsync(HttpContext http, Refusal refusal) {
        if (refusal.Allow is not null) http.Response.Headers.Allow = refusal.Allow;
        if (refusal.Status == Status503ServiceUnavailable) http.Response.Headers.RetryAfter = "1";
        var status = refusal.IsParameter && options.Status == StatusProfile.Draft2026 ? Status422UnprocessableEntity : refusal.Status;
        return AnswerAsync(http, server.Refuse(AnswerKind.RequestError, refusal.Message, refusal.Code), status);
    }

    /// <summary>Writes an answer.</summary>
    public async Task AnswerAsync(HttpContext http, Answer response, int status) {
        var isGraphQLJson = Negotiation.AnswerTo(http.Request.Headers.Accept) == AnswerType.GraphQLJson;
        http.Response.StatusCode = status;
        http.Response.ContentType = isGraphQLJson ? Negotiation.GraphQLJson : Negotiation.Json;
        var body = response.Bytes;
        var isLong = body.Length > options.CompressAboveBytes;
        if (isLong) http.Response.Headers.Append("Vary", "Accept-Encoding");
        if (isLong && Negotiation.CodingFor(http.Request.Headers.AcceptEncoding) is { } coding) {
            http.Response.Headers.ContentEncoding = coding;
            body = Negotiation.Compress(body, coding);
        }
        http.Response.ContentLength = body.Length;
        // One write sends the head and the body together.
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>A place that is taken by an execution.</summary>
    public readonly struct Execution(Serving serving) : IDisposable {
        public void Dispose() => Interlocked.Decrement(ref serving._running);
    }

    // A request's scope of services costs more than a small query: it is made when a resolver asks for one.
    private sealed class LazyServices(HttpContext http) : IServiceProvider {
        public object? GetService(Type serviceType) => http.RequestServices.GetService(serviceType);
    }

    private sealed class Connection(Serving serving, string? caller) : IDisposable {
        public void Dispose() {
            lock (serving._lock) {
                serving._connections--;
                if (caller is not null && --serving._held[caller] == 0) serving._held.Remove(caller);
            }
        }
    }
}

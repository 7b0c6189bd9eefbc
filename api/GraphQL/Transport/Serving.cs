namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>State shared by the handlers of an endpoint, with its counts of work under way, which the library does not bound.</summary>
internal sealed class Serving(GraphQLServer server, GraphQLOptions options, IServiceScopeFactory scopes, CancellationToken stopping) {
    private readonly HeldPlaces _held = new(options.ConnectionsMax, options.ConnectionsPerCallerMax);
    private int _running;
    public GraphQLServer Server => server;
    public GraphQLOptions Options => options;
    public IServiceScopeFactory Scopes => scopes;
    public CancellationToken Stopping => stopping;
    public QueueTotal Queued { get; } = new(options.AllQueuesBytesMax, options.ConnectionsMax);

    /// <summary>Takes one of the places for executions until disposed.</summary>
    /// <exception cref="RequestRefusal">There is none.</exception>
    public Execution Enter() {
        if (Interlocked.Increment(ref _running) <= options.ConcurrencyMax) return new(this);
        Interlocked.Decrement(ref _running);
        throw new RequestRefusal(Status503ServiceUnavailable, "Too many requests are under way; try again.", Codes.Overloaded);
    }

    /// <summary>Takes one of the places for connections until disposed.</summary>
    /// <exception cref="RequestRefusal">There is none, or the caller holds too many.</exception>
    public HeldPlaces.Place Connect(HttpContext http) {
        var place = _held.Take() ??
            throw new RequestRefusal(Status503ServiceUnavailable, "Too many connections are open; try again.", Codes.ConnectionLimit);
        Claim(place, options.Caller(http));
        return place;
    }

    /// <summary>Counts a connection for this caller, or refuses it: a WebSocket identifies its caller late.</summary>
    public void Claim(HeldPlaces.Place place, object? caller) {
        if (place.TryMove(options.CallerKey(caller))) return;
        place.Dispose();
        throw new RequestRefusal(Status429TooManyRequests, "The caller holds too many connections.", Codes.CallerConnectionLimit);
    }

    /// <summary>Runs a handler, or answers with its refusal.</summary>
    public async Task HandleAsync(HttpContext http, Func<HttpContext, Task> handler) {
        try {
            await handler(http);
        } catch (Exception e) when (e is RequestRefusal or BadHttpRequestException) {
            await RefuseAsync(http, e as RequestRefusal ?? new(((BadHttpRequestException)e).StatusCode, "The body cannot be read."));
        } catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested) {
            // The client is gone.
        }
    }

    private Task RefuseAsync(HttpContext http, RequestRefusal refusal) {
        if (refusal.Allow is not null) http.Response.Headers.Allow = refusal.Allow;
        if (refusal.Status == Status503ServiceUnavailable) http.Response.Headers.RetryAfter = "1";
        return AnswerAsync(http, server.Refuse(AnswerKind.RequestError, refusal.Message, refusal.Code), refusal.Status);
    }

    public async Task AnswerAsync(HttpContext http, Answer response, int status) {
        var isGraphQLJson = Negotiation.AnswerTo(http.Request.Headers.Accept) == AnswerType.GraphQLJson;
        http.Response.StatusCode = status;
        http.Response.ContentType = isGraphQLJson ? Negotiation.GraphQLJson : Negotiation.Json;
        var body = Coding.Encode(http, response.Bytes, options.CompressAboveBytes);
        http.Response.ContentLength = body.Length;
        // One write sends the head and the body together.
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    public readonly struct Execution(Serving serving) : IDisposable {
        public void Dispose() => Interlocked.Decrement(ref serving._running);
    }
}

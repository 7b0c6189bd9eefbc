using Microsoft.AspNetCore.Http.Features;

namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>The protocol <c>graphql-sse</c>. Distinct connections: a request is a stream of one operation. Single connection: PUT reserves
/// a stream, GET opens it, POST starts an operation whose results go there, DELETE stops one. The library has no event streams.</summary>
internal sealed class EventStreams(Serving serving) {
    private const string TokenHeader = "X-GraphQL-Event-Stream-Token";

    private static readonly FrameFormat s_distinct = new(
        "event: next\ndata: "u8.ToArray(), "\n\n"u8.ToArray(), null, "event: complete\ndata:\n\n"u8.ToArray(), IsOnly: true);

    private readonly ConcurrentDictionary<string, EventResponse> _reserved = new(StringComparer.Ordinal);

    /// <summary>Streams one operation.</summary>
    public async Task RunOneAsync(HttpContext http, bool isGet) {
        using var response = new EventResponse(serving, serving.Connect(http));
        response.TryOpen();
        var request = await ReadAsync(http);
        response.Caller = request.Caller;
        if (isGet && (await serving.Server.PrepareAsync(request)).Prepared?.Kind == OperationType.Mutation)
            throw new RequestRefusal(Status405MethodNotAllowed, "GET is not for mutations; use POST.") { Allow = "POST" };
        response.Start("", s_distinct, request);
        await response.WriteAsync(http);
    }

    public Task HandleAsync(HttpContext http) => http.Request.Method switch {
        "PUT" => ReserveAsync(http),
        // A request without a stream token that accepts events wants a stream for one operation.
        "GET" or "POST" when TokenOf(http).Length == 0 && IsAccepted(http) => RunOneAsync(http, http.Request.Method == "GET"),
        "GET" => OpenAsync(http, Find(http)),
        "POST" => StartAsync(http, Find(http)),
        "DELETE" => StopAsync(http, Find(http)),
        _ => throw new RequestRefusal(Status405MethodNotAllowed, "Use GET, POST, PUT or DELETE.") { Allow = "GET, POST, PUT, DELETE" },
    };

    private static bool IsAccepted(HttpContext http) => Negotiation.AnswerTo(http.Request.Headers.Accept) == AnswerType.EventStream;

    private static string TokenOf(HttpContext http) =>
        http.Request.Headers[TokenHeader].ToString() is { Length: > 0 } token ? token : http.Request.Query["token"].ToString();

    private EventResponse Find(HttpContext http) =>
        _reserved.GetValueOrDefault(TokenOf(http)) ?? throw new RequestRefusal(Status404NotFound, "There is no such stream.");

    private async Task ReserveAsync(HttpContext http) {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var response = _reserved[token] = new EventResponse(serving, serving.Connect(http)) { Caller = serving.Options.Caller(http) };
        // A reserved place expires if it is not used.
        response.Reserve(serving.Options.ReservationTimeout, () => _reserved.TryRemove(token, out _));
        http.Response.StatusCode = Status201Created;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(token, http.RequestAborted);
    }

    private static async Task OpenAsync(HttpContext http, EventResponse response) {
        if (!IsAccepted(http)) throw new RequestRefusal(Status406NotAcceptable, "Accept text/event-stream.");
        if (!response.TryOpen()) throw new RequestRefusal(Status409Conflict, "The stream is open already.");
        using (response) await response.WriteAsync(http);
    }

    private async Task StartAsync(HttpContext http, EventResponse response) {
        var request = await ReadAsync(http);
        var id = RequestParameters.TextOf(request.Extensions, "operationId");
        if (id.Length == 0) throw new RequestRefusal(Status400BadRequest, "extensions.operationId is missing.");
        if (!response.IsOpen) throw new RequestRefusal(Status404NotFound, "The stream is not open.");
        var (prepared, refusal) = await serving.Server.PrepareAsync(request);
        if (prepared is null) {
            await serving.AnswerAsync(http, refusal!, Status400BadRequest);
            return;
        }
        response.Start(id, Format(id), request);
        http.Response.StatusCode = Status202Accepted;
    }

    private static Task StopAsync(HttpContext http, EventResponse response) {
        var id = http.Request.Query["operationId"].ToString();
        if (id.Length == 0) throw new RequestRefusal(Status400BadRequest, "The parameter \"operationId\" is missing.");
        response.Stop(id);
        return Task.CompletedTask;
    }

    private async Task<GraphQLCall> ReadAsync(HttpContext http) {
        // A stream counts as a connection; its request counts as an execution only until it is read.
        using var place = serving.Enter();
        return await RequestReader.ReadAsync(serving.Options, http);
    }

    private static FrameFormat Format(string id) {
        var json = JsonSerializer.Serialize(id);
        return new(Encoding.UTF8.GetBytes($"event: next\ndata: {{\"id\":{json},\"payload\":"), "}\n\n"u8.ToArray(), null,
            Encoding.UTF8.GetBytes($"event: complete\ndata: {{\"id\":{json}}}\n\n"));
    }

    /// <summary>A response that stays open for server-sent events, from its reservation on; the only writer of its body.</summary>
    private sealed class EventResponse : StreamConnection, IDisposable {
        private static readonly byte[] s_heartbeat = ":\n\n"u8.ToArray();
        private readonly IDisposable _place;
        private readonly CancellationTokenRegistration _stopping;
        private ITimer? _expiry;
        private Action? _forget;
        private bool _isTooSlow;
        private int _isUsed;

        public EventResponse(Serving serving, IDisposable place) : base(serving) =>
            (_place, _stopping) = (place, EndWith(serving.Stopping));

        public bool IsOpen { get; private set; }

        protected override void EndAsTooSlow() {
            _isTooSlow = true;
            _ = End.CancelAsync();
        }

        /// <summary>False for a second client, which does not affect the first.</summary>
        public bool TryOpen() => Interlocked.Exchange(ref _isUsed, 1) == 0 && (IsOpen = true);

        /// <summary>Ends the reservation unless the stream is opened in time, and calls <paramref name="forget"/> when it ends.</summary>
        public void Reserve(TimeSpan time, Action forget) {
            _forget = forget;
            _expiry = Serving.Options.Time.CreateTimer(_ => {
                if (Interlocked.Exchange(ref _isUsed, 1) == 0) Dispose();
            }, null, time, Timeout.InfiniteTimeSpan);
        }

        /// <summary>Sends messages until the queue is complete or the client is gone. Does not throw for the latter.</summary>
        public async Task WriteAsync(HttpContext http) {
            http.Response.ContentType = Negotiation.EventStream;
            http.Response.Headers.CacheControl = "no-store, no-transform";
            http.Response.Headers["X-Accel-Buffering"] = "no";
            http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            using var gone = EndWith(http.RequestAborted);
            // A full queue needs no sign of life.
            using var beat = Every(Serving.Options.Heartbeat, () => Queue.Add(Frame.Of(s_heartbeat)));
            using var hold = Hold(() => End.CancelAsync());
            try {
                await http.Response.StartAsync(End.Token);
                await WriteAsync(http.Response.BodyWriter, End.Token);
            } catch (OperationCanceledException) when (End.IsCancellationRequested) {
                // The client is gone or too slow, or the server stops: the stream ends without a last event.
                if (_isTooSlow) http.Abort();
            } finally {
                Queue.Complete(discard: true);
                await StopAllAsync();
            }
        }

        public void Dispose() {
            _forget?.Invoke();
            _place.Dispose();
            _expiry?.Dispose();
            _stopping.Dispose();
        }

        private async Task WriteAsync(PipeWriter body, CancellationToken end) {
            await body.FlushAsync(end);
            while (await Queue.WaitAsync(end)) {
                while (Queue.Take() is { } frame) {
                    frame.CopyTo(body.GetSpan(frame.Length));
                    body.Advance(frame.Length);
                }
                await body.FlushAsync(end);
            }
        }
    }
}

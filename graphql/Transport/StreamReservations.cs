using System.Security.Cryptography;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Hierarchy.GraphQL.Transport;

/// <summary>
/// The single-connection mode of graphql-sse: PUT reserves a stream, GET opens it, POST starts an operation whose results go there,
/// DELETE stops one.
/// </summary>
internal sealed class StreamReservations(Serving serving, HttpHandler distinct)
{
    private const string TokenHeader = "X-GraphQL-Event-Stream-Token";

    private readonly ConcurrentDictionary<string, Reservation> _reservations = new(StringComparer.Ordinal);

    public Task HandleAsync(HttpContext http) => http.Request.Method switch
    {
        "PUT" => ReserveAsync(http),
        // Who names no stream and accepts events wants a stream for one operation.
        "GET" or "POST" when TokenOf(http).Length == 0 && MediaTypes.Wanted(http.Request.Headers.Accept) == AnswerType.EventStream =>
            distinct.HandleAsync(http),
        "GET" => OpenAsync(http),
        "POST" => StartAsync(http),
        "DELETE" => StopAsync(http),
        _ => RefuseMethodAsync(http),
    };

    private Task RefuseMethodAsync(HttpContext http)
    {
        http.Response.Headers.Allow = "GET, POST, PUT, DELETE";
        return RefuseAsync(http, Status405MethodNotAllowed, "Use GET, POST, PUT or DELETE.");
    }

    private Task RefuseAsync(HttpContext http, int status, string message) =>
        serving.RefuseAsync(http, AnswerType.Json, status, message, ExecutionCodes.BadRequest);

    private async Task ReserveAsync(HttpContext http)
    {
        var key = serving.Options.CallerKey(http);
        if (serving.Connect(key) is not 0 and var status)
        {
            await EventStreamConnection.RefuseAsync(serving, http, status).ConfigureAwait(false);
            return;
        }
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var reservation = new Reservation(key);
        _reservations[token] = reservation;
        // Nobody may hold a place without using it.
        reservation.Expiry = serving.Options.Time.CreateTimer(
            _ =>
            {
                if (reservation.TryExpire())
                {
                    Remove(token, reservation);
                }
            }, null, serving.Options.ReservationTimeout, Timeout.InfiniteTimeSpan);
        http.Response.StatusCode = Status201Created;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(token, http.RequestAborted).ConfigureAwait(false);
    }

    private async Task OpenAsync(HttpContext http)
    {
        if (Find(http) is not ({ } token, { } reservation))
        {
            await RefuseAsync(http, Status404NotFound, "There is no such stream.").ConfigureAwait(false);
            return;
        }
        if (MediaTypes.Wanted(http.Request.Headers.Accept) != AnswerType.EventStream)
        {
            await RefuseAsync(http, Status406NotAcceptable, "Accept text/event-stream.").ConfigureAwait(false);
            return;
        }
        using var connection = new EventStreamConnection(serving, http);
        if (!reservation.TryOpen(connection))
        {
            await RefuseAsync(http, Status409Conflict, "The stream is open already.").ConfigureAwait(false);
            return;
        }
        try
        {
            reservation.Abort = http.Abort;
            await connection.WriteAsync().ConfigureAwait(false);
        }
        finally
        {
            Remove(token, reservation);
            await reservation.StopAllAsync().ConfigureAwait(false);
        }
    }

    private async Task StartAsync(HttpContext http)
    {
        if (Find(http) is not (_, { } reservation))
        {
            await RefuseAsync(http, Status404NotFound, "There is no such stream.").ConfigureAwait(false);
            return;
        }
        if (!serving.TryEnter())
        {
            await serving.RefuseAsync(http, AnswerType.Json, Status503ServiceUnavailable, "Too many requests are under way; try again.",
                ExecutionCodes.Overloaded).ConfigureAwait(false);
            return;
        }
        try
        {
            using var parameters = await HttpHandler.ReadAsync(serving, http, AnswerType.GraphQLJson).ConfigureAwait(false);
            if (parameters is not null)
            {
                await StartAsync(http, reservation, parameters).ConfigureAwait(false);
            }
        }
        finally
        {
            serving.Leave();
        }
    }

    private async Task StartAsync(HttpContext http, Reservation reservation, RequestParameters parameters)
    {
        if (parameters.Extensions.ValueKind != JsonValueKind.Object ||
            !parameters.Extensions.TryGetProperty("operationId", out var id) || id.ValueKind != JsonValueKind.String ||
            id.GetString() is not { Length: > 0 } text)
        {
            await RefuseAsync(http, Status400BadRequest, "extensions.operationId is missing.").ConfigureAwait(false);
            return;
        }
        // The request's memory is given back when this request ends, its operation may run on.
        var request = serving.Request(http, parameters.Query.ToArray(), parameters.DocumentId, parameters.OperationName,
            parameters.Variables.ValueKind == JsonValueKind.Undefined ? default : parameters.Variables.Clone(),
            serving.Options.Caller(http));
        if (serving.Engine.Prepare(in request, out var refusal).Plan is null)
        {
            await serving.AnswerAsync(http, refusal!, AnswerType.Json, Status400BadRequest).ConfigureAwait(false);
            return;
        }
        var status = reservation.Start(text, serving.Options.OperationsPerConnectionMax, (connection, cancellation) =>
            new StreamOperation(serving.Engine, connection.Queue, Format(text), reservation.Abort, () => reservation.Forget(text))
                .RunAsync(request, serving.Scopes, cancellation));
        if (status != Status202Accepted)
        {
            await RefuseAsync(http, status, status switch
            {
                Status409Conflict => "An operation of this id is under way.",
                Status429TooManyRequests => "Too many operations are under way on this stream.",
                _ => "The stream is not open.",
            }).ConfigureAwait(false);
            return;
        }
        http.Response.StatusCode = status;
    }

    private async Task StopAsync(HttpContext http)
    {
        if (Find(http) is not (_, { } reservation))
        {
            await RefuseAsync(http, Status404NotFound, "There is no such stream.").ConfigureAwait(false);
        }
        else if (http.Request.Query["operationId"].ToString() is not { Length: > 0 } id)
        {
            await RefuseAsync(http, Status400BadRequest, "The parameter \"operationId\" is missing.").ConfigureAwait(false);
        }
        else
        {
            reservation.Stop(id);
            http.Response.StatusCode = Status200OK;
        }
    }

    private static string TokenOf(HttpContext http) =>
        http.Request.Headers[TokenHeader].ToString() is { Length: > 0 } token ? token : http.Request.Query["token"].ToString();

    private (string Token, Reservation Reservation)? Find(HttpContext http)
    {
        var token = TokenOf(http);
        return _reservations.TryGetValue(token, out var reservation) ? (token, reservation) : null;
    }

    private void Remove(string token, Reservation reservation)
    {
        if (_reservations.TryRemove(token, out _))
        {
            reservation.Expiry?.Dispose();
            serving.Disconnect(reservation.CallerKey);
        }
    }

    private static FrameFormat Format(string id)
    {
        var json = JsonSerializer.Serialize(id);
        return new(Encoding.UTF8.GetBytes($"event: next\ndata: {{\"id\":{json},\"payload\":"), "}\n\n"u8.ToArray(), null,
            Encoding.UTF8.GetBytes($"event: complete\ndata: {{\"id\":{json}}}\n\n"));
    }

    /// <summary>One reserved stream with the operations that write to it.</summary>
    private sealed class Reservation(string? callerKey)
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, CancellationTokenSource> _operations = new(StringComparer.Ordinal);
        private readonly List<Task> _running = [];
        private EventStreamConnection? _connection;
        private bool _isOver;

        public string? CallerKey { get; } = callerKey;
        public ITimer? Expiry { get; set; }
        /// <summary>Cuts the stream; nothing before it is open.</summary>
        public Action Abort { get; set; } = static () => { };

        public bool TryOpen(EventStreamConnection connection)
        {
            lock (_lock)
            {
                if (_connection is not null || _isOver)
                {
                    return false;
                }
                _connection = connection;
                return true;
            }
        }

        public bool TryExpire()
        {
            lock (_lock)
            {
                return _isOver = _connection is null;
            }
        }

        public int Start(string id, int operationsMax, Func<EventStreamConnection, CancellationToken, Task> run)
        {
            lock (_lock)
            {
                if (_connection is null || _isOver)
                {
                    return Status404NotFound;
                }
                if (_operations.ContainsKey(id))
                {
                    return Status409Conflict;
                }
                if (_operations.Count >= operationsMax)
                {
                    return Status429TooManyRequests;
                }
                var stop = CancellationTokenSource.CreateLinkedTokenSource(_connection.Ended);
                _operations[id] = stop;
                _running.RemoveAll(task => task.IsCompleted);
                _running.Add(RunAsync(id, stop, _connection, run));
                return Status202Accepted;
            }
        }

        public void Forget(string id)
        {
            lock (_lock)
            {
                _operations.Remove(id);
            }
        }

        public void Stop(string id)
        {
            lock (_lock)
            {
                if (_operations.Remove(id, out var stop))
                {
                    stop.Cancel();
                }
            }
        }

        public Task StopAllAsync()
        {
            lock (_lock)
            {
                _isOver = true;
                return Task.WhenAll(_running);
            }
        }

        private async Task RunAsync(string id, CancellationTokenSource stop, EventStreamConnection connection,
            Func<EventStreamConnection, CancellationToken, Task> run)
        {
            // Off the lock, and off the request that starts it.
            await Task.Yield();
            try
            {
                await run(connection, stop.Token).ConfigureAwait(false);
            }
            finally
            {
                lock (_lock)
                {
                    if (_operations.TryGetValue(id, out var own) && ReferenceEquals(own, stop))
                    {
                        _operations.Remove(id);
                    }
                }
                stop.Dispose();
            }
        }
    }
}

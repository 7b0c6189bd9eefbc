using System.Net.WebSockets;

namespace Hierarchy.GraphQL.Transport;

/// <summary>
/// One WebSocket that speaks <c>graphql-transport-ws</c>: one loop reads, one writes, each operation is a task between them.
/// </summary>
internal sealed class WebSocketConnection(Serving serving, HttpContext http)
{
    public const string Subprotocol = "graphql-transport-ws";

    private static readonly byte[] s_ack = """{"type":"connection_ack"}"""u8.ToArray();

    private readonly GraphQLOptions _options = serving.Options;
    private readonly FrameQueue _queue = new(serving.Options.QueueMessagesMax, serving.Options.QueueBytesMax);
    private readonly Dictionary<string, Operation> _operations = new(StringComparer.Ordinal);
    private readonly HashSet<Operation> _running = [];
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
    private (int Code, string Reason)? _closing;
    private ITimer? _ending;
    private object? _caller;
    private bool _isInitialised;
    private bool _isAcknowledged;

    /// <summary>Accepts the socket and serves it to its end.</summary>
    public async Task RunAsync()
    {
        var key = _options.CallerKey(http);
        if (serving.Connect(key) is not 0 and var status)
        {
            await EventStreamConnection.RefuseAsync(serving, http, status).ConfigureAwait(false);
            return;
        }
        try
        {
            var isSpoken = http.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol);
            using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                SubProtocol = isSpoken ? Subprotocol : null,
                KeepAliveInterval = _options.Heartbeat,
                KeepAliveTimeout = _options.Heartbeat,
            }).ConfigureAwait(false);
            await ServeAsync(socket, isSpoken).ConfigureAwait(false);
        }
        finally
        {
            serving.Disconnect(key);
            _ending?.Dispose();
            _queue.Dispose();
            _end.Dispose();
        }
    }

    private async Task ServeAsync(WebSocket socket, bool isSpoken)
    {
        if (!isSpoken)
        {
            Close(CloseCodes.SubprotocolNotAcceptable, "Subprotocol not acceptable");
        }
        using var shutdown = serving.Stopping.UnsafeRegister(
            static connection => ((WebSocketConnection)connection!).Close(CloseCodes.GoingAway, "Server is stopping"), this);
        var initTimer = _options.Time.CreateTimer(static connection => ((WebSocketConnection)connection!).CheckInitialised(), this,
            _options.InitTimeout, Timeout.InfiniteTimeSpan);
        var writing = WriteAsync(socket);
        try
        {
            await ReadAsync(socket).ConfigureAwait(false);
        }
        finally
        {
            await initTimer.DisposeAsync().ConfigureAwait(false);
            _queue.Complete(discard: false);
            await StopOperationsAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
        }
    }

    private void CheckInitialised()
    {
        if (!_isInitialised)
        {
            Close(CloseCodes.InitTimeout, "Connection initialisation timeout");
        }
    }

    /// <summary>Drops what waits and closes; the first reason counts. Safe from any thread.</summary>
    private void Close(int code, string reason)
    {
        lock (_lock)
        {
            if (_closing is not null)
            {
                return;
            }
            _closing = (code, WebSocketMessages.Fit(reason));
        }
        _queue.Complete(discard: true);
        // A client that takes nothing would hold the send that is under way for ever.
        ScheduleEnd();
    }

    private async Task WriteAsync(WebSocket socket)
    {
        try
        {
            while (await _queue.TakeAsync(_end.Token).ConfigureAwait(false) is { } frame)
            {
                using (frame)
                {
                    await socket.SendAsync(frame.Memory, WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, _end.Token)
                        .ConfigureAwait(false);
                }
            }
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                var (code, reason) = _closing ?? (1000, "");
                await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, _end.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (IsDisconnect(e))
        {
            // The client is gone; the reader sees it too.
        }
        finally
        {
            // The client gets a while to close its side, then the reader is cancelled.
            ScheduleEnd();
        }
    }

    private void ScheduleEnd()
    {
        lock (_lock)
        {
            _ending ??= _options.Time.CreateTimer(static connection => ((WebSocketConnection)connection!).End(), this,
                _options.CloseTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void End()
    {
        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    private static bool IsDisconnect(Exception e) =>
        e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException;

    private async Task ReadAsync(WebSocket socket)
    {
        // One byte more than allowed tells a message that is too long.
        var buffer = ArrayPool<byte>.Shared.Rent(_options.MessageBytesMax + 1);
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult received;
                do
                {
                    received = await socket.ReceiveAsync(buffer.AsMemory(length, _options.MessageBytesMax + 1 - length), _end.Token)
                        .ConfigureAwait(false);
                    if (received.MessageType == WebSocketMessageType.Close)
                    {
                        return;
                    }
                    length += received.Count;
                    if (length > _options.MessageBytesMax)
                    {
                        Close(CloseCodes.MessageTooBig, $"A message is longer than {_options.MessageBytesMax} bytes");
                        length = 0;
                    }
                }
                while (!received.EndOfMessage);
                if (_closing is null)
                {
                    await HandleAsync(received.MessageType, buffer.AsSpan(0, length).ToArray()).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (IsDisconnect(e))
        {
            // The client is gone without a word, or did not answer the close.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask HandleAsync(WebSocketMessageType type, byte[] bytes)
    {
        JsonDocument? message;
        try
        {
            message = type == WebSocketMessageType.Text && JsonStrings.AreText(bytes) ? JsonDocument.Parse(bytes) : null;
        }
        catch (JsonException)
        {
            message = null;
        }
        if (message is null || message.RootElement.ValueKind != JsonValueKind.Object ||
            !message.RootElement.TryGetProperty("type", out var name) || name.ValueKind != JsonValueKind.String)
        {
            message?.Dispose();
            Close(CloseCodes.InvalidMessage, "Invalid message received");
            return;
        }
        var keep = false;
        try
        {
            keep = await HandleAsync(name.GetString()!, message).ConfigureAwait(false);
        }
        finally
        {
            if (!keep)
            {
                message.Dispose();
            }
        }
    }

    // True when an operation keeps the message.
    private async ValueTask<bool> HandleAsync(string type, JsonDocument message)
    {
        switch (type)
        {
            case "connection_init" when WebSocketMessages.IsObjectOrNothing(message.RootElement, "payload"):
                await InitialiseAsync(message.RootElement).ConfigureAwait(false);
                return false;
            case "ping" when WebSocketMessages.IsObjectOrNothing(message.RootElement, "payload"):
                Send(Frame.Of(WebSocketMessages.Pong(message.RootElement)));
                return false;
            case "pong" when WebSocketMessages.IsObjectOrNothing(message.RootElement, "payload"):
                return false;
            case "subscribe":
                return Subscribe(message);
            case "complete" when WebSocketMessages.TryGetId(message.RootElement, out var id):
                Stop(id);
                return false;
            default:
                Close(CloseCodes.InvalidMessage, "Invalid message received");
                return false;
        }
    }

    private async ValueTask InitialiseAsync(JsonElement message)
    {
        if (_isInitialised)
        {
            Close(CloseCodes.TooManyInits, "Too many initialisation requests");
            return;
        }
        _isInitialised = true;
        message.TryGetProperty("payload", out var payload);
        try
        {
            _caller = _options.Connect is null ? _options.Caller(http) : await _options.Connect(http, payload).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Close(CloseCodes.InternalError, $"Internal error {serving.Engine.Report(e, "connection_init")}");
            return;
        }
        if (_options.Connect is not null && _caller is null)
        {
            Close(CloseCodes.Forbidden, "Forbidden");
            return;
        }
        _isAcknowledged = true;
        Send(Frame.Of(s_ack));
    }

    private bool Subscribe(JsonDocument message)
    {
        var root = message.RootElement;
        if (!WebSocketMessages.TryGetId(root, out var id) ||
            !root.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.Object ||
            !WebSocketMessages.TryGetText(payload, "query", out var query) ||
            !WebSocketMessages.TryGetText(payload, "documentId", out var documentId) ||
            (query is null && (documentId is null || !serving.Engine.TakesDocumentIds)) ||
            !WebSocketMessages.IsObjectOrNothing(payload, "variables") || !WebSocketMessages.IsObjectOrNothing(payload, "extensions") ||
            !WebSocketMessages.TryGetText(payload, "operationName", out var operationName))
        {
            Close(CloseCodes.InvalidMessage, "Invalid message received");
            return false;
        }
        if (!_isAcknowledged)
        {
            Close(CloseCodes.Unauthorized, "Unauthorized");
            return false;
        }
        payload.TryGetProperty("variables", out var variables);
        var request = serving.Request(http, Encoding.UTF8.GetBytes(query ?? ""), documentId, operationName, variables, _caller);
        lock (_lock)
        {
            if (_operations.ContainsKey(id))
            {
                Close(CloseCodes.SubscriberExists, $"Subscriber for {id} already exists");
                return false;
            }
            if (_operations.Count >= _options.OperationsPerConnectionMax)
            {
                using var refusal = serving.Engine.Refuse(ResponseKind.RequestError,
                    $"More than {_options.OperationsPerConnectionMax} operations on one connection.", ExecutionCodes.Limit);
                Send(WebSocketMessages.Format(id).Error(refusal));
                return false;
            }
            var operation = new Operation(CancellationTokenSource.CreateLinkedTokenSource(_end.Token));
            _operations[id] = operation;
            _running.Add(operation);
            operation.Running = RunAsync(id, operation, request, message);
        }
        return true;
    }

    private async Task RunAsync(string id, Operation operation, GraphQLRequest request, JsonDocument message)
    {
        // Off the reader and its lock.
        await Task.Yield();
        using (message)
        {
            await new StreamOperation(serving.Engine, _queue, WebSocketMessages.Format(id), TooSlow, () => Forget(id, operation))
                .RunAsync(request, serving.Scopes, operation.Stop.Token).ConfigureAwait(false);
        }
        lock (_lock)
        {
            Forget(id, operation);
            _running.Remove(operation);
            operation.Stop.Dispose();
        }
    }

    private void Forget(string id, Operation operation)
    {
        lock (_lock)
        {
            if (_operations.TryGetValue(id, out var own) && ReferenceEquals(own, operation))
            {
                _operations.Remove(id);
            }
        }
    }

    private void TooSlow() => Close(CloseCodes.TooSlow, "Too slow");

    private void Stop(string id)
    {
        lock (_lock)
        {
            if (_operations.Remove(id, out var operation))
            {
                operation.Stop.Cancel();
            }
        }
    }

    private async Task StopOperationsAsync()
    {
        Operation[] running;
        lock (_lock)
        {
            running = [.. _running];
            foreach (var operation in running)
            {
                operation.Stop.Cancel();
            }
        }
        await Task.WhenAll(running.Select(operation => operation.Running)).ConfigureAwait(false);
    }

    private void Send(Frame frame)
    {
        if (!_queue.TryAdd(frame))
        {
            TooSlow();
        }
    }

    private sealed class Operation(CancellationTokenSource stop)
    {
        public CancellationTokenSource Stop { get; } = stop;
        public Task Running { get; set; } = Task.CompletedTask;
    }
}

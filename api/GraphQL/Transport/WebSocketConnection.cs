using System.Net.WebSockets;
using System.Text.Unicode;

namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>A WebSocket with the protocol <c>graphql-transport-ws</c>: one loop reads, one writes, and each operation is a task between
/// them. The library's package bounds neither queues nor the duration of a close.</summary>
internal sealed class WebSocketConnection(Serving serving, HttpContext http) : StreamConnection(serving) {
    private const string Subprotocol = "graphql-transport-ws";
    // RFC 6455 5.5: the reason in a close frame has at most 123 bytes.
    private const int ReasonBytesMax = 123;
    // Most messages are short, and there are many connections: a longer message gets a larger buffer for as long as it takes.
    private const int ReadBytes = 1024;
    private readonly GraphQLOptions _options = serving.Options;
    private readonly Lock _lock = new();
    private (int Code, string Reason)? _closing;
    private bool _isInitialised, _isAcknowledged;
    private HeldPlaces.Place? _place;

    /// <exception cref="RequestRefusal">There are too many connections.</exception>
    public async Task RunAsync() {
        using var place = _place = Serving.Connect(http);
        var isSpoken = http.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext {
            SubProtocol = isSpoken ? Subprotocol : null,
            KeepAliveInterval = _options.Heartbeat,
            KeepAliveTimeout = _options.Heartbeat,
        });
        using var gone = EndWith(http.RequestAborted);
        using var shutdown = Serving.Stopping.UnsafeRegister(_ => Close(1001, "Server is stopping"), null);
        using var init = _options.Time.CreateTimer(_ => {
            if (!_isInitialised) Close(4408, "Connection initialisation timeout");
        }, null, _options.InitTimeout, Timeout.InfiniteTimeSpan);
        using var hold = Hold(() => { if (_isAcknowledged) Close(4403, "Forbidden"); });
        if (!isSpoken) Close(4406, "Subprotocol not acceptable");
        var writing = UntilBrokenAsync(WriteAsync(socket));
        await UntilBrokenAsync(ReadAsync(socket));
        Queue.Complete(discard: false);
        await StopAllAsync();
        await writing;
        // Unsent messages of a broken socket no longer count.
        Queue.Complete(discard: true);
    }

    // A failure of one loop ends the connection, and the other loop gets some time to end.
    private async Task UntilBrokenAsync(Task loop) {
        try {
            await loop;
        } catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException) {
            // The client is gone without a close, or did not answer ours.
        } catch (Exception e) when (e is not OutOfMemoryException) {
            Close(4500, $"Internal error {Serving.Server.Mask(e, "WebSocket").Id}");
        }
        End.CancelAfter(_options.CloseTimeout);
    }

    /// <summary>Stops everything, drops waiting messages and closes; the first reason counts. Thread-safe.</summary>
    private void Close(int code, string reason) {
        lock (_lock) {
            if (_closing is not null) return;
            Utf8.FromUtf16(reason, stackalloc byte[ReasonBytesMax], out var read, out _);
            _closing = (code, reason[..read]);
        }
        Queue.Complete(discard: true);
        _ = StopAllAsync();
        // A client that reads nothing would block the send under way for ever.
        End.CancelAfter(_options.CloseTimeout);
    }

    protected override void EndAsTooSlow() => Close(4290, "Too slow");

    private async Task WriteAsync(WebSocket socket) {
        while (await Queue.WaitAsync(End.Token)) {
            while (Queue.Take() is { } frame) {
                var bytes = ArrayPool<byte>.Shared.Rent(frame.Length);
                frame.CopyTo(bytes);
                await socket.SendAsync(bytes.AsMemory(0, frame.Length), WebSocketMessageType.Text, endOfMessage: true, End.Token);
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
        var (code, reason) = _closing ?? (1000, "");
        await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, End.Token);
    }

    private async Task ReadAsync(WebSocket socket) {
        var small = new byte[ReadBytes];
        var (buffer, length) = (small, 0);
        while (true) {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), End.Token);
            if (received.MessageType == WebSocketMessageType.Close) return;
            length += received.Count;
            if (length > _options.MessageBytesMax) {
                Close(1009, $"A message is longer than {_options.MessageBytesMax} bytes");
                length = 0;
            }
            if (!received.EndOfMessage) {
                if (length == buffer.Length) Array.Resize(ref buffer, length * 2);
                continue;
            }
            if (_closing is null) await HandleAsync(received.MessageType, buffer.AsMemory(0, length));
            (buffer, length) = (small, 0);
        }
    }

    private async ValueTask HandleAsync(WebSocketMessageType type, ReadOnlyMemory<byte> bytes) {
        try {
            if (type != WebSocketMessageType.Text || !InputCheck.AreText(bytes.Span)) throw Invalid();
            using var message = JsonDocument.Parse(bytes, RequestParameters.Strict);
            await HandleAsync(message.RootElement);
        } catch (JsonException) {
            Close(4400, Invalid().Message);
        } catch (RequestRefusal e) {
            // The protocol's codes are HTTP's statuses plus 4000.
            Close(4000 + e.Status, e.Code == Codes.BadRequest ? e.Message : $"{e.Code}: {e.Message}");
        }
    }

    private async ValueTask HandleAsync(JsonElement message) {
        var payload = RequestParameters.MemberOf(message, "payload");
        var isObjectOrNothing = payload.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Object;
        var id = RequestParameters.TextOf(message, "id");
        switch (RequestParameters.TextOf(message, "type")) {
            case "connection_init" when isObjectOrNothing: await InitialiseAsync(payload); break;
            case "ping" when isObjectOrNothing:
                if (_isAcknowledged && _options.Renew is { } renew && await renew(http, payload) is { } newer)
                    Serving.Claim(_place!, Caller = newer);
                var rest = payload.ValueKind == JsonValueKind.Object ? $",\"payload\":{payload.GetRawText()}" : "";
                Send(Frame.Of(Encoding.UTF8.GetBytes($"{{\"type\":\"pong\"{rest}}}")));
                break;
            case "pong" when isObjectOrNothing: break;
            case "subscribe" when id.Length > 0 && payload.ValueKind == JsonValueKind.Object: Subscribe(id, payload); break;
            case "complete" when id.Length > 0: Stop(id); break;
            default:
                throw Invalid();
        }
    }

    private static RequestRefusal Invalid() => new(Status400BadRequest, "Invalid message received");

    private async ValueTask InitialiseAsync(JsonElement payload) {
        if (_isInitialised) throw new RequestRefusal(Status429TooManyRequests, "Too many initialisation requests");
        _isInitialised = true;
        Serving.Claim(_place!, Caller = _options.Connect is null ? _options.Caller(http) : await _options.Connect(http, payload));
        if (_options.Connect is not null && Caller is null) throw new RequestRefusal(Status403Forbidden, "Forbidden");
        _isAcknowledged = true;
        Send(Frame.Of("""{"type":"connection_ack"}"""u8.ToArray()));
    }

    private void Subscribe(string id, JsonElement payload) {
        var call = new GraphQLCall { Services = http.RequestServices, Caller = Caller };
        var request = RequestParameters.FromJson(JsonMarshal.GetRawUtf8Value(payload), call);
        if (!_isAcknowledged) throw new RequestRefusal(Status401Unauthorized, "Unauthorized");
        try {
            _options.Admit(Caller);
            Start(id, Format(id), request);
        } catch (RequestRefusal e) when (e.Status == Status429TooManyRequests) {
            Send(Format(id).Refusal(Serving.Server.Refuse(AnswerKind.RequestError, e.Message, e.Code)));
        }
    }

    private static FrameFormat Format(string id) {
        var json = JsonSerializer.Serialize(id);
        return new(
            Encoding.UTF8.GetBytes($"{{\"id\":{json},\"type\":\"next\",\"payload\":"), "}"u8.ToArray(),
            Encoding.UTF8.GetBytes($"{{\"id\":{json},\"type\":\"error\",\"payload\":"),
            Encoding.UTF8.GetBytes($"{{\"id\":{json},\"type\":\"complete\"}}"));
    }
}

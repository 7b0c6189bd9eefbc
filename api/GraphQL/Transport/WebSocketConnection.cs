using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.InteropServices;

namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>
/// One WebSocket that speaks <c>graphql-transport-ws</c>: one loop reads, one writes, each operation is a task between them. The library's
/// package for it cannot be restored, and bounds neither what waits nor how long a close may take.
/// </summary>
internal sealed class WebSocketConnection {
    private const string Subprotocol = "graphql-transport-ws";
    // RFC 6455 5.5: the reason in a close frame has at most 123 bytes.
    private const int ReasonBytesMax = 123;
    // Most messages are short, and connections many: a longer message gets a larger buffer for as long as it takes.
    private const int ReadBytes = 1024;
    private readonly Serving _serving;
    private readonly HttpContext _http;
    private readonly GraphQLOptions _options;
    private readonly StreamConnection _connection;
    // Not disposed: an answer under way may still find the client too slow when all has ended.
    private readonly CancellationTokenSource _end;
    private readonly Lock _lock = new();
    private (int Code, string Reason)? _closing;
    private object? _caller;
    private bool _isInitialised;
    private bool _isAcknowledged;

    public WebSocketConnection(Serving serving, HttpContext http) {
        (_serving, _http, _options) = (serving, http, serving.Options);
        _end = new(Timeout.InfiniteTimeSpan, _options.Time);
        _connection = new(serving, _end.Token, () => Close(4290, "Too slow"));
    }

    /// <summary>Accepts the socket and serves it to its end.</summary>
    /// <exception cref="Refusal">There are too many connections.</exception>
    public async Task RunAsync() {
        using var place = _serving.Connect(_http);
        var isSpoken = _http.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol);
        using var socket = await _http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext {
            SubProtocol = isSpoken ? Subprotocol : null,
            KeepAliveInterval = _options.Heartbeat,
            KeepAliveTimeout = _options.Heartbeat,
        });
        using var gone = _http.RequestAborted.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), _end);
        using var shutdown = _serving.Stopping.UnsafeRegister(_ => Close(1001, "Server is stopping"), null);
        using var init = _options.Time.CreateTimer(_ => {
            if (!_isInitialised) Close(4408, "Connection initialisation timeout");
        }, null, _options.InitTimeout, Timeout.InfiniteTimeSpan);
        using var holds = _options.Time.CreateTimer(_ => {
            if (_isAcknowledged && !_options.Holds(_caller)) Close(4403, "Forbidden");
        }, null, _options.HoldsEvery, _options.HoldsEvery);
        if (!isSpoken) Close(4406, "Subprotocol not acceptable");
        var writing = UntilBrokenAsync(WriteAsync(socket));
        await UntilBrokenAsync(ReadAsync(socket));
        _connection.Queue.Complete(discard: false);
        await _connection.StopAllAsync();
        await writing;
        // What a broken socket did not take no longer counts.
        _connection.Queue.Complete(discard: true);
    }

    // Whatever breaks a loop ends the connection, and the other loop gets a while to end too.
    private async Task UntilBrokenAsync(Task loop) {
        try {
            await loop;
        } catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException) {
            // The client is gone without a word, or did not answer the close.
        } catch (Exception e) when (e is not OutOfMemoryException) {
            Close(4500, $"Internal error {_serving.Server.Mask(e, "WebSocket").Id}");
        }
        _end.CancelAfter(_options.CloseTimeout);
    }

    /// <summary>Stops everything, drops what waits and closes; the first reason counts. Safe from any thread.</summary>
    private void Close(int code, string reason) {
        lock (_lock) {
            if (_closing is not null) return;
            reason = reason[..Math.Min(reason.Length, ReasonBytesMax)];
            while (Encoding.UTF8.GetByteCount(reason) > ReasonBytesMax || (reason.Length > 0 && char.IsHighSurrogate(reason[^1]))) {
                reason = reason[..^1];
            }
            _closing = (code, reason);
        }
        _connection.Queue.Complete(discard: true);
        _ = _connection.StopAllAsync();
        // A client that takes nothing would hold the send that is under way for ever.
        _end.CancelAfter(_options.CloseTimeout);
    }

    private async Task WriteAsync(WebSocket socket) {
        while (await _connection.Queue.WaitAsync(_end.Token)) {
            while (_connection.Queue.Take() is { } frame) {
                var bytes = ArrayPool<byte>.Shared.Rent(frame.Length);
                frame.CopyTo(bytes);
                await socket.SendAsync(bytes.AsMemory(0, frame.Length), WebSocketMessageType.Text, endOfMessage: true, _end.Token);
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
        var (code, reason) = _closing ?? (1000, "");
        await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, _end.Token);
    }

    private async Task ReadAsync(WebSocket socket) {
        var small = new byte[ReadBytes];
        var (buffer, length) = (small, 0);
        while (true) {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), _end.Token);
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
        } catch (Refusal e) {
            // The codes of the protocol are HTTP's statuses, and 4000.
            Close(4000 + e.Status, e.Message);
        }
    }

    private async ValueTask HandleAsync(JsonElement message) {
        var payload = MemberOf(message, "payload");
        var isObjectOrNothing = payload.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Object;
        var id = TextOf(message, "id");
        switch (TextOf(message, "type")) {
            case "connection_init" when isObjectOrNothing:
                await InitialiseAsync(payload);
                break;
            case "ping" when isObjectOrNothing:
                if (_isAcknowledged && _options.Renew is { } renew && await renew(_http, payload) is { } caller) _caller = caller;
                var rest = payload.ValueKind == JsonValueKind.Object ? $",\"payload\":{payload.GetRawText()}" : "";
                _connection.Send(Frame.Of(Encoding.UTF8.GetBytes($"{{\"type\":\"pong\"{rest}}}")));
                break;
            case "pong" when isObjectOrNothing:
                break;
            case "subscribe" when id.Length > 0 && payload.ValueKind == JsonValueKind.Object:
                Subscribe(id, payload);
                break;
            case "complete" when id.Length > 0:
                _connection.Stop(id);
                break;
            default:
                throw Invalid();
        }
    }

    private static Refusal Invalid() => new(Status400BadRequest, "Invalid message received");

    private static JsonElement MemberOf(JsonElement message, string name) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out var value) ? value : default;

    private static string TextOf(JsonElement message, string name) =>
        MemberOf(message, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private async ValueTask InitialiseAsync(JsonElement payload) {
        if (_isInitialised) throw new Refusal(Status429TooManyRequests, "Too many initialisation requests");
        _isInitialised = true;
        _caller = _options.Connect is null ? _options.Caller(_http) : await _options.Connect(_http, payload);
        if (_options.Connect is not null && _caller is null) throw new Refusal(Status403Forbidden, "Forbidden");
        _isAcknowledged = true;
        _connection.Send(Frame.Of("""{"type":"connection_ack"}"""u8.ToArray()));
    }

    private void Subscribe(string id, JsonElement payload) {
        var parameters = RequestParameters.FromJson(JsonMarshal.GetRawUtf8Value(payload));
        if (!_isAcknowledged) throw new Refusal(Status401Unauthorized, "Unauthorized");
        try {
            _connection.Start(id, Format(id), _serving.Request(_http, parameters, _caller));
        } catch (Refusal e) when (e.Status == Status429TooManyRequests) {
            var refusal = _serving.Server.Refuse(AnswerKind.RequestError, e.Message, e.Code);
            _connection.Send(Format(id).Refusal(refusal));
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

using System.Runtime.CompilerServices;

namespace Hierarchy.Tests.System;

/// <summary>An ordinary client of the server.</summary>
/// <param name="token">The token; null for the one of all clients.</param>
public sealed class GraphQLClient(Uri address, string? token = null) : IDisposable
{
    private readonly HttpClient _http = Connect(address, HierarchyProcess.Patience, token);
    private static int _requests;

    /// <summary>The token of all clients of this process; null for none.</summary>
    public static string? Token { get; set; }

    public static HttpClient Connect(Uri address, TimeSpan patience, string? token = null)
    {
        var http = new HttpClient { BaseAddress = address, Timeout = patience };
        http.DefaultRequestHeaders.Authorization = (token ?? Token) is { } borne ? new AuthenticationHeaderValue("Bearer", borne) : null;
        return http;
    }

    /// <summary>A unique request id.</summary>
    public static string NewRequest() => $"test-{Environment.ProcessId}-{Interlocked.Increment(ref _requests)}";

    /// <summary>The whole response.</summary>
    public async Task<JsonNode> SendAsync(string query, object? variables = null)
    {
        using var response = await _http.PostAsJsonAsync("/graphql", new { query, variables });
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>The data of an answer without errors.</summary>
    /// <remarks>On a busy machine an answer may time out: the same request is repeated, as its code allows.</remarks>
    public async Task<JsonNode> AskAsync(string query, object? variables = null)
    {
        var answer = await SendAsync(query, variables);
        for (var patience = Stopwatch.StartNew(); IsLate(answer) && patience.Elapsed < HierarchyProcess.Patience;)
        {
            answer = await SendAsync(query, variables);
        }
        Assert.True(answer["errors"] is null, $"{answer["errors"]?.ToJsonString()}\n{query}\n{answer}");
        return answer["data"]!;
    }

    private static bool IsLate(JsonNode answer) => answer["errors"] is JsonArray { Count: > 0 } errors
        && errors.All(error => (string?)error!["extensions"]?["code"] is "TIMEOUT" or "UNAVAILABLE");

    /// <summary>The code of the only error.</summary>
    public async Task<string> RefusedAsync(string query, object? variables = null)
    {
        var answer = await SendAsync(query, variables);
        var error = Assert.Single((answer["errors"] ?? throw new Xunit.Sdk.XunitException($"not refused: {answer}")).AsArray())!;
        return (string)error["extensions"]!["code"]!;
    }

    /// <summary>Follows a subscription over a WebSocket (graphql-transport-ws): one item for each event.</summary>
    public async IAsyncEnumerable<JsonNode> WatchAsync(string query, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var socket = new ClientWebSocket();
        if ((token ?? Token) is { } borne)
        {
            socket.Options.SetRequestHeader("Authorization", "Bearer " + borne);
        }
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(new Uri(address, "/graphql")) { Scheme = "ws" }.Uri, cancellation);
        await SendAsync(socket, new { type = "connection_init" }, cancellation);
        Assert.Equal("connection_ack", (string?)(await ReceiveAsync(socket, cancellation))["type"]);
        await SendAsync(socket, new { id = "1", type = "subscribe", payload = new { query } }, cancellation);
        while (true)
        {
            var message = await ReceiveAsync(socket, cancellation);
            switch ((string?)message["type"])
            {
                case "next":
                    Assert.True(message["payload"]!["errors"] is null, $"{message["payload"]!["errors"]?.ToJsonString()}\n{message}");
                    yield return message["payload"]!["data"]!;
                    break;
                case "ping":
                    await SendAsync(socket, new { type = "pong" }, cancellation);
                    break;
                case "complete":
                    yield break;
                default:
                    throw new Xunit.Sdk.XunitException(message.ToString());
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private static Task SendAsync(ClientWebSocket socket, object message, CancellationToken cancellation) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellation);

    private static async Task<JsonNode> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
            length += part.Count;
        }
        while (!part.EndOfMessage);
        Assert.True(part.MessageType == WebSocketMessageType.Text, $"closed: {socket.CloseStatus} {socket.CloseStatusDescription}");
        return JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, length))!;
    }
}

namespace Hierarchy.Tests.Cluster;

/// <summary>The proxy passes on host and origin, and the nodes check them.</summary>
[Collection(nameof(TwoNodes))]
public sealed class DoorTests(TwoNodes nodes)
{
    private const string Foreign = "rebound.example";

    private const string Register =
        """mutation { registerUnit(requestId: \"door\", input: {id: \"door\", name: \"Cửa\", kind: MINISTRY}) { id } }""";

    [Fact]
    public async Task What_comes_through_the_proxy_is_judged_by_its_host_and_its_page()
    {
        var cluster = nodes.Cluster;
        var proxy = cluster.Proxy.Address;
        using (var client = new GraphQLClient(proxy))
        {
            // Ask each node once, so that no answer below falls into a start.
            await ClusterUnderTest.AgainAsync(() => client.AskAsync("{ root { id } }"));
            await ClusterUnderTest.AgainAsync(() => client.AskAsync("{ root { id } }"));
        }

        // Twice, so that both nodes are asked.
        for (var turn = 0; turn < 2; turn++)
        {
            Assert.Equal(200, await StatusAsync(proxy, proxy.Authority, null));
            Assert.Equal(200, await StatusAsync(proxy, proxy.Authority, $"http://{proxy.Authority}"));
            Assert.Equal(200, await StatusAsync(proxy, TwoNodes.Host, $"https://{TwoNodes.Host}"));
            Assert.Equal(421, await StatusAsync(proxy, $"{Foreign}:{proxy.Port}", $"http://{Foreign}:{proxy.Port}", Register));
            Assert.Equal(403, await StatusAsync(proxy, proxy.Authority, $"http://{Foreign}", Register));
            Assert.Equal(403, await StatusAsync(proxy, proxy.Authority, $"http://127.0.0.1:{proxy.Port + 1}", Register));
            Assert.Equal(403, await StatusAsync(proxy, proxy.Authority, "null", Register));
            Assert.Equal(200, await StatusAsync(proxy, Foreign, $"http://{Foreign}", null, "GET /health"));
            Assert.Equal(421, await StatusAsync(proxy, Foreign, null, null, "POST /operator/verify"));

            Assert.Equal(HttpStatusCode.SwitchingProtocols, await WatchAsync(proxy, proxy.Authority, $"http://{proxy.Authority}"));
            Assert.Equal(HttpStatusCode.SwitchingProtocols, await WatchAsync(proxy, TwoNodes.Host, $"https://{TwoNodes.Host}"));
            Assert.Equal(HttpStatusCode.Forbidden, await WatchAsync(proxy, proxy.Authority, $"http://{Foreign}"));
            Assert.Equal(HttpStatusCode.MisdirectedRequest, await WatchAsync(proxy, Foreign, $"http://{Foreign}"));
        }
        foreach (var node in cluster.Nodes)
        {
            Assert.Equal(200, await StatusAsync(node.Address, Foreign, null, null, "GET /health"));
            Assert.Equal(421, await StatusAsync(node.Address, Foreign, null));
        }
        using var again = new GraphQLClient(proxy);
        Assert.Null((await again.AskAsync("""{ unit(id: "door") { id } }"""))["unit"]);
    }

    private static async Task<int> StatusAsync(
        Uri server, string host, string? origin, string? query = "{ root { id } }", string line = "POST /graphql")
    {
        var body = query is null ? "" : $$"""{"query":"{{query}}"}""";
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Host, server.Port);
        await socket.SendAsync(Encoding.UTF8.GetBytes(
            $"{line} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {GraphQLClient.Token}\r\n{(origin is null ? "" : $"Origin: {origin}\r\n")}"
            + $"Content-Type: application/json\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
        var buffer = new byte[4_096];
        var read = await socket.ReceiveAsync(buffer).WaitAsync(ClusterUnderTest.Patience);
        return int.Parse(Encoding.ASCII.GetString(buffer, 0, read).AsSpan("HTTP/1.1 ".Length, 3), null);
    }

    /// <summary>The answer to the opening of a WebSocket; an admitted one sends its first message.</summary>
    private static async Task<HttpStatusCode> WatchAsync(Uri server, string host, string origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("Host", host);
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.SetRequestHeader("Authorization", $"Bearer {GraphQLClient.Token}");
        try
        {
            await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/graphql" }.Uri, CancellationToken.None);
        }
        catch (WebSocketException) when (socket.HttpStatusCode is not 0)
        {
            return socket.HttpStatusCode;
        }
        await socket.SendAsync("""{"type":"connection_init"}"""u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        var buffer = new byte[1_024];
        var read = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(ClusterUnderTest.Patience);
        Assert.Contains("connection_ack", Encoding.UTF8.GetString(buffer, 0, read.Count), StringComparison.Ordinal);
        return socket.HttpStatusCode;
    }
}

namespace Hierarchy.Tests.GraphQL.Transport;

/// <summary>The protocol <c>graphql-transport-ws</c>, each close code included.</summary>
public sealed class WebSocketTests
{
    private static string Subscribe(string id, string query) =>
        $$$"""{"id":{{{JsonSerializer.Serialize(id)}}},"type":"subscribe","payload":{"query":{{{JsonSerializer.Serialize(query)}}} } }""";

    /// <summary>A client whose subscription is live.</summary>
    private static async Task<Socket> SubscribedAsync(TestHost host, string id)
    {
        var socket = await host.ConnectAsync();
        await socket.SendAsync(Subscribe(id, "subscription { pushed }"));
        await host.Sources.LiveAsync(1);
        return socket;
    }

    [Fact]
    public async Task A_subscription_sends_each_event_and_completes()
    {
        await using var host = await TestHost.StartAsync();
        using var socket = await host.ConnectAsync();
        Assert.Equal("graphql-transport-ws", socket.Subprotocol);
        await socket.SendAsync(Subscribe("1", "subscription { count(to: 3) }"));
        for (var i = 1; i <= 3; i++)
        {
            Assert.Contains($"\"id\":\"1\",\"type\":\"next\",\"payload\":{{\"data\":{{\"count\":{i}}}}}", await socket.ReceiveAsync());
        }
        Assert.Equal("""{"id":"1","type":"complete"}""", await socket.ReceiveAsync());
        await host.Sources.LiveAsync(0);
    }

    [Fact]
    public async Task Queries_and_mutations_give_one_result_and_complete()
    {
        await using var host = await TestHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync("""{"id":"q","type":"subscribe","payload":{"query":"query($t: String) { echo(text: $t)""" +
            """ }","variables":{"t":"x"}}}""");
        Assert.Equal("""{"id":"q","type":"next","payload":{"data":{"echo":"x"}}}""", await socket.ReceiveAsync());
        Assert.Equal("""{"id":"q","type":"complete"}""", await socket.ReceiveAsync());
        await socket.SendAsync(Subscribe("q", "mutation { set(n: 4) }"));
        Assert.Equal("""{"id":"q","type":"next","payload":{"data":{"set":4}}}""", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task A_refused_operation_gets_one_error_and_may_reuse_its_id()
    {
        await using var host = await TestHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Subscribe("e", "{ nope }"));
        Assert.StartsWith("""{"id":"e","type":"error","payload":[{"message":""", await socket.ReceiveAsync(), StringComparison.Ordinal);
        await socket.SendAsync(Subscribe("e", "subscription { count(to: -1) }"));
        Assert.Equal("""{"id":"e","type":"error","payload":[{"message":"to must not be""" +
            """ negative","extensions":{"code":"INVALID","input":["to"]}}]}""", await socket.ReceiveAsync());
        await socket.SendAsync(Subscribe("e", "subscription { broken(after: 1) }"));
        Assert.Contains("\"next\"", await socket.ReceiveAsync());
        Assert.Matches("\"error\".*Internal error.*\"id\":\"[0-9a-f]{12}\"", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task Completing_an_operation_disposes_its_source()
    {
        await using var host = await TestHost.StartAsync();
        using var socket = await SubscribedAsync(host, "p");
        await host.Sources.Pushed.Writer.WriteAsync(5, TestContext.Current.CancellationToken);
        Assert.Contains("\"pushed\":5", await socket.ReceiveAsync());
        await socket.SendAsync("""{"id":"p","type":"complete"}""");
        await host.Sources.LiveAsync(0);
        await socket.SendAsync("""{"type":"ping"}""");
        Assert.Equal("""{"type":"pong"}""", await socket.ReceiveAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_goes_away_leaves_no_source_behind(bool abruptly)
    {
        await using var host = await TestHost.StartAsync();
        var sockets = new List<Socket>();
        for (var i = 0; i < 5; i++)
        {
            sockets.Add(await host.ConnectAsync());
            await sockets[i].SendAsync(Subscribe("p", "subscription { pushed }"));
        }
        await host.Sources.LiveAsync(5);
        foreach (var socket in sockets)
        {
            if (abruptly)
            {
                socket.Abort();
            }
            else
            {
                await socket.CloseAsync();
            }
            socket.Dispose();
        }
        await host.Sources.LiveAsync(0);
    }

    [Fact]
    public async Task Pings_are_answered_with_their_payload()
    {
        await using var host = await TestHost.StartAsync();
        using var socket = await host.ConnectAsync(init: false);
        await socket.SendAsync("""{"type":"ping","payload":{"a":1}}""");
        Assert.Equal("""{"type":"pong","payload":{"a":1}}""", await socket.ReceiveAsync());
    }

    [Theory]
    [InlineData("closed 4400 Invalid message received", "nonsense")]
    [InlineData("closed 4400 Invalid message received", "[]")]
    [InlineData("closed 4400 Invalid message received", """{"type":"start"}""")]
    [InlineData("closed 4400 Invalid message received", """{"type":"subscribe","id":"","payload":{"query":"{ hello }"}}""")]
    [InlineData("closed 4400 The parameter \"query\" must be a string.", """{"type":"subscribe","id":"1","payload":{"query":7}}""")]
    [InlineData("closed 4400 The parameter \"query\" is missing.", """{"type":"subscribe","id":"1","payload":{}}""")]
    [InlineData("closed 4400 Invalid message received",
        """{"type":"subscribe","id":"1","payload":{"query":"{ hello }","query":"{ hello }"}}""")]
    [InlineData("closed 4400 Invalid message received", """{"type":"connection_init","payload":7}""")]
    [InlineData("closed 4401 Unauthorized", """{"type":"subscribe","id":"1","payload":{"query":"{ hello }"}}""")]
    [InlineData("closed 4429 Too many initialisation requests", """{"type":"connection_init"}""", """{"type":"connection_init"}""")]
    [InlineData("closed 4409 Subscriber for 1 already exists", """{"type":"connection_init"}""",
        """{"type":"subscribe","id":"1","payload":{"query":"subscription { pushed }"}}""",
        """{"type":"subscribe","id":"1","payload":{"query":"{ hello }"}}""")]
    public async Task Breaking_the_protocol_closes_with_its_code(string expected, params string[] messages)
    {
        await using var host = await TestHost.StartAsync();
        using var socket = await host.ConnectAsync(init: false);
        foreach (var message in messages)
        {
            await socket.SendAsync(message);
        }
        Assert.Equal(expected, await socket.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Binary_messages_close_with_4400()
    {
        await using var host = await TestHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendBinaryAsync([1, 2]);
        Assert.Equal("closed 4400 Invalid message received", await socket.ReceiveAsync());
    }

    [Theory]
    [InlineData("graphql-ws")]
    [InlineData(null)]
    public async Task Another_subprotocol_closes_with_4406(string? subprotocol)
    {
        await using var host = await TestHost.StartAsync();
        try
        {
            using var socket = await host.ConnectAsync(subprotocol, init: false);
            Assert.Equal("closed 4406 Subprotocol not acceptable", await socket.ReceiveAsync());
        }
        catch (System.Net.WebSockets.WebSocketException) when (subprotocol is not null)
        {
            // This client itself gives up when the server selects none of its subprotocols.
            Assert.NotNull(subprotocol);
        }
    }

    [Fact]
    public async Task Without_an_init_it_closes_with_4408()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { InitTimeout = TimeSpan.FromMilliseconds(50) });
        using var socket = await host.ConnectAsync(init: false);
        Assert.Equal("closed 4408 Connection initialisation timeout", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task A_refused_init_closes_with_4403()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions
        {
            Connect = (_, payload) =>
                new(payload.ValueKind == JsonValueKind.Object && payload.GetProperty("token").GetString() == "good" ? "ann" : null),
        });
        using var refused = await host.ConnectAsync(init: false);
        await refused.SendAsync("""{"type":"connection_init","payload":{"token":"bad"}}""");
        Assert.Equal("closed 4403 Forbidden", await refused.ReceiveAsync());
        using var welcome = await host.ConnectAsync(init: false);
        await welcome.SendAsync("""{"type":"connection_init","payload":{"token":"good"}}""");
        Assert.Equal("""{"type":"connection_ack"}""", await welcome.ReceiveAsync());
        await welcome.SendAsync(Subscribe("1", "{ caller }"));
        Assert.Contains("\"caller\":\"ann\"", await welcome.ReceiveAsync());
    }

    [Fact]
    public async Task An_init_that_fails_unexpectedly_closes_with_4500()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions
        {
            Connect = (_, _) => throw new InvalidOperationException("secret"),
        });
        using var socket = await host.ConnectAsync(init: false);
        await socket.SendAsync("""{"type":"connection_init"}""");
        Assert.Matches("^closed 4500 Internal error [0-9a-f]{12}$", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task A_message_that_is_too_long_closes_with_1009()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { MessageBytesMax = 1000 });
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Subscribe("1", new string(' ', 2000)));
        Assert.Equal("closed 1009 A message is longer than 1000 bytes", await socket.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Operations_beyond_the_bound_are_refused_one_by_one()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { OperationsPerConnectionMax = 1 });
        using var socket = await SubscribedAsync(host, "1");
        await socket.SendAsync(Subscribe("2", "{ hello }"));
        Assert.Contains("\"id\":\"2\",\"type\":\"error\"", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off_and_its_source_disposed()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { CloseTimeout = TimeSpan.FromSeconds(15) });
        using var socket = await host.ConnectAsync();
        // It may be over before a busy machine checks.
        var began = host.Sources.LiveAsync(1);
        await socket.SendAsync(Subscribe("1", "subscription { every }"));
        await began;
        await host.Sources.LiveAsync(0);
        Assert.Equal("closed 4290 Too slow", await socket.ReceiveCloseAsync());
    }

    [Fact]
    public async Task Connections_beyond_the_bound_of_a_caller_are_refused()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { ConnectionsPerCallerMax = 1, CallerKey = _ => "one" });
        using var first = await host.ConnectAsync();
        var error = await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => host.ConnectAsync());
        Assert.Contains("429", error.Message);
        await first.CloseAsync();
    }

    [Fact]
    public async Task A_server_that_stops_says_goodbye()
    {
        await using var host = await TestHost.StartAsync();
        using var socket = await SubscribedAsync(host, "1");
        var stopping = host.StopAsync();
        Assert.Equal("closed 1001 Server is stopping", await socket.ReceiveAsync());
        await socket.CloseAsync();
        await stopping;
        await host.Sources.LiveAsync(0);
    }
}

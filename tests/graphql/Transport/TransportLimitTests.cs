using System.Runtime.CompilerServices;

namespace Hierarchy.Tests.GraphQL.Transport;

/// <summary>Each bound of the transports at its edge: a value at the bound is served, one above it is refused with its own code.</summary>
public sealed class TransportLimitTests
{
    private static string Subscribe(string id, string query) =>
        $$$"""{"id":{{{JsonSerializer.Serialize(id)}}},"type":"subscribe","payload":{"query":{{{JsonSerializer.Serialize(query)}}} } }""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_may_have_all_bytes_of_its_bound(bool isLengthTold)
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { BodyBytesMax = 1_000 });
        foreach (var length in new[] { 1_000, 1_001, 50_000 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
            {
                Content = new StringContent("""{"query":"{ hello }"}""".PadRight(length), Encoding.UTF8, "application/json"),
            };
            request.Headers.TransferEncodingChunked = !isLengthTold;
            var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(length <= 1_000 ? HttpStatusCode.OK : HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(length > 1_000, body.Contains("\"code\":\"LIMIT_BODY\"", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Content-Length: 4000000\r\n\r\n", 0)]
    [InlineData("Content-Length: 4000000\r\nExpect: 100-continue\r\n\r\n", 0)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n4000000\r\n", 1_001)]
    public async Task A_body_that_will_be_too_long_is_refused_before_the_rest_of_it_has_come(string length, int sent)
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { BodyBytesMax = 1_000 });
        using var sender = new TcpClient(host.Address.Host, host.Address.Port);
        var head = "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + length;
        await sender.GetStream().WriteAsync(Encoding.UTF8.GetBytes(head + new string(' ', sent)), TestContext.Current.CancellationToken);
        var buffer = new byte[4096];
        var read = await sender.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
        var answer = Encoding.UTF8.GetString(buffer, 0, read);
        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"LIMIT_BODY\"", answer);
    }

    [Fact]
    public async Task An_address_may_have_all_characters_of_its_bound()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { BodyBytesMax = 100 });
        var query = "?query=%7Bhello%7D&x=".PadRight(100, 'x');
        Assert.Equal("""{"data":{"hello":"world"}}""", await host.Client.GetStringAsync("/graphql" + query));
        var refused = await host.Client.GetAsync("/graphql" + query + "x", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestUriTooLong, refused.StatusCode);
        Assert.Contains("LIMIT_BODY", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_body_that_does_not_come_gives_its_place_back()
    {
        await using var host = await TestHost.StartAsync(
            new GraphQLOptions { ConcurrencyMax = 1, BodyTimeMax = TimeSpan.FromMilliseconds(200) });
        using var slow = new TcpClient(host.Address.Host, host.Address.Port);
        const string Head = "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n";
        await slow.GetStream().WriteAsync(Encoding.UTF8.GetBytes(Head + "{\"que"), TestContext.Current.CancellationToken);
        var buffer = new byte[4096];
        var length = await slow.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
        var answer = Encoding.UTF8.GetString(buffer, 0, length);
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"LIMIT_BODY_TIME\"", answer);
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("""{"query":"{ hello }"}""")).Status);
        Assert.True(host.Faults.IsEmpty, string.Join('\n', host.Faults));
    }

    [Fact]
    public async Task Connections_of_both_protocols_count_and_their_places_come_back()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { ConnectionsMax = 2 });
        using var first = await host.ConnectAsync();
        using var second = await host.ConnectAsync();
        Assert.Contains("503", (await Assert.ThrowsAsync<WebSocketException>(() => host.ConnectAsync())).Message);
        var (status, body, response) = await host.PostAsync("""{"query":"{ hello }"}""", "text/event-stream");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("\"code\":\"LIMIT_CONNECTIONS\"", body);
        Assert.Equal("1", response.Headers.RetryAfter!.ToString());
        first.Abort();
        do
        {
            (status, _, _) = await host.PostAsync("""{"query":"{ hello }"}""", "text/event-stream");
        }
        while (status == HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task A_caller_may_hold_all_connections_of_the_bound()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions
        {
            ConnectionsPerCallerMax = 2,
            Caller = http => http.Request.Headers["X-Caller"].ToString(),
            CallerKey = caller => (string?)caller,
        });
        using var first = await host.ConnectAsync();
        using var second = await host.ConnectAsync();
        var (status, body, _) = await host.PostAsync("""{"query":"{ hello }"}""", "text/event-stream");
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Contains("\"code\":\"LIMIT_CONNECTIONS_PER_CALLER\"", body);
        host.Client.DefaultRequestHeaders.Add("X-Caller", "another");
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("""{"query":"{ hello }"}""", "text/event-stream")).Status);
    }

    [Fact]
    public async Task A_connection_may_have_all_operations_of_the_bound()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { OperationsPerConnectionMax = 2 });
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Subscribe("1", "subscription { pushed }"));
        // Another key, so that they do not share a source.
        await socket.SendAsync(Subscribe("2", "subscription { pushed(key: \"b\") }"));
        await host.Sources.LiveAsync(2);
        await socket.SendAsync(Subscribe("3", "{ hello }"));
        var refusal = await socket.ReceiveAsync();
        Assert.StartsWith("{\"id\":\"3\",\"type\":\"error\"", refusal, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"LIMIT_OPERATIONS\"", refusal);
        await socket.SendAsync("""{"id":"1","type":"complete"}""");
        await host.Sources.LiveAsync(1);
        await socket.SendAsync(Subscribe("3", "{ hello }"));
        Assert.Contains("\"hello\":\"world\"", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task Operations_that_do_not_end_when_they_are_stopped_do_not_pile_up()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { OperationsPerConnectionMax = 2 }, null, sources =>
            TestSchema.Build("type Query { hello: String } type Subscription { stuck(n: Int): Int! }", types =>
            {
                types.Field("Query.hello", _ => "world");
                types.Stream("stuck", _ => Stuck(sources));
            }));
        using var socket = await host.ConnectAsync();
        for (var i = 0; i < 4; i++)
        {
            // Different ones: an identical one would join the previous source, which may still exist.
            await socket.SendAsync(Subscribe("s", $"subscription {{ stuck(n: {i}) }}"));
            await host.Sources.LiveAsync(i + 1);
            await socket.SendAsync("""{"id":"s","type":"complete"}""");
        }
        await socket.SendAsync(Subscribe("s", "subscription { stuck }"));
        Assert.Contains("LIMIT_OPERATIONS", await socket.ReceiveAsync());
        host.Sources.Go.SetResult();
        await host.Sources.LiveAsync(0);

        static async IAsyncEnumerable<object> Stuck(Sources sources)
        {
            using var live = sources.Enter();
            await sources.Go.Task;
            yield return 1;
        }
    }

    [Fact]
    public async Task A_message_may_have_all_bytes_of_its_bound()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { MessageBytesMax = 5_000 });
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Subscribe("1", "{ hello }").PadRight(5_000));
        Assert.Contains("\"hello\":\"world\"", await socket.ReceiveAsync());
        Assert.Contains("complete", await socket.ReceiveAsync());
        await socket.SendAsync(Subscribe("1", "{ hello }").PadRight(5_001));
        Assert.Equal("closed 1009 A message is longer than 5000 bytes", await socket.ReceiveCloseAsync());
    }

    [Theory]
    [InlineData("\U0001F600")]
    [InlineData("x\U0001F600")]
    [InlineData("ế")]
    public async Task A_long_id_is_cut_between_characters_in_the_reason_of_a_close(string character)
    {
        await using var host = await TestHost.StartAsync();
        using var socket = await host.ConnectAsync();
        var id = string.Concat(Enumerable.Repeat(character, 5_000));
        await socket.SendAsync(Subscribe(id, "subscription { pushed }"));
        await socket.SendAsync(Subscribe(id, "subscription { pushed }"));
        var close = await socket.ReceiveCloseAsync();
        Assert.StartsWith("closed 4409 Subscriber for " + character, close, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(close["closed 4409 ".Length..]), 117, 123);
        await host.Sources.LiveAsync(0);
        Assert.Empty(host.Faults);
    }

    [Fact]
    public async Task Operations_of_a_socket_count_as_requests_under_way()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { ConcurrencyMax = 1 });
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Subscribe("1", "{ wait }"));
        await host.Sources.Waiting.Task.WaitAsync(TestContext.Current.CancellationToken);
        await socket.SendAsync(Subscribe("2", "{ hello }"));
        Assert.Contains("\"code\":\"OVERLOADED\"", await socket.ReceiveAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.PostAsync("""{"query":"{ hello }"}""")).Status);
        host.Sources.Go.SetResult();
        Assert.Contains("\"wait\":1", await socket.ReceiveAsync());
    }

    [Fact]
    public void Queues_that_are_full_together_still_take_what_is_ones_share()
    {
        var total = new QueueTotal(1_000, 10);
        var (greedy, modest) = (new FrameQueue(1_000, 2_000, total), new FrameQueue(1_000, 2_000, total));
        for (var i = 0; i < 20; i++)
        {
            Assert.NotNull(greedy.Add(Frame.Of(new byte[50])));
        }
        Assert.Null(greedy.Add(Frame.Of(new byte[50])));
        Assert.NotNull(modest.Add(Frame.Of(new byte[50])));
        Assert.NotNull(modest.Add(Frame.Of(new byte[50])));
        Assert.Null(modest.Add(Frame.Of(new byte[50])));
        greedy.Complete(discard: true);
        Assert.NotNull(modest.Add(Frame.Of(new byte[50])));
        Assert.True(total.HasRoom(850, 850));
        Assert.False(total.HasRoom(851, 851));
    }

    [Theory]
    [InlineData(8, 256L << 20)]
    [InlineData(100_000, 512L << 10)]
    public async Task A_slow_subscriber_delays_nobody_and_is_cut_off(int messagesMax, long allBytesMax)
    {
        var text = new string('y', 64 * 1024);
        await using var host = await TestHost.StartAsync(
            new GraphQLOptions
            {
                QueueMessagesMax = messagesMax,
                QueueBytesMax = int.MaxValue,
                AllQueuesBytesMax = allBytesMax,
                CloseTimeout = TimeSpan.FromSeconds(60),
            },
            null,
            sources => TestSchema.Build("type Query { hello: String } type Subscription { text: String! }", types =>
            {
                types.Field("Query.hello", _ => "world");
                types.Stream("text", c => Texts(sources, text, c.CancellationToken));
            }),
            rightsOf: _ => null);
        using var slow = await host.ConnectAsync();
        using var dead = await host.ConnectAsync();
        using var good = await host.ConnectAsync();
        foreach (var socket in new[] { slow, dead, good })
        {
            await socket.SendAsync(Subscribe("1", "subscription { text }"));
            // The answer proves that the previous operation was processed.
            await socket.SendAsync("""{"type":"ping"}""");
            Assert.Contains("pong", await socket.ReceiveAsync());
        }
        await host.Sources.LiveAsync(1);
        // Far more than the buffers of both ends and the queue hold; the good client gets each event before the next one.
        for (var i = 0; i < 400; i++)
        {
            await host.Sources.Pushed.Writer.WriteAsync(i, TestContext.Current.CancellationToken);
            var next = good.ReceiveAsync();
            if (i == 0)
            {
                // A subscriber slightly later than the first event misses it.
                while (await Task.WhenAny(next, Task.Delay(200, TestContext.Current.CancellationToken)) != next)
                {
                    await host.Sources.Pushed.Writer.WriteAsync(i, TestContext.Current.CancellationToken);
                }
            }
            Assert.Contains("\"next\"", await next);
        }
        Assert.Equal("closed 4290 Too slow", await slow.ReceiveCloseAsync());
        dead.Abort();
        await host.Sources.LiveAsync(1);
        good.Abort();
        await host.Sources.LiveAsync(0);
        Assert.Empty(host.Faults);
    }

    private static async IAsyncEnumerable<object> Texts(Sources sources, string text,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var _ in sources.Read<int>(cancellation))
        {
            yield return text;
        }
    }
}

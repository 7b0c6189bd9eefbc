namespace Hierarchy.Tests.System;

/// <summary>The real process enforces limits per person over all tokens and connections, and slows down guessing of tokens.</summary>
public sealed class PersonLimitTests(LimitedSystem system) : IClassFixture<LimitedSystem>
{
    [Fact]
    public async Task A_persons_requests_of_a_minute_are_counted_over_all_tokens_and_another_persons_are_not()
    {
        var (first, second) = (await system.PersonAsync("an-1"), (await system.RunAsync("token", "an-1")).Output.Trim());
        var codes = new List<string?>();
        for (var i = 0; i < LimitedSystem.Requests + 10; i++)
        {
            using var response = await system.PostAsync(i % 2 == 0 ? first : second, "{ root { id } }");
            codes.Add(response.StatusCode == HttpStatusCode.OK ? null : await PeopleTests.CodeOfAsync(response));
        }

        // A minute may have begun in between.
        Assert.Contains("LIMIT_REQUESTS_PER_PERSON", codes);
        using var socket = await system.ConnectAsync(first);
        await PeopleTests.SendAsync(socket, Operation("q", "{ root { id } }"));
        Assert.Equal("LIMIT_REQUESTS_PER_PERSON", await CodeOfErrorAsync(socket));
        using var other = await system.PostAsync(system.Token, "{ root { id } }");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task A_persons_open_subscriptions_are_counted_over_all_connections_and_their_places_come_back()
    {
        var (first, second) = (await system.PersonAsync("an-2"), (await system.RunAsync("token", "an-2")).Output.Trim());
        using var one = await system.ConnectAsync(first);
        for (var i = 0; i < LimitedSystem.Watches; i++)
        {
            await PeopleTests.SendAsync(one, Operation($"w{i}", "subscription { progressChanged(unit: \"bnv\") { id } }"));
        }
        await PeopleTests.SendAsync(one, Operation("one more", "subscription { progressChanged(unit: \"bnv\") { id } }"));
        Assert.Equal("LIMIT_WATCHES_PER_PERSON", await CodeOfErrorAsync(one));
        using var two = await system.ConnectAsync(second);
        await PeopleTests.SendAsync(two, Operation("w", "subscription { progressChanged(unit: \"bnv\") { id } }"));
        Assert.Equal("LIMIT_WATCHES_PER_PERSON", await CodeOfErrorAsync(two));

        await PeopleTests.SendAsync(one, new { type = "complete", id = "w0" });
        var isRefused = true;
        // A place may become free only after a moment, and requests per minute are limited too. A granted subscription yields its first
        // event at once.
        for (var i = 0; isRefused && i < LimitedSystem.Requests / 4; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
            await PeopleTests.SendAsync(two, Operation($"again {i}", "subscription { progressChanged(unit: \"bnv\") { id } }"));
            isRefused = await IsRefusedAsync(two, $"again {i}");
        }
        Assert.False(isRefused);
    }

    [Fact]
    public async Task A_socket_counts_as_its_callers_after_it_has_introduced_itself()
    {
        var token = await system.PersonAsync("an-3");
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < 20; i++)
        {
            sockets.Add(await system.ConnectAsync(token));
        }
        using var late = await OpenAsync(IPAddress.Loopback);

        await PeopleTests.SendAsync(late, Init(token));

        Assert.Equal(4429, await PeopleTests.ClosedAsync(late));
        Assert.StartsWith("LIMIT_CONNECTIONS_PER_CALLER", late.CloseStatusDescription, StringComparison.Ordinal);
        using var another = await OpenAsync(IPAddress.Loopback);
        await PeopleTests.SendAsync(another, Init(await system.PersonAsync("an-4")));
        Assert.Equal("connection_ack", (string?)(await PeopleTests.ReceiveAsync(another))!["type"]);
        sockets.ForEach(each => each.Dispose());
    }

    [Fact]
    public async Task Wrong_tokens_on_one_socket_close_it_after_twenty_in_a_minute_and_a_valid_one_enters()
    {
        var token = await system.PersonAsync("an-5");
        var elsewhere = IPAddress.Parse("127.0.0.3");
        using var guessing = await OpenAsync(elsewhere);
        await PeopleTests.SendAsync(guessing, Init(token));
        Assert.Equal("connection_ack", (string?)(await PeopleTests.ReceiveAsync(guessing))!["type"]);
        var pongs = 0;
        for (var i = 0; i < 60 && guessing.State == WebSocketState.Open; i++)
        {
            await PeopleTests.SendAsync(guessing, new { type = "ping", payload = new { authorization = $"Bearer hst_{i}" } });
            if (await PeopleTests.ReceiveAsync(guessing) is null)
            {
                break;
            }
            pongs++;
        }

        Assert.InRange(pongs, 20, 40);
        Assert.Equal("4429 LIMIT_REFUSED_TOKENS", $"{(int?)guessing.CloseStatus} {guessing.CloseStatusDescription?.Split(':')[0]}");
        using var valid = await OpenAsync(elsewhere);
        await PeopleTests.SendAsync(valid, Init(token));
        Assert.Equal("connection_ack", (string?)(await PeopleTests.ReceiveAsync(valid))!["type"]);
    }

    [Fact]
    public async Task Wrong_tokens_on_one_connection_are_slowed_down()
    {
        using var client = new HttpClient(From(IPAddress.Parse("127.0.0.4"))) { BaseAddress = system.Process.Address };
        for (var i = 0; i < 40; i++)
        {
            using var each = await SignedInSystem.PostAsync(client, "hst_" + i, "{ root { id } }");
        }
        var begun = global::System.Diagnostics.Stopwatch.StartNew();

        for (var i = 0; i < 10; i++)
        {
            using var each = await SignedInSystem.PostAsync(client, "hst_" + i, "{ root { id } }");
        }

        Assert.True(begun.Elapsed > TimeSpan.FromMilliseconds(400), $"ten answers took {begun.Elapsed}");
    }

    private static object Operation(string id, string query) => new { type = "subscribe", id, payload = new { query } };

    private static object Init(string token) => new { type = "connection_init", payload = new { authorization = $"Bearer {token}" } };

    /// <summary>The code of the next operation that is refused.</summary>
    private static async Task<string?> CodeOfErrorAsync(ClientWebSocket socket) =>
        (string?)(await UntilAsync(socket, "error"))["payload"]![0]!["extensions"]!["code"];

    /// <summary>Whether the first answer to an operation is a refusal.</summary>
    private static async Task<bool> IsRefusedAsync(ClientWebSocket socket, string id)
    {
        while (true)
        {
            var message = await PeopleTests.ReceiveAsync(socket);
            Assert.NotNull(message);
            if ((string?)message["id"] == id)
            {
                return (string?)message["type"] == "error";
            }
        }
    }

    private static async Task<global::System.Text.Json.Nodes.JsonNode> UntilAsync(ClientWebSocket socket, string type)
    {
        while (true)
        {
            var message = await PeopleTests.ReceiveAsync(socket);
            Assert.NotNull(message);
            if ((string?)message["type"] == type)
            {
                return message;
            }
        }
    }

    private static SocketsHttpHandler From(IPAddress address) => new()
    {
        MaxConnectionsPerServer = 1,
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    /// <summary>A WebSocket before connection_init.</summary>
    private async Task<ClientWebSocket> OpenAsync(IPAddress from)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        using var invoker = new HttpMessageInvoker(From(from));
        await socket.ConnectAsync(
            new UriBuilder(new Uri(system.Process.Address, "/graphql")) { Scheme = "ws" }.Uri, invoker, CancellationToken.None);
        return socket;
    }
}

/// <summary>A process with sign-in and limits low enough for tests.</summary>
public sealed class LimitedSystem : SignedInSystem
{
    public const int Requests = 200;

    public const int Watches = 5;

    public override async ValueTask InitializeAsync()
    {
        Process.Environment["HIERARCHY_REQUESTS_PER_PERSON"] = $"{Requests}";
        Process.Environment["HIERARCHY_WATCHES_PER_PERSON"] = $"{Watches}";
        await base.InitializeAsync();
    }

    /// <summary>A token of a new person.</summary>
    public async Task<string> PersonAsync(string id)
    {
        await DoAsync($$"""registerPerson(requestId: "{{id}}", input: { id: "{{id}}", name: "{{id}}" }) { id }""");
        return (await RunAsync("token", id)).Output.Trim();
    }
}

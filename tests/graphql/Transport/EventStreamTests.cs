namespace Hierarchy.Tests.GraphQL.Transport;

/// <summary>The protocol <c>graphql-sse</c> in its distinct and its single-connection mode.</summary>
public sealed class EventStreamTests
{
    private static HttpRequestMessage Post(string query, string path = "/graphql") => new(HttpMethod.Post, path)
    {
        Headers = { { "Accept", "text/event-stream" } },
        Content = new StringContent(JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json"),
    };

    private static async Task<(HttpResponseMessage Response, StreamReader Reader)> OpenAsync(TestHost host, HttpRequestMessage request)
    {
        var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken);
        return (response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    private static async Task<string> NextAsync(StreamReader reader)
    {
        var lines = new List<string>();
        while (true)
        {
            var line = await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
                .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            if (line is null)
            {
                return "end";
            }
            if (line.Length == 0)
            {
                return string.Join('|', lines);
            }
            lines.Add(line);
        }
    }

    [Fact]
    public async Task A_subscription_streams_its_events_and_completes()
    {
        await using var host = await TestHost.StartAsync();
        var (response, reader) = await OpenAsync(host, Post("subscription { count(to: 2) }"));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("event: next|data: {\"data\":{\"count\":1}}", await NextAsync(reader));
        Assert.Equal("event: next|data: {\"data\":{\"count\":2}}", await NextAsync(reader));
        Assert.Equal("event: complete|data:", await NextAsync(reader));
        Assert.Equal("end", await NextAsync(reader));
    }

    [Theory]
    [InlineData("{ hello }", "event: next|data: {\"data\":{\"hello\":\"world\"}}")]
    [InlineData("mutation { set(n: 3) }", "event: next|data: {\"data\":{\"set\":3}}")]
    [InlineData("subscription { count(to: -1) }",
        "event: next|data: {\"errors\":[{\"message\":\"to must not be negative\"" +
        ",\"extensions\":{\"code\":\"INVALID\",\"input\":[\"to\"]}}]}")]
    public async Task Other_operations_give_one_result(string query, string first)
    {
        await using var host = await TestHost.StartAsync();
        var (_, reader) = await OpenAsync(host, Post(query));
        Assert.Equal(first, await NextAsync(reader));
        Assert.Equal("event: complete|data:", await NextAsync(reader));
    }

    [Fact]
    public async Task Invalid_documents_are_reported_inside_the_stream()
    {
        await using var host = await TestHost.StartAsync();
        var (response, reader) = await OpenAsync(host, Post("{ nope }"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("event: next|data: {\"errors\":[{\"message\":", await NextAsync(reader), StringComparison.Ordinal);
        Assert.Equal("event: complete|data:", await NextAsync(reader));
    }

    [Fact]
    public async Task An_EventSource_subscribes_by_GET()
    {
        await using var host = await TestHost.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=" + Uri.EscapeDataString("subscription { count(to: 1) }"));
        request.Headers.Add("Accept", "text/event-stream");
        var (_, reader) = await OpenAsync(host, request);
        Assert.Equal("event: next|data: {\"data\":{\"count\":1}}", await NextAsync(reader));
        var mutation = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=" + Uri.EscapeDataString("mutation { set(n: 1) }"));
        mutation.Headers.Add("Accept", "text/event-stream");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await OpenAsync(host, mutation)).Response.StatusCode);
    }

    [Fact]
    public async Task A_quiet_stream_gets_comments_and_a_client_that_goes_away_leaves_no_source_behind()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { Heartbeat = TimeSpan.FromMilliseconds(30) });
        var (response, reader) = await OpenAsync(host, Post("subscription { pushed }"));
        Assert.Equal(":", await NextAsync(reader));
        Assert.Equal(":", await NextAsync(reader));
        await host.Sources.LiveAsync(1);
        response.Dispose();
        await host.Sources.LiveAsync(0);
    }

    [Fact]
    public async Task Only_the_newest_event_waits_for_a_slow_client()
    {
        await using var host = await TestHost.StartAsync();
        var (_, reader) = await OpenAsync(host, Post("subscription { pushed }"));
        await host.Sources.LiveAsync(1);
        for (var i = 1; i <= 500; i++)
        {
            await host.Sources.Pushed.Writer.WriteAsync(i, TestContext.Current.CancellationToken);
        }
        var seen = new List<int>();
        do
        {
            var text = await NextAsync(reader);
            using var json = JsonDocument.Parse(text[(text.IndexOf("data: ", StringComparison.Ordinal) + 6)..]);
            seen.Add(json.RootElement.GetProperty("data").GetProperty("pushed").GetInt32());
        }
        while (seen[^1] != 500);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(seen.Distinct(), seen);
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_streams()
    {
        await using var host = await TestHost.StartAsync();
        var (_, reader) = await OpenAsync(host, Post("subscription { pushed }"));
        await host.Sources.LiveAsync(1);
        await host.StopAsync();
        await host.Sources.LiveAsync(0);
        Assert.Equal("end", await NextAsync(reader));
    }

    [Fact]
    public async Task A_reserved_stream_carries_all_operations_of_its_client()
    {
        await using var host = await TestHost.StartAsync();
        var token = TestContext.Current.CancellationToken;
        var reserved = await host.Client.PutAsync("/graphql/stream", null, token);
        Assert.Equal(HttpStatusCode.Created, reserved.StatusCode);
        var ticket = await reserved.Content.ReadAsStringAsync(token);
        var open = new HttpRequestMessage(HttpMethod.Get, "/graphql/stream?token=" + ticket);
        open.Headers.Add("Accept", "text/event-stream");
        var (_, reader) = await OpenAsync(host, open);

        // A second one is refused without affecting the first.
        var second = new HttpRequestMessage(HttpMethod.Get, "/graphql/stream?token=" + ticket);
        second.Headers.Add("Accept", "text/event-stream");
        Assert.Equal(HttpStatusCode.Conflict, (await host.Client.SendAsync(second, token)).StatusCode);

        Assert.Equal(HttpStatusCode.Accepted, await StartAsync("1", "{ hello }"));
        Assert.Equal("event: next|data: {\"id\":\"1\",\"payload\":{\"data\":{\"hello\":\"world\"}}}", await NextAsync(reader));
        Assert.Equal("event: complete|data: {\"id\":\"1\"}", await NextAsync(reader));
        Assert.Equal(HttpStatusCode.Accepted, await StartAsync("2", "subscription { pushed }"));
        await host.Sources.LiveAsync(1);
        Assert.Equal(HttpStatusCode.Conflict, await StartAsync("2", "{ hello }"));
        Assert.Equal(HttpStatusCode.BadRequest, await StartAsync("3", "{ nope }"));
        Assert.Equal(HttpStatusCode.BadRequest, await StartAsync("", "{ hello }"));
        var stop = new HttpRequestMessage(HttpMethod.Delete, "/graphql/stream?operationId=2");
        stop.Headers.Add("X-GraphQL-Event-Stream-Token", ticket);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.SendAsync(stop, token)).StatusCode);
        await host.Sources.LiveAsync(0);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/graphql/stream?token=x", token)).StatusCode);

        async Task<HttpStatusCode> StartAsync(string id, string query)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/graphql/stream")
            {
                Content = new StringContent(
                    JsonSerializer.Serialize(new { query, extensions = new { operationId = id } }), Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("X-GraphQL-Event-Stream-Token", ticket);
            return (await host.Client.SendAsync(request, token)).StatusCode;
        }
    }

    [Fact]
    public async Task A_reservation_that_nobody_uses_expires()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions
        {
            ReservationTimeout = TimeSpan.FromMilliseconds(20),
            ConnectionsPerCallerMax = 1,
            CallerKey = _ => "one",
        });
        var token = TestContext.Current.CancellationToken;
        Assert.Equal(HttpStatusCode.Created, (await host.Client.PutAsync("/graphql/stream", null, token)).StatusCode);
        HttpStatusCode status;
        do
        {
            status = (await host.Client.PutAsync("/graphql/stream", null, token)).StatusCode;
        }
        while (status == HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.Created, status);
    }
}

using System.Runtime.CompilerServices;

namespace Hierarchy.Tests.GraphQL.Transport;

/// <summary>Identical subscriptions share one source and one execution per event; others do not.</summary>
public sealed class SharedSubscriptionTests(ITestOutputHelper output)
{
    private static readonly GraphQLOptions s_options = new() { Caller = http => http.Request.Headers["X-Caller"].ToString() };

    private int _executions;

    [Fact]
    public async Task One_event_reaches_10000_subscribers_by_one_execution()
    {
        const int Sockets = 100;
        const int PerSocket = 100;
        await using var host = await TestHost.StartAsync(s_options, null, Readings);
        var sockets = new List<Socket>();
        for (var i = 0; i < Sockets; i++)
        {
            sockets.Add(await host.ConnectAsync());
        }
        await host.Sources.Pushed.Writer.WriteAsync(1, TestContext.Current.CancellationToken);
        foreach (var socket in sockets)
        {
            for (var i = 0; i < PerSocket; i++)
            {
                await socket.SendAsync($$$"""
                    {"id":"{{{i}}}","type":"subscribe","payload":{"query":"subscription { value { number counted } }"}}
                    """);
            }
        }
        // A subscriber with the first event, live or replayed, has joined.
        await Task.WhenAll(sockets.Select(socket => ReceiveAllAsync(socket, """{"data":{"value":{"number":1,"counted":1}}}""")));
        await host.Sources.LiveAsync(1);

        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        await host.Sources.Pushed.Writer.WriteAsync(2, TestContext.Current.CancellationToken);
        await Task.WhenAll(sockets.Select(socket => ReceiveAllAsync(socket, """{"data":{"value":{"number":2,"counted":2}}}""")));
        output.WriteLine($"{Sockets * PerSocket} subscribers: {watch.ElapsedMilliseconds} ms from the event to the last client in one " +
            $"process; {memory / (Sockets * PerSocket)} bytes of managed memory for each, client and server");
        Assert.Equal(2, _executions);

        sockets.ForEach(socket => socket.Abort());
        await host.Sources.LiveAsync(0);
        sockets.ForEach(socket => socket.Dispose());

        static async Task ReceiveAllAsync(Socket socket, string answer)
        {
            var ids = new HashSet<string>();
            while (ids.Count < PerSocket)
            {
                var message = await socket.ReceiveAsync();
                Assert.EndsWith($",\"type\":\"next\",\"payload\":{answer}}}", message, StringComparison.Ordinal);
                Assert.True(ids.Add(message[..message.IndexOf(',', StringComparison.Ordinal)]));
            }
        }
    }

    [Fact]
    public async Task Without_replay_a_late_joiner_gets_only_what_comes()
    {
        await using var host = await TestHost.StartAsync(s_options, null, Readings);
        using var early = await OpenAsync(host, "subscription { happened { number } }");
        await host.Sources.LiveAsync(1);
        await host.Sources.Pushed.Writer.WriteAsync(1, TestContext.Current.CancellationToken);
        Assert.Equal("""{"data":{"happened":{"number":1}}}""", await early.NextAsync());

        using var late = await OpenAsync(host, "subscription { happened { number } }");
        var first = late.NextAsync();
        var sent = 1;
        while (!first.IsCompleted)
        {
            await host.Sources.Pushed.Writer.WriteAsync(++sent, TestContext.Current.CancellationToken);
            await Task.WhenAny(first, Task.Delay(20, TestContext.Current.CancellationToken));
        }
        Assert.NotEqual("""{"data":{"happened":{"number":1}}}""", await first);
        for (var i = 2; i <= sent; i++)
        {
            Assert.Equal("{\"data\":{\"happened\":{\"number\":" + i + "}}}", await early.NextAsync());
        }
        await host.Sources.LiveAsync(1);
    }

    [Fact]
    public async Task Variables_tell_subscriptions_apart_but_not_the_way_they_are_written()
    {
        await using var host = await TestHost.StartAsync(s_options, null, Readings);
        const string Query = "subscription($w: Where) { value(where: $w) { number } }";
        await host.Sources.Pushed.Writer.WriteAsync(1, TestContext.Current.CancellationToken);
        using var first = await OpenAsync(host, Query, """{"w":{"a":1,"b":2}}""");
        Assert.Equal("""{"data":{"value":{"number":1}}}""", await first.NextAsync());
        using var same = await OpenAsync(host, Query, """{ "other": 3, "w": { "b": 2, "a": 1 } }""");
        Assert.Equal("""{"data":{"value":{"number":1}}}""", await same.NextAsync());
        await host.Sources.LiveAsync(1);
        using var different = await OpenAsync(host, Query, """{"w":{"a":1,"b":3}}""");
        await host.Sources.LiveAsync(2);
    }

    [Fact]
    public async Task Callers_of_the_same_rights_share_and_no_others()
    {
        await using var host = await TestHost.StartAsync(s_options, null, Readings);
        await host.Sources.Pushed.Writer.WriteAsync(1, TestContext.Current.CancellationToken);
        using var an = await OpenAsync(host, "subscription { value { number caller } }", caller: "an");
        Assert.Equal("""{"data":{"value":{"number":1,"caller":"an"}}}""", await an.NextAsync());
        using var again = await OpenAsync(host, "subscription { value { number caller } }", caller: "an");
        Assert.Equal("""{"data":{"value":{"number":1,"caller":"an"}}}""", await again.NextAsync());
        await host.Sources.LiveAsync(1);
        using var binh = await OpenAsync(host, "subscription { value { number caller } }", caller: "binh");
        await host.Sources.LiveAsync(2);

        await using var open = await TestHost.StartAsync(s_options, null, Readings, rightsOf: _ => null);
        await open.Sources.Pushed.Writer.WriteAsync(1, TestContext.Current.CancellationToken);
        using var one = await OpenAsync(open, "subscription { value { number counted } }", caller: "an");
        var answer = await one.NextAsync();
        using var other = await OpenAsync(open, "subscription { value { number counted } }", caller: "binh");
        Assert.Equal(answer, await other.NextAsync());
        await open.Sources.LiveAsync(1);
    }

    [Fact]
    public async Task The_last_to_leave_disposes_the_source_and_the_next_one_starts_anew()
    {
        await using var host = await TestHost.StartAsync(s_options, null, Readings);
        await host.Sources.Pushed.Writer.WriteAsync(1, TestContext.Current.CancellationToken);
        var first = await OpenAsync(host, "subscription { value { number } }");
        var second = await OpenAsync(host, "subscription { value { number } }");
        Assert.Equal(await first.NextAsync(), await second.NextAsync());
        first.Dispose();
        await host.Sources.Pushed.Writer.WriteAsync(2, TestContext.Current.CancellationToken);
        Assert.Equal("""{"data":{"value":{"number":2}}}""", await second.NextAsync());
        second.Dispose();
        await host.Sources.LiveAsync(0);
        await host.Sources.Pushed.Writer.WriteAsync(3, TestContext.Current.CancellationToken);
        using var third = await OpenAsync(host, "subscription { value { number } }");
        Assert.Equal("""{"data":{"value":{"number":3}}}""", await third.NextAsync());
    }

    [Fact]
    public async Task A_source_that_fails_tells_all_of_its_subscribers_the_same()
    {
        await using var host = await TestHost.StartAsync(s_options, null, Readings);
        using var first = await OpenAsync(host, "subscription { fails { number } }");
        using var second = await OpenAsync(host, "subscription { fails { number } }");
        Assert.Equal(await first.NextAsync(), await second.NextAsync());
        host.Sources.Go.SetResult();
        var failure = await first.NextAsync();
        Assert.Matches("""^\{"errors":\[\{"message":"Internal error","extensions":\{"code":"INTERNAL","id":"[0-9a-f]{12}"\}\}\]\}$""", failure);
        Assert.Equal(failure, await second.NextAsync());
    }

    private static async Task<Reader> OpenAsync(TestHost host, string query, string variables = "{}", string caller = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Headers = { { "Accept", "text/event-stream" }, { "X-Caller", caller } },
            Content = new StringContent($$"""{"query":{{JsonSerializer.Serialize(query)}},"variables":{{variables}}}""", Encoding.UTF8,
                "application/json"),
        };
        var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead,
            TestContext.Current.CancellationToken);
        return new(response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    private Schema Readings(Sources sources) => TestSchema.Build("""
        type Query { hello: String }
        type Subscription { value(where: Where): Reading! happened: Reading! fails: Reading! }
        type Reading { number: Int! counted: Int! caller: String }
        input Where { a: Int b: Int }
        """, types =>
    {
        types.Field("Query.hello", _ => "world");
        types.Field("Reading.number", c => ((Reading)c.Source!).Number);
        types.Field("Reading.counted", _ => Interlocked.Increment(ref _executions));
        types.Field("Reading.caller", c => c.Call().Caller as string);
        types.Stream("value", c => Read(sources, c.CancellationToken), latest: true);
        types.Stream("happened", c => Read(sources, c.CancellationToken));
        types.Stream("fails", c => Fail(sources, c.CancellationToken), latest: true);
    });

    private static async IAsyncEnumerable<object> Read(Sources sources, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var number in sources.Read<int>(cancellation))
        {
            yield return new Reading((int)number);
        }
    }

    private static async IAsyncEnumerable<object> Fail(Sources sources, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return new Reading(1);
        await sources.Go.Task.WaitAsync(cancellation);
        throw new InvalidOperationException("secret");
    }

    private sealed record Reading(int Number);

    private sealed class Reader(HttpResponseMessage response, StreamReader lines) : IDisposable
    {
        /// <summary>The payload of the next event.</summary>
        public async Task<string> NextAsync()
        {
            while (true)
            {
                var line = await lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
                    .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
                if (line is null or ['d', 'a', 't', 'a', ':', ' ', ..])
                {
                    return line?[6..] ?? "end";
                }
            }
        }

        public void Dispose()
        {
            response.Dispose();
            lines.Dispose();
        }
    }
}

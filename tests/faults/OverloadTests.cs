namespace Hierarchy.Tests.Faults;

/// <summary>Ten times the machine's capacity: excess requests are refused quickly with a code, memory stays bounded, and the server
/// recovers soon.</summary>
public sealed class OverloadTests(ITestOutputHelper output)
{
    /// <summary>Maximum peak of the server; idle it uses about 250 MB with the five plans, about 600 MB with a whole country.</summary>
    private const long BytesMax = 2048L << 20;

    private const int Callers = 2_000;
    /// <summary>More than the server's <c>ApiServer.ConnectionsMax</c>.</summary>
    private const int Connections = 12_500;

    private const int ConnectionsMax = 12_000;
    private const int Watchers = 400;
    private const int Laggards = 8;
    private const string Laggard = "laggard";
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(FaultRun.IsFull ? FaultRun.FloodSeconds : 10);
    private static readonly TimeSpan CalmTimeMax = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Floods_are_refused_in_bounded_memory_and_leave_nothing_behind()
    {
        Assert.SkipUnless(FaultRun.IsFull, "floods the machine for minutes: ./test --faults");
        await using var process = HierarchyProcess.Create();
        HierarchyProcess.Patience = TimeSpan.FromMinutes(10);
        var obligations = await Country.PrepareAsync(process, 300, nationwide: true);
        using var client = new GraphQLClient(process.Address);
        var normal = await LatencyAsync(client, 100);
        Print($"at rest p50 {normal:0.0} ms; floods of {Length.TotalSeconds:0} s, {Callers} callers");

        await FloodAsync("mutations", process, client, normal, flood => flood.RunAsync(Callers, Length, (caller, i) => Json(
            "mutation($r: ID!, $o: ID!, $p: Float!) { reportProgress(requestId: $r, obligation: $o, percent: $p) { percent } }",
            new { r = $"flood-{caller}-{i}", o = obligations[caller % obligations.Length], p = i % 100 })));
        await FloodAsync("queries", process, client, normal, flood => flood.RunAsync(Callers, Length, (caller, i) => Json(
            "query($u: ID!) { unit(id: \"bnv\") { breakdown(by: CHILD) { key progress { total percent } } } "
            + "other: unit(id: $u) { obligations(first: 50) { totalCount nodes { id status } } } }",
            new { u = obligations[(caller + i) % obligations.Length].Split('~')[0] })));
        var wide = string.Join(' ', Enumerable.Range(0, 8_000).Select(i => $"a{i}: unit(id: \"bnv\") {{ id }}"));
        var deep = string.Concat(Enumerable.Repeat("parent { ", 8_000)) + "id" + string.Concat(Enumerable.Repeat(" }", 8_000));
        byte[][] documents = [Json($"{{ {wide} }}", new { }), Json($"{{ unit(id: \"bnv\") {{ {deep} }} }}", new { })];
        await FloodAsync("giant documents", process, client, normal, flood => flood.RunAsync(200, Length, (caller, _) => documents[caller % 2]));
        byte[][] variables = [.. new[] { 200_000, 4_000_000 }.Select(
            length => Json("query($t: String!) { searchUnits(text: $t) { id } }", new { t = new string('x', length) }))];
        await FloodAsync("giant variables", process, client, normal, flood => flood.RunAsync(200, Length, (caller, _) => variables[caller % 2]));
        await FloodAsync("connections", process, client, normal, flood => flood.RunWatchedAsync(ConnectAsync(process, flood)));
        await FloodAsync("subscriptions", process, client, normal, flood => flood.RunWatchedAsync(SubscribeAsync(process, obligations, flood)));
        Assert.Equal(0, await process.TerminateAsync());
    }

    private async Task FloodAsync(string what, HierarchyProcess process, GraphQLClient client, double normal, Func<Flood, Task> run)
    {
        if (!FaultRun.HasFlood(what))
        {
            Print($"{what}: not asked for");
            return;
        }
        var flood = new Flood(process);
        await run(flood);
        var watch = Stopwatch.StartNew();
        double latency;
        while ((latency = await LatencyAsync(client, 20)) > 5 * normal + 50)
        {
            Assert.True(watch.Elapsed < CalmTimeMax, $"{what}: still {latency:0} ms {CalmTimeMax.TotalSeconds:0} s later, {normal:0} ms before");
        }
        Print($"{what}: {flood.Report(BytesMax)}; p50 {latency:0.0} ms again after {watch.Elapsed.TotalSeconds:0.0} s");
    }

    private static async Task<double> LatencyAsync(GraphQLClient client, int times)
    {
        var took = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await client.SendAsync("""{ unit(id: "vn24-72") { name progress { total percent } } }""");
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return Sample.Percentile(took, 50);
    }

    /// <summary>Opens thousands of idle connections.</summary>
    private static async Task ConnectAsync(HierarchyProcess process, Flood flood)
    {
        var open = new List<TcpClient>();
        try
        {
            for (var i = 0; i < Connections; i++)
            {
                var connection = new TcpClient();
                open.Add(connection);
                await connection.ConnectAsync(process.Address.Host, process.Address.Port);
                flood.Count("connected");
            }
            await Task.Delay(Length / 4);
            // A closed connection is readable and empty.
            var closed = open.Count(connection => connection.Client.Poll(0, SelectMode.SelectRead));
            flood.Count($"closed at once: {closed}");
            Assert.InRange(closed, Connections - ConnectionsMax, Connections - ConnectionsMax + 100);
        }
        finally
        {
            open.ForEach(connection => connection.Dispose());
        }
    }

    /// <summary>Hundreds of watchers while everything changes: most read, many never do, and a few read far too slowly.</summary>
    private static async Task SubscribeAsync(HierarchyProcess process, string[] obligations, Flood flood)
    {
        using var over = new CancellationTokenSource(Length);
        var readers = Enumerable.Range(0, Watchers / 2).Select(_ => Task.Run(() => ReadAsync(process.Address, flood, over.Token))).ToArray();
        var others = Enumerable.Range(0, Watchers / 2).Select(i => Task.Run(
            () => DawdleAsync(process.Address, i < Laggards ? Laggard : "who never read", flood, over.Token))).ToArray();
        using var client = new GraphQLClient(process.Address);
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            var answer = await client.SendAsync(
                "mutation($r: ID!, $o: ID!, $p: Float!) { reportProgress(requestId: $r, obligation: $o, percent: $p) { percent } }",
                new { r = GraphQLClient.NewRequest(), o = obligations[i % obligations.Length], p = i % 100 });
            flood.Count(answer["errors"] is null ? "changes" : "refused changes");
        }
        await Task.WhenAll([.. readers, .. others]);
        var seen = string.Join(", ", flood.Outcomes.Select(o => $"{o.Value} {o.Key}"));
        Assert.True(flood.Outcomes.GetValueOrDefault("seen by readers") > 0, $"nobody who reads saw anything: {seen}");
        Assert.False(flood.Outcomes.Keys.Any(outcome => outcome.StartsWith("reader ", StringComparison.Ordinal)), $"a reader was cut off: {seen}");
        Assert.True(flood.Outcomes.GetValueOrDefault($"{Laggard} closed 4290") > 0, $"nobody was told to be too slow: {seen}");
        Assert.False(flood.Outcomes.Keys.Any(outcome => outcome.EndsWith(" still served", StringComparison.Ordinal)), $"somebody slow was kept: {seen}");
    }

    private static async Task ReadAsync(Uri address, Flood flood, CancellationToken over)
    {
        using var socket = new ClientWebSocket();
        var buffer = new byte[64 * 1024];
        try
        {
            await SubscribeAsync(socket, address, "progressChanged(unit: \"bnv\")",
                "progress { total percent } breakdown(by: CHILD) { key progress { total done overdue percent } }", over);
            while (!over.IsCancellationRequested)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), over);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    // 4408: on a busy machine this client itself took more than three seconds for its first message.
                    flood.Count((int)socket.CloseStatus! == 4408 ? "came too late" : $"reader closed {(int)socket.CloseStatus!}");
                    return;
                }
                if (part.EndOfMessage)
                {
                    flood.Count("seen by readers");
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or WebSocketException or IOException)
        {
            if (!over.IsCancellationRequested)
            {
                flood.Count("reader broken");
            }
        }
    }

    /// <summary>Subscribes to all changes and reads only at the end or, as a laggard, briefly every 1.5 seconds: too seldom to keep up, but
    /// often enough to read the close code within the two seconds of <c>GraphQLOptions.CloseTimeout</c>.</summary>
    private static async Task DawdleAsync(Uri address, string who, Flood flood, CancellationToken over)
    {
        using var socket = new ClientWebSocket();
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = ConnectNarrowAsync });
        var buffer = new byte[64 * 1024];
        var isLaggard = who == Laggard;
        try
        {
            await SubscribeAsync(socket, address, "obligationChanged(under: \"bnv\")",
                string.Join(' ', Enumerable.Range(0, isLaggard ? 120 : 40).Select(n => $"u{n}: unit {{ id name }}")), over, http);
            while (true)
            {
                var pause = isLaggard ? TimeSpan.FromMilliseconds(1500) : Timeout.InfiniteTimeSpan;
                await Task.Delay(pause, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                // Reads the rest of a connection; one that continues for a minute was never cut off.
                using var patience = new CancellationTokenSource(over.IsCancellationRequested ? TimeSpan.FromMinutes(1) : TimeSpan.FromMilliseconds(1500));
                var watch = Stopwatch.StartNew();
                while (over.IsCancellationRequested || watch.Elapsed < TimeSpan.FromMilliseconds(200))
                {
                    if ((await socket.ReceiveAsync(buffer.AsMemory(), patience.Token)).MessageType == WebSocketMessageType.Close)
                    {
                        flood.Count($"{who} closed {(int)socket.CloseStatus!}");
                        return;
                    }
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or WebSocketException or IOException)
        {
            flood.Count(over.IsCancellationRequested && ended is OperationCanceledException ? $"{who} still served" : $"{who} cut off");
        }
    }

    // Small buffers, so that unread data piles up at the server.
    private static async ValueTask<Stream> ConnectNarrowAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 16 * 1024, NoDelay = true };
        await socket.ConnectAsync(context.DnsEndPoint, stop);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task SubscribeAsync(
        ClientWebSocket socket, Uri address, string field, string selection, CancellationToken stop, HttpMessageInvoker? http = null)
    {
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(new Uri(address, "/graphql")) { Scheme = "ws" }.Uri, http, stop);
        await SayAsync(socket, """{"type":"connection_init"}""", stop);
        for (var i = 0; i < 50; i++)
        {
            var message = new
            {
                id = i.ToString(CultureInfo.InvariantCulture),
                type = "subscribe",
                payload = new { query = $"subscription {{ {field} {{ x{i}: id {selection} }} }}" },
            };
            await SayAsync(socket, JsonSerializer.Serialize(message), stop);
        }
    }

    private static Task SayAsync(ClientWebSocket socket, string message, CancellationToken stop) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, stop);

    private static byte[] Json(string query, object variables) => JsonSerializer.SerializeToUtf8Bytes(new { query, variables });

    private void Print(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}

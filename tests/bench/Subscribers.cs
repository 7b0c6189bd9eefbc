using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GraphQL;
using Hierarchy.Api.GraphQL.Transport;

namespace Hierarchy.Bench;

/// <summary>10,000 WebSockets with one subscription each on one source: the time from an event to the last client, executions per event,
/// and the cost of one subscriber for the server, which has its own process.</summary>
internal static class Subscribers
{
    private const int Count = 10_000;
    private const int ConnectingAtOnce = 64;
    private const int Events = 20;

    private const string Upgrade =
        "GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n";

    private const string Subscription = """
        {"id":"1","type":"subscribe","payload":{"query":"subscription { unit { id name total done overdue } }"}}
        """;

    /// <summary>The clients, and the server as a child.</summary>
    public static async Task<int> RunAsync()
    {
        var isDotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        string[] program = isDotnet ? [typeof(Subscribers).Assembly.Location] : [];
        using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. program, "subscribers", "serve"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            var port = int.Parse((await server.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
            var before = await AskAsync(server, "state");
            var (sockets, watch) = (new Socket[Count], Stopwatch.StartNew());
            await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce },
                async (i, _) => sockets[i] = await SubscribeAsync(port));
            Console.WriteLine($"{Count} subscribed after {watch.Elapsed.TotalSeconds:0.0} s");
            var (last, _) = await EventAsync(server, sockets);
            var held = await AskAsync(server, "state");
            var times = new List<double>();
            for (var i = 0; i < Events; i++)
            {
                (var next, last) = await EventAsync(server, sockets);
                times.Add(next);
            }
            var after = await AskAsync(server, "state");
            Console.WriteLine($"from an event to the last of {Count} clients, {last} bytes each: " +
                $"p50 {times.Order().ElementAt(Events / 2):0} ms, max {times.Max():0} ms; " +
                $"executions for each event {(after[0] - held[0]) / (double)Events:0.##}");
            Console.WriteLine($"the server holds {(held[1] - before[1]) / Count / 1024.0:0.0} KB for each in its heap, " +
                $"{(held[2] - before[2]) / Count / 1024.0:0.0} KB of resident memory; sources {held[3]}");
            foreach (var socket in sockets)
            {
                socket.Close(0);
            }
            var end = await AskAsync(server, "state");
            for (watch.Restart(); end[3] > 0 && watch.Elapsed < TimeSpan.FromSeconds(60); end = await AskAsync(server, "state"))
            {
                await Task.Delay(100);
            }
            Console.WriteLine($"all clients killed: sources {end[3]}");
            return 0;
        }
        finally
        {
            server.Kill();
        }
    }

    /// <summary>The server: prints its port, then answers each input line.</summary>
    public static async Task<int> ServeAsync()
    {
        var counts = new Counts();
        var events = Channel.CreateBounded<int>(16);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore().AddSingleton(counts).AddSingleton(events)
            .AddSingleton<QueryFields>().AddSingleton<UnitFields>().AddSingleton<SubscriptionFields>();
        await using var app = builder.Build();
        app.UseWebSockets();
        app.UseRouting();
        var contract = new ContractBuilder(app.Services);
        contract.Resolve<QueryFields>("Query");
        contract.Resolve<UnitFields>("Unit");
        contract.Resolve<SubscriptionFields>("Subscription");
        var schema = contract.Build("""
            type Query { hello: String }
            type Unit { id: ID! name: String! total: Int! done: Int! overdue: Int! }
            type Subscription { unit: Unit! }
            """);
        app.MapGraphQL("/graphql", new GraphQLServer(schema, rightsOf: _ => null), new GraphQLOptions { Heartbeat = TimeSpan.FromMinutes(10) });
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.Single()).Port);
        for (var done = 0; await Console.In.ReadLineAsync() is { } line;)
        {
            if (line == "event")
            {
                await events.Writer.WriteAsync(++done);
            }
            else
            {
                var heap = GC.GetTotalMemory(forceFullCollection: true);
                using var own = Process.GetCurrentProcess();
                Console.WriteLine($"{Interlocked.Read(ref counts.Executions)} {heap} {own.WorkingSet64} {Interlocked.Read(ref counts.Sources)}");
            }
        }
        return 0;
    }

    private static async Task<long[]> AskAsync(Process server, string line)
    {
        await server.StandardInput.WriteLineAsync(line);
        var answer = await server.StandardOutput.ReadLineAsync();
        return [.. answer!.Split(' ').Select(text => long.Parse(text, CultureInfo.InvariantCulture))];
    }

    private static async Task<Socket> SubscribeAsync(int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(Encoding.UTF8.GetBytes(Upgrade));
        await ReceiveAsync(socket, "\r\n\r\n"u8.ToArray());
        await socket.SendAsync(Frame("""{"type":"connection_init"}"""));
        await ReceiveAsync(socket, "connection_ack\"}"u8.ToArray());
        await socket.SendAsync(Frame(Subscription));
        return socket;
    }

    // Small frames with a zero mask. The clients answer no pings, because the server's interval exceeds the run.
    private static byte[] Frame(string text) =>
        [0x81, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)];

    private static async Task<int> ReceiveAsync(Socket socket, byte[] end)
    {
        var (buffer, length) = (new byte[1024], 0);
        while (!buffer.AsSpan(0, length).EndsWith(end))
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            length += read > 0 ? read : throw new InvalidOperationException("A subscriber was cut off.");
        }
        return length;
    }

    /// <summary>Triggers an event; returns the time in ms until the last client has it, and its bytes.</summary>
    private static async Task<(double TimeMs, int Bytes)> EventAsync(Process server, Socket[] sockets)
    {
        var received = sockets.Select(socket => ReceiveAsync(socket, "}}}}"u8.ToArray())).ToArray();
        var watch = Stopwatch.StartNew();
        await server.StandardInput.WriteLineAsync("event");
        var bytes = await Task.WhenAll(received).WaitAsync(TimeSpan.FromSeconds(60));
        return (watch.Elapsed.TotalMilliseconds, bytes[0]);
    }

    private sealed record Unit(int Done);

    private sealed class Counts
    {
        public long Executions;
        public long Sources;
    }

    private sealed class QueryFields
    {
        public string Hello() => "world";
    }

    private sealed class UnitFields(Counts counts)
    {
        public string Id() => "vn24-72";

        public string Name() => "Tỉnh Tây Ninh";

        public int Total() => 451;

        public int Done([FromSource] Unit unit) => unit.Done;

        public int Overdue() => (int)Interlocked.Increment(ref counts.Executions);
    }

    private sealed class SubscriptionFields(Channel<int> events, Counts counts)
    {
        [Latest]
        public Unit Unit([FromSource] Unit unit) => unit;

        [GraphQLMetadata("unit", ResolverType = ResolverType.StreamResolver)]
        public async IAsyncEnumerable<Unit> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
        {
            Interlocked.Increment(ref counts.Sources);
            try
            {
                await foreach (var number in events.Reader.ReadAllAsync(cancellation))
                {
                    yield return new(number);
                }
            }
            finally
            {
                Interlocked.Decrement(ref counts.Sources);
            }
        }
    }
}

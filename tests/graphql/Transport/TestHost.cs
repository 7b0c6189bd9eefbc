using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Hierarchy.Tests.GraphQL.Transport;

/// <summary>A server on a free port of the loopback that serves a small schema, whose subscription sources can be watched.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestHost(WebApplication app, Sources sources, Uri address, Faults faults)
    {
        _app = app;
        Faults = faults;
        Sources = sources;
        Address = address;
        Client = new HttpClient { BaseAddress = address };
    }

    public Sources Sources { get; }
    public Uri Address { get; }
    public HttpClient Client { get; }

    /// <summary>Errors that the server logged: exceptions that no handler expected.</summary>
    public Faults Faults { get; }

    public static async Task<TestHost> StartAsync(GraphQLOptions? options = null, GraphQLLimits? limits = null,
        Func<Sources, Schema>? schema = null, HttpProtocols protocols = HttpProtocols.Http1, X509Certificate2? certificate = null,
        Func<object?, object?>? rightsOf = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
            {
                endpoint.Protocols = protocols;
                if (certificate is not null)
                {
                    endpoint.UseHttps(certificate);
                }
            }));
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }
        builder.Services.AddRoutingCore();
        var faults = new Faults();
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddProvider(faults);
        var app = builder.Build();
        var sources = new Sources();
        app.UseWebSockets();
        app.UseRouting();
        app.MapGraphQL("/graphql", new GraphQLServer((schema ?? SmallSchema)(sources), limits, rightsOf: rightsOf), options);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, sources, new Uri(app.Urls.Single()), faults);
    }

    public async Task<(HttpStatusCode Status, string Body, HttpResponseMessage Response)> PostAsync(string json, string? accept = null,
        string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent(json, Encoding.UTF8) };
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }
        var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response);
    }

    public async Task<Socket> ConnectAsync(string? subprotocol = "graphql-transport-ws", bool init = true)
    {
        var socket = new ClientWebSocket();
        if (subprotocol is not null)
        {
            socket.Options.AddSubProtocol(subprotocol);
        }
        await socket.ConnectAsync(new Uri(Address.ToString().Replace("http:", "ws:", StringComparison.Ordinal) + "graphql"),
            TestContext.Current.CancellationToken);
        var wrapped = new Socket(socket);
        if (init)
        {
            await wrapped.SendAsync("""{"type":"connection_init"}""");
            Assert.Equal("""{"type":"connection_ack"}""", await wrapped.ReceiveAsync());
        }
        return wrapped;
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static Schema SmallSchema(Sources sources) => TestSchema.Build("""
        type Query { hello: String! echo(text: String): String fail: Int caller: String wait: Int! big(kb: Int!): String! }
        type Mutation { set(n: Int!): Int! }
        type Subscription { count(to: Int!): Int! pushed(key: String = "a"): Int! every: String! broken(after: Int!): Int! }
        """, types =>
    {
        types.Field("Query.hello", _ => "world");
        types.Field("Query.echo", c => c.GetArgument<string?>("text"));
        types.Field("Query.fail", _ => throw new FieldError("no", "NO"));
        types.Field("Query.caller", c => c.Call().Caller as string);
        types.FieldAsync("Query.wait", async c =>
        {
            sources.Waiting.TrySetResult();
            await sources.Go.Task.WaitAsync(c.CancellationToken);
            return 1;
        });
        types.Field("Query.big", c => new string('x', c.GetArgument<int>("kb") * 1024));
        types.Field("Mutation.set", c => c.GetArgument<int>("n"));
        types.Stream("count", c => Count(c.GetArgument<int>("to"), sources, c.CancellationToken));
        types.Stream("pushed", c => sources.Read<int>(c.CancellationToken), latest: true);
        types.Stream("every", c => sources.Flood(c.CancellationToken));
        types.Stream("broken", c => Broken(c.GetArgument<int>("after")));
    });

    private static async IAsyncEnumerable<object> Count(int to, Sources sources, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (to < 0)
        {
            throw new FieldError("to must not be negative", "INVALID", ["to"]);
        }
        using var live = sources.Enter();
        for (var i = 1; i <= to; i++)
        {
            await Task.Delay(5, cancellation);
            yield return i;
        }
    }

    private static async IAsyncEnumerable<object> Broken(int after)
    {
        for (var i = 0; i < after; i++)
        {
            await Task.Delay(20);
            yield return i;
        }
        throw new InvalidOperationException("secret");
    }
}

/// <summary>Collects logged errors.</summary>
internal sealed class Faults : ConcurrentQueue<string>, ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Enqueue($"{formatter(state, exception)} {exception}");
        }
    }

    public void Dispose()
    {
    }
}

/// <summary>Controls and observes the subscription sources of a test host.</summary>
internal sealed class Sources
{
    private readonly List<(int Count, TaskCompletionSource Reached)> _awaited = [];
    private readonly Lock _lock = new();
    private int _live;

    public Channel<int> Pushed { get; } = Channel.CreateBounded<int>(100);
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IDisposable Enter() => new Live(this);

    /// <summary>Waits until this many sources are running, if only for a moment.</summary>
    public Task LiveAsync(int count)
    {
        lock (_lock)
        {
            if (_live == count)
            {
                return Task.CompletedTask;
            }
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((count, reached));
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }
    }

    public async IAsyncEnumerable<object> Read<T>([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var live = Enter();
        await foreach (var value in Pushed.Reader.ReadAllAsync(cancellation))
        {
            yield return value;
        }
    }

    public async IAsyncEnumerable<object> Flood([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var live = Enter();
        var text = new string('y', 64 * 1024);
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Yield();
            yield return text;
        }
    }

    private void Change(int by)
    {
        lock (_lock)
        {
            _live += by;
            foreach (var (_, reached) in _awaited.Where(awaited => awaited.Count == _live))
            {
                reached.TrySetResult();
            }
            _awaited.RemoveAll(awaited => awaited.Count == _live);
        }
    }

    private sealed class Live : IDisposable
    {
        private readonly Sources _owner;

        public Live(Sources owner)
        {
            _owner = owner;
            owner.Change(1);
        }

        public void Dispose() => _owner.Change(-1);
    }
}

/// <summary>A WebSocket that exchanges whole text messages.</summary>
internal sealed class Socket(ClientWebSocket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[256 * 1024];

    public string? Subprotocol => socket.SubProtocol;

    public Task SendAsync(string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true,
        TestContext.Current.CancellationToken);

    public Task SendBinaryAsync(byte[] bytes) =>
        socket.SendAsync(bytes, WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);

    public async Task<string> ReceiveAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(length), limit.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return $"closed {(int?)socket.CloseStatus} {socket.CloseStatusDescription}";
            }
            length += received.Count;
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(_buffer, 0, length);
            }
        }
    }

    /// <summary>Receives until the server closes.</summary>
    public async Task<string> ReceiveCloseAsync()
    {
        while (true)
        {
            var message = await ReceiveAsync();
            if (message.StartsWith("closed", StringComparison.Ordinal))
            {
                return message;
            }
        }
    }

    public Task CloseAsync() => socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);

    public void Abort() => socket.Abort();

    public void Dispose() => socket.Dispose();
}

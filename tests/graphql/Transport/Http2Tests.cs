using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hierarchy.Tests.GraphQL.Transport;

/// <summary>HTTP/2: without TLS by prior knowledge, with TLS beside HTTP/1.1 on one port.</summary>
public sealed class Http2Tests
{
    private System.Net.Sockets.Socket? _last;
    private int _connects;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_connection_carries_queries_and_subscriptions_at_the_same_time(bool isSecure)
    {
        using var certificate = isSecure ? Certificate() : null;
        await using var host = await StartAsync(certificate, HttpProtocols.Http2);
        using var client = Client(host);
        const int Streams = 50;
        var streams = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => OpenAsync(client, "subscription { pushed }")));
        await host.Sources.LiveAsync(Streams);
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(async i =>
        {
            var response = await client.SendAsync(Request($"{{ echo(text: \\\"{i}\\\") }}", "application/json"));
            Assert.Equal(HttpVersion.Version20, response.Version);
            return await response.Content.ReadAsStringAsync();
        }));
        Assert.Equal(Enumerable.Range(0, 300).Select(i => "{\"data\":{\"echo\":\"" + i + "\"}}"), answers);
        var reading = Task.WhenAll(streams.Select(async stream =>
        {
            while (await stream.Reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
            {
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    return line;
                }
            }
            return "end";
        }));
        // Any of the sources takes the next event.
        while (!reading.IsCompleted)
        {
            await host.Sources.Pushed.Writer.WriteAsync(7, TestContext.Current.CancellationToken);
        }
        Assert.All(await reading, text => Assert.Equal("data: {\"data\":{\"pushed\":7}}", text));
        Assert.Equal(1, _connects);
        // A reset stream ends only its source; the end of the connection ends all.
        streams[0].Response.Dispose();
        await host.Sources.LiveAsync(Streams - 1);
        _last!.Close(0);
        await host.Sources.LiveAsync(0);
        Assert.Empty(host.Faults);
    }

    [Fact]
    public async Task A_port_with_TLS_speaks_both_versions_and_WebSockets_over_each()
    {
        using var certificate = Certificate();
        await using var host = await StartAsync(certificate, HttpProtocols.Http1AndHttp2);
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var handler = Handler();
            using var client = new HttpClient(handler) { BaseAddress = host.Address };
            var response = await client.SendAsync(Request("{ hello }", "application/json", version));
            Assert.Equal(version, response.Version);
            Assert.Equal("""{"data":{"hello":"world"}}""", await response.Content.ReadAsStringAsync());
            await SpeakAsync(host, handler, version);
        }
        Assert.Empty(host.Faults);
    }

    [Fact]
    public async Task A_WebSocket_is_a_stream_of_a_connection_without_TLS_too()
    {
        await using var host = await StartAsync(null, HttpProtocols.Http2);
        using var handler = Handler();
        await SpeakAsync(host, handler, HttpVersion.Version20);
        await host.Sources.LiveAsync(0);
        Assert.Empty(host.Faults);
    }

    private static Task<TestHost> StartAsync(X509Certificate2? certificate, HttpProtocols protocols) =>
        TestHost.StartAsync(new GraphQLOptions(), protocols: protocols, certificate: certificate);

    private static async Task SpeakAsync(TestHost host, HttpMessageHandler handler, Version version)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.HttpVersion = version;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        var address = new UriBuilder(host.Address) { Scheme = host.Address.Scheme == "https" ? "wss" : "ws", Path = "/graphql" }.Uri;
        await socket.ConnectAsync(address, invoker, TestContext.Current.CancellationToken);
        var wrapped = new Socket(socket);
        await wrapped.SendAsync("""{"type":"connection_init"}""");
        Assert.Equal("""{"type":"connection_ack"}""", await wrapped.ReceiveAsync());
        await wrapped.SendAsync("""{"id":"1","type":"subscribe","payload":{"query":"subscription { count(to: 2) }"}}""");
        Assert.Contains("\"count\":1", await wrapped.ReceiveAsync());
        Assert.Contains("\"count\":2", await wrapped.ReceiveAsync());
        Assert.Equal("""{"id":"1","type":"complete"}""", await wrapped.ReceiveAsync());
        await wrapped.CloseAsync();
    }

    private HttpClient Client(TestHost host) => new(Handler()) { BaseAddress = host.Address };

    private SocketsHttpHandler Handler() => new()
    {
        EnableMultipleHttp2Connections = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        ConnectCallback = async (context, cancellation) =>
        {
            Interlocked.Increment(ref _connects);
            var socket = new System.Net.Sockets.Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _last = socket;
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    private static HttpRequestMessage Request(string query, string accept, Version? version = null) => new(HttpMethod.Post, "/graphql")
    {
        Version = version ?? HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Headers = { { "Accept", accept } },
        Content = new StringContent($$"""{"query":"{{query}}"}""", Encoding.UTF8, "application/json"),
    };

    private static async Task<(HttpResponseMessage Response, StreamReader Reader)> OpenAsync(HttpClient client, string query)
    {
        var response = await client.SendAsync(Request(query, "text/event-stream"), HttpCompletionOption.ResponseHeadersRead);
        return (response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}

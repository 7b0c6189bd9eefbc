using Hierarchy.Api.Dashboard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hierarchy.UnitTests.Api;

/// <summary>Which hosts and origins are let in, over real sockets: what a browser and what a stranger would send, byte for byte.</summary>
public sealed class DoorTests(DoorTests.Server server) : IClassFixture<DoorTests.Server>
{
    private const string Query = """{"query":"{ root { id } }"}""";

    private static readonly AllowedHosts Hosts = AllowedHosts.FromEnvironment(
        _ => "plans.example.vn, proxy.example.vn:8443, shop.example.vn:80,[fd00::1]:8080");

    [Theory]
    [InlineData("localhost")]
    [InlineData("LocalHost:8080")]
    [InlineData("localhost.")]
    [InlineData("localhost.:1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:65535")]
    [InlineData("127.0.0.5:8080")]
    [InlineData("127.255.255.254")]
    [InlineData("[::1]")]
    [InlineData("[::1]:8080")]
    [InlineData("[0:0:0:0:0:0:0:1]:8080")]
    [InlineData("plans.example.vn")]
    [InlineData("PLANS.example.vn.")]
    [InlineData("plans.example.vn:12345")]
    [InlineData("proxy.example.vn:8443")]
    [InlineData("shop.example.vn")]
    [InlineData("[fd00::1]:8080")]
    public async Task A_host_of_ours_is_let_in(string host) => Assert.Equal(200, await PostAsync($"Host: {host}"));

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8080")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("evil-localhost")]
    [InlineData("localhost..")]
    [InlineData("127.1")]
    [InlineData("0127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("128.0.0.1")]
    [InlineData("0.0.0.0:8080")]
    [InlineData("192.168.1.4:8080")]
    [InlineData("[::0]:8080")]
    [InlineData("[::2]:8080")]
    [InlineData("[::ffff:192.168.1.4]")]
    [InlineData("example.vn")]
    [InlineData("x.plans.example.vn")]
    [InlineData("plans.example.vn.evil.example")]
    [InlineData("proxy.example.vn")]
    [InlineData("proxy.example.vn:8080")]
    [InlineData("shop.example.vn:8080")]
    [InlineData("[fd00::1]")]
    [InlineData("")]
    public async Task Another_host_is_answered_421_and_nothing_is_done(string host)
    {
        var answer = await SendAsync($"POST /graphql HTTP/1.1\r\nHost: {host}\r\n{Registering("stranger")}");

        Assert.StartsWith("HTTP/1.1 421 ", answer, StringComparison.Ordinal);
        Assert.Contains("HOST_NOT_ALLOWED", answer, StringComparison.Ordinal);
        Assert.Equal("""{"data":{"unit":null}}""", await AskAsync("""{ unit(id: \"stranger\") { id } }"""));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("GET /assets/page-1.js HTTP/1.1")]
    [InlineData("GET /graphql?query=%7Broot%7Bid%7D%7D HTTP/1.1")]
    [InlineData("GET /nowhere HTTP/1.1")]
    [InlineData("OPTIONS /graphql HTTP/1.1")]
    public async Task Every_address_is_guarded(string line) =>
        Assert.StartsWith("HTTP/1.1 421 ", await SendAsync($"{line}\r\nHost: evil.example\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task A_request_of_an_older_HTTP_names_no_host_and_is_not_let_in()
    {
        Assert.StartsWith("HTTP/1.1 421 ", await SendAsync("GET / HTTP/1.0\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await SendAsync("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    public async Task What_names_no_host_or_two_is_no_request(string request) =>
        Assert.StartsWith("HTTP/1.1 400 ", await SendAsync(request), StringComparison.Ordinal);

    [Theory]
    [InlineData("localhost:8080", 200)]
    [InlineData("plans.example.vn", 200)]
    [InlineData("evil.example", 421)]
    public async Task The_authority_of_HTTP_2_is_the_host(string host, int status)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Http2, "/"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Host = host;

        Assert.Equal(status, (int)(await client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("GET /health HTTP/1.1\r\nHost: 10.1.2.3:8080")]
    [InlineData("GET /health HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example")]
    [InlineData("GET /health HTTP/1.0")]
    public async Task Whoever_watches_the_process_needs_no_name(string head) =>
        Assert.StartsWith("HTTP/1.1 200 ", await SendAsync(head + "\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("http://localhost:8080", "LOCALHOST:8080")]
    [InlineData("http://127.0.0.1:8080", "127.0.0.1:8080")]
    [InlineData("http://[::1]:8080", "[::1]:8080")]
    [InlineData("http://localhost", "localhost")]
    [InlineData("http://localhost", "localhost:80")]
    [InlineData("https://plans.example.vn", "plans.example.vn")]
    [InlineData("https://plans.example.vn", "plans.example.vn:443")]
    [InlineData("https://plans.example.vn")]
    [InlineData("https://plans.example.vn:12345")]
    [InlineData("https://proxy.example.vn:8443")]
    [InlineData("http://shop.example.vn")]
    public async Task A_page_of_the_host_itself_or_of_a_name_that_was_added_is_let_in(string origin, string host = "localhost:8080")
    {
        Assert.Equal(200, await PostAsync($"Host: {host}\r\nOrigin: {origin}"));
        Assert.StartsWith("HTTP/1.1 101 ", await UpgradeAsync(host, origin), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://localhost")]
    [InlineData("http://localhost:8081")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080.evil.example")]
    [InlineData("http://evil.example@localhost:8080")]
    [InlineData("http://localhost:8080/")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("file://")]
    [InlineData("chrome-extension://localhost:8080")]
    [InlineData("localhost:8080")]
    [InlineData("http://proxy.example.vn")]
    [InlineData("https://shop.example.vn")]
    [InlineData("https://evil.example", "plans.example.vn")]
    [InlineData("http://localhost:8080\r\nOrigin: http://evil.example")]
    public async Task A_page_of_another_origin_is_answered_403_and_nothing_is_done(string origin, string host = "localhost:8080")
    {
        var answer = await SendAsync($"POST /graphql HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\n{Registering("forged")}");

        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Contains("ORIGIN_NOT_ALLOWED", answer, StringComparison.Ordinal);
        Assert.Equal("""{"data":{"unit":null}}""", await AskAsync("""{ unit(id: \"forged\") { id } }"""));
        Assert.StartsWith("HTTP/1.1 403 ", await UpgradeAsync(host, origin), StringComparison.Ordinal);
        foreach (var stream in new[] { "PUT /graphql/stream", "GET /graphql/stream?query=subscription%7Bx%7D" })
        {
            var refused = await SendAsync($"{stream} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nAccept: text/event-stream\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 403 ", refused, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/graphql?query=%7Broot%7Bid%7D%7D")]
    [InlineData("/graphql?query=%7Bwrong")]
    [InlineData("/graphql/stream")]
    [InlineData("/nowhere")]
    [InlineData("/health")]
    [InlineData("/", "no-cache")]
    [InlineData("/assets/page-1.js", "public, max-age=31536000, immutable")]
    public async Task Only_the_pages_own_files_may_be_kept_and_nothing_is_sniffed(string path, string caching = "no-store")
    {
        var answer = await SendAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nConnection: close\r\n\r\n");

        Assert.Contains($"\r\nCache-Control: {caching}\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Content-Type-Options: nosniff\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_of_events_is_not_kept_either()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{server.Address}/graphql"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Content = new StringContent(Query, Encoding.UTF8, "application/json");

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("https://plans.example.vn")]
    [InlineData("*")]
    [InlineData("*.example.vn")]
    [InlineData("plans.example.vn/")]
    [InlineData("plans.example.vn:0")]
    [InlineData("plans.example.vn:70000")]
    [InlineData("plans.example.vn:80:80")]
    [InlineData("kế-hoạch.vn")]
    [InlineData("fd00::1")]
    [InlineData("[fd00::1")]
    [InlineData("a b")]
    public void A_name_that_is_none_is_refused(string text)
    {
        var wrong = Assert.Throws<AllowedHostsException>(() => AllowedHosts.FromEnvironment(_ => $"good.example, {text}"));

        Assert.Contains($"HIERARCHY_HOSTS holds '{text}'", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Letting_a_request_in_allocates_nothing()
    {
        string[] hosts = ["127.0.0.1:8080", "localhost", "[::1]:8080", "plans.example.vn"];
        Pass();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Pass();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pass()
        {
            for (var i = 0; i < 1_000; i++)
            {
                if (!Hosts.Allow(hosts[i % hosts.Length]) || !Hosts.AllowOrigin("http://127.0.0.1:8080", hosts[0]))
                {
                    throw new InvalidOperationException("not let in");
                }
            }
        }
    }

    private static string Registering(string unit)
    {
        var body = $$"""{"query":"mutation { registerUnit(requestId: \"{{unit}}\", input: { id: \"{{unit}}\", name: \"x\", kind: MINISTRY }) { id } }"}""";
        return $"Content-Type: application/json\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
    }

    private async Task<string> AskAsync(string query)
    {
        using var client = new HttpClient();
        using var content = new StringContent($$"""{"query":"{{query}}"}""", Encoding.UTF8, "application/json");
        return await (await client.PostAsync(new Uri($"http://{server.Address}/graphql"), content)).Content.ReadAsStringAsync();
    }

    private async Task<int> PostAsync(string headers)
    {
        var answer = await SendAsync(
            $"POST /graphql HTTP/1.1\r\n{headers}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {Query.Length}\r\n\r\n{Query}");
        return int.Parse(answer.AsSpan("HTTP/1.1 ".Length, 3), null);
    }

    private Task<string> UpgradeAsync(string host, string origin) => SendAsync(
        $"GET /graphql HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n",
        untilHead: true);

    /// <summary>Sends bytes as they are.</summary>
    /// <returns>All that comes until the server closes, or the head alone.</returns>
    private async Task<string> SendAsync(string request, bool untilHead = false)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Address, patience.Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes(request), patience.Token);
        var closes = request.Contains("Connection: close", StringComparison.Ordinal) || request.Contains("HTTP/1.0", StringComparison.Ordinal);
        var answer = new StringBuilder();
        var buffer = new byte[16_384];
        while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var read)
        {
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
            if ((untilHead || !closes) && answer.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                break;
            }
        }
        return answer.ToString();
    }

    /// <summary>One server for all of them: none changes it.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private static readonly string Folder = Directory.CreateTempSubdirectory("hierarchy-door-").FullName;

        private WebApplication _web = null!;

        public IPEndPoint Address { get; private set; } = null!;

        public Uri Http2 { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Directory.CreateDirectory(Path.Combine(Folder, "assets"));
            await File.WriteAllTextAsync(Path.Combine(Folder, "index.html"), "<!doctype html>");
            await File.WriteAllTextAsync(Path.Combine(Folder, "assets", "page-1.js"), "1");
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, 0);
                kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2);
            });
            builder.Services.AddRoutingCore();
            ApiHost.AddSystem(builder, null, Hosts);
            _web = builder.Build();
            _web.UseRouting();
            _web.MapGet("/health", () => "ok");
            _web.MapHierarchyApi(DashboardFiles.Read(Folder));
            await _web.StartAsync();
            Address = new IPEndPoint(IPAddress.Loopback, new Uri(_web.Urls.First()).Port);
            Http2 = new Uri(_web.Urls.Last());
        }

        public async ValueTask DisposeAsync() => await _web.DisposeAsync();
    }
}

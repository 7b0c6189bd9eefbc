using Hierarchy.Api.Changes;
using Microsoft.AspNetCore.Builder;

namespace Hierarchy.UnitTests.Api;

/// <summary>The API as it is mapped into a process: over real sockets, on units and the memory store.</summary>
public sealed class HttpTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Tokens Known = Tokens.Parse("f", [$"{Convert.ToHexStringLower(SHA256.HashData("ma"u8))} an *"]);

    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false });
    private WebApplication _web = null!;
    private Uri _address = null!;

    public async ValueTask InitializeAsync() => await StartAsync(null);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _web.DisposeAsync();
    }

    [Theory]
    [InlineData("/files", "Báo cáo")]
    [InlineData("/drafts?owner=a", "STT\tNội dung\tCơ quan chủ trì\tThời gian\n1\tRà soát\tSở Nội vụ\tQuý I")]
    public async Task An_upload_is_carried_out_once_under_its_key(string address, string content)
    {
        await RegisterAsync();

        var first = await UploadAsync(address, content, "k-1");
        Assert.Equal(first, await UploadAsync(address, content, "k-1"));
        Assert.NotEqual(first, await UploadAsync(address, content, "k-2"));
        Assert.NotEqual(await UploadAsync(address, content, null), await UploadAsync(address, content, null));
        Assert.Equal("Conflict CONFLICT", await UploadAsync(address, content + " khác", "k-1"));
        Assert.Equal("BadRequest INVALID", await UploadAsync(address, content, new string('k', 101)));
        Assert.Equal("BadRequest INVALID", await UploadAsync(address, content, ""));
    }

    /// <summary>The id of what was made, or the status and the code.</summary>
    private async Task<string> UploadAsync(string address, string content, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, address))
        {
            Content = new MultipartFormDataContent { { new StringContent(content), "file", "ke-hoach.csv" } },
        };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return answer.TryGetProperty("id", out var id)
            ? id.GetString()!
            : $"{response.StatusCode} {answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString()}";
    }

    [Fact]
    public async Task A_watched_unit_comes_at_once_and_again_when_its_roll_up_changes()
    {
        await RegisterAsync();
        using var socket = await ConnectAsync(null);
        await SubscribeAsync(socket, """subscription { progressChanged(unit: "a") { id progress(filter: { scope: ALL }) { total } } }""");
        Assert.Equal(0, Total(await ReceiveAsync(socket)));

        await PostAsync("""
            mutation {
              adoptPlan(requestId: "2", input: {
                id: "p", owner: "a", title: "Kế hoạch", startYear: 2013, endYear: 2013,
                areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }]
              }) { id }
              addTask(requestId: "3", input: {
                id: "t", plan: "p", code: "1", area: "I", title: "Việc", leads: [{ unit: "a" }], schedule: { kind: YEAR, text: "2013" }
              }) { id }
            }
            """);

        while (Total(await ReceiveAsync(socket)) != 1)
        {
        }
        Assert.Equal(1, _web.Services.GetRequiredService<LiveChanges>().Watchers);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => _web.Services.GetRequiredService<LiveChanges>().Watchers == 0, Patience));
    }

    [Fact]
    public async Task A_subscription_to_an_unknown_unit_is_refused()
    {
        using var socket = await ConnectAsync(null);

        await SubscribeAsync(socket, """subscription { obligationChanged(under: "nowhere") { id } }""");

        var message = await ReceiveAsync(socket);
        Assert.Equal("error", message.GetProperty("type").GetString());
        Assert.Equal("NOT_FOUND", message.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task With_tokens_nobody_enters_without_one()
    {
        await _web.DisposeAsync();
        await StartAsync(Known);

        var refused = await _client.PostAsJsonAsync(new Uri(_address, "/graphql"), new { query = "{ root { id } }" });
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("UNAUTHENTICATED", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var anonymous = await ConnectAsync(null, acknowledged: false);
        var closing = await anonymous.ReceiveAsync(new byte[1_000], TestContext.Current.CancellationToken);
        Assert.Equal(WebSocketMessageType.Close, closing.MessageType);
        Assert.Equal(4403, (int?)anonymous.CloseStatus);

        using var known = await ConnectAsync("Bearer ma");
        await SubscribeAsync(known, "{ root { id } }");
        Assert.Equal("next", (await ReceiveAsync(known)).GetProperty("type").GetString());
        _client.DefaultRequestHeaders.Authorization = new("Bearer", "ma");
        Assert.True((await PostAsync("{ root { id } }")).TryGetProperty("data", out _));
    }

    [Fact]
    public void A_process_may_bring_the_hub_that_its_grains_announce_to()
    {
        var hub = new LiveChanges(_web.Services.GetRequiredService<IUnitDirectory>(), TimeProvider.System);

        using var services = new ServiceCollection().AddSingleton(hub).AddHierarchyApi().BuildServiceProvider();

        Assert.Same(hub, services.GetRequiredService<LiveChanges>());
        Assert.Same(hub, services.GetRequiredService<IChangeFeed>());
    }

    private async Task StartAsync(Tokens? tokens)
    {
        _web = await ServedPages.WebAsync(web => web.MapHierarchyApi(), builder => ApiHost.AddSystem(builder, tokens));
        _address = new Uri(_web.Urls.Single());
    }

    private Task<JsonElement> RegisterAsync() =>
        PostAsync("""mutation { registerUnit(requestId: "1", input: { id: "a", name: "UBND tỉnh", kind: PROVINCE }) { id } }""");

    private async Task<JsonElement> PostAsync(string query, object? variables = null)
    {
        using var answer = await _client.PostAsJsonAsync(new Uri(_address, "/graphql"), new { query, variables });
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<ClientWebSocket> ConnectAsync(string? authorization, bool acknowledged = true)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        var address = new UriBuilder(new Uri(_address, "/graphql")) { Scheme = "ws" }.Uri;
        await socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        await SendAsync(socket, new { type = "connection_init", payload = authorization is null ? null : new { authorization } });
        if (acknowledged)
        {
            Assert.Equal("connection_ack", (await ReceiveAsync(socket)).GetProperty("type").GetString());
        }
        return socket;
    }

    private static Task SubscribeAsync(ClientWebSocket socket, string query) =>
        SendAsync(socket, new { id = "1", type = "subscribe", payload = new { query } });

    private static Task SendAsync(ClientWebSocket socket, object message) => socket.SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[64_000];
        var length = 0;
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), patience.Token);
            length += part.Count;
        }
        while (!part.EndOfMessage);
        Assert.Equal(WebSocketMessageType.Text, part.MessageType);
        return JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement;
    }

    private static int Total(JsonElement message) => message
        .GetProperty("payload").GetProperty("data").GetProperty("progressChanged").GetProperty("progress").GetProperty("total").GetInt32();
}

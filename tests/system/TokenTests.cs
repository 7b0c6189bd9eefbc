namespace Hierarchy.Tests.System;

/// <summary>The real process with a token file: admission, rights, and what is never logged.</summary>
[Collection(nameof(GuardedSystem))]
public sealed class TokenTests(GuardedSystem system)
{
    [Theory]
    [InlineData("POST", "/graphql", "application/json")]
    [InlineData("POST", "/graphql", "application/graphql-response+json")]
    [InlineData("POST", "/graphql", "text/event-stream")]
    [InlineData("GET", "/graphql?query={root{id}}", "application/json")]
    [InlineData("GET", "/graphql?query={root{id}}", "text/html")]
    [InlineData("GET", "/graphql?query={root{id}}", "text/event-stream")]
    [InlineData("PUT", "/graphql/stream", "text/plain")]
    [InlineData("GET", "/graphql/stream", "text/event-stream")]
    [InlineData("POST", "/graphql/stream", "application/json")]
    [InlineData("DELETE", "/graphql/stream?operationId=1", "application/json")]
    public async Task Without_a_known_token_HTTP_answers_401_whatever_the_transport(string method, string path, string accept)
    {
        foreach (var authorization in new[] { null, "Bearer wrong", "Bearer", $"Basic {GuardedSystem.Administrator}", GuardedSystem.Administrator })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Accept.ParseAdd(accept);
            if (authorization is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            }
            request.Content = method == "POST" ? JsonContent.Create(new { query = "{ root { id } }" }) : null;

            using var response = await system.Client.SendAsync(request);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
            var error = Assert.Single(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]!.AsArray())!;
            Assert.Equal("UNAUTHENTICATED", (string?)error["extensions"]!["code"]);
        }
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("Bearer wrong", false)]
    [InlineData($"Bearer {GuardedSystem.Clerk}", true)]
    public async Task A_WebSocket_without_a_known_token_is_closed_with_4403_and_one_with_it_watches(string? authorization, bool enters)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        using var patience = new CancellationTokenSource(HierarchyProcess.Patience);
        await socket.ConnectAsync(new UriBuilder(new Uri(system.Address, "/graphql")) { Scheme = "ws" }.Uri, patience.Token);
        await SendAsync(socket, new { type = "connection_init", payload = authorization is null ? null : new { authorization } }, patience.Token);

        var first = await ReceiveAsync(socket, patience.Token);

        if (!enters)
        {
            Assert.Null(first);
            Assert.Equal(4403, (int?)socket.CloseStatus);
            return;
        }
        Assert.Equal("connection_ack", (string?)first!["type"]);
        await SendAsync(socket, new { id = "1", type = "subscribe", payload = new { query = "subscription { progressChanged(unit: \"bnv\") { id } }" } }, patience.Token);
        Assert.Equal("bnv", (string?)(await ReceiveAsync(socket, patience.Token))!["payload"]!["data"]!["progressChanged"]!["id"]);
    }

    [Fact]
    public async Task Server_sent_events_come_to_whoever_has_a_token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", GuardedSystem.Clerk);
        request.Content = JsonContent.Create(new { query = "subscription { progressChanged(unit: \"bnv\") { id } }" });

        using var response = await system.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        string? line;
        do
        {
            line = await reader.ReadLineAsync().WaitAsync(HierarchyProcess.Patience);
        }
        while (line is not null && !line.StartsWith("data:", StringComparison.Ordinal));
        Assert.Contains("\"bnv\"", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health", "*/*")]
    [InlineData("/graphql", "text/html")]
    [InlineData("/", "text/html")]
    public async Task Pages_that_hold_no_data_need_no_token(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);

        using var response = await system.Client.SendAsync(request);

        Assert.NotEqual(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.DoesNotContain("vn24-72", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_no_operators_key()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/operator/verify");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", GuardedSystem.Administrator);

        using var response = await system.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Everybody_with_a_token_reads_everything()
    {
        var answer = await system.AskAsync(
            GuardedSystem.Clerk,
            """{ root { id } unit(id: "vn24-72") { progress { total } obligations(first: 1) { totalCount } history(first: 1) { nodes { type } } } }""");

        Assert.Null(answer["errors"]);
        Assert.True((int)answer["data"]!["unit"]!["progress"]!["total"]! > 0);
    }

    [Fact]
    public async Task A_clerk_acts_for_his_own_unit_and_what_is_a_superiors_needs_a_unit_above()
    {
        var (own, sibling) = (system.Own, system.Sibling);
        await DoneAsync(GuardedSystem.Clerk, Report(own, 10));
        await ForbiddenAsync(GuardedSystem.Clerk, Report(sibling, 10));
        await DoneAsync(GuardedSystem.Clerk, $"raiseDifficulty(obligation: \"{own}\", text: \"Thiếu kinh phí\")");
        await ForbiddenAsync(GuardedSystem.Clerk, $"resolveDifficulty(obligation: \"{own}\", resolution: \"Tự giải quyết\")");
        await DoneAsync(GuardedSystem.Clerk, $"submit(obligation: \"{own}\")");
        await ForbiddenAsync(GuardedSystem.Clerk, $"accept(obligation: \"{own}\")");
        await ForbiddenAsync(GuardedSystem.Clerk, $"sendBack(obligation: \"{own}\", note: \"x\")");
        await ForbiddenAsync(GuardedSystem.Clerk, $"cancel(obligation: \"{own}\", reason: \"x\")");
        await ForbiddenAsync(GuardedSystem.Stranger, $"accept(obligation: \"{own}\")");
        await ForbiddenAsync(GuardedSystem.Clerk,
            $$"""registerUnit(input: { id: "t-new", name: "Tổ mới", kind: OFFICE, parent: "{{system.District}}" })""");
        // Registering units is for administrators, also below one's own unit.
        await ForbiddenAsync(GuardedSystem.Superior,
            $$"""registerUnit(input: { id: "t-new", name: "Tổ mới", kind: OFFICE, parent: "{{system.District}}" })""");
        await DoneAsync(GuardedSystem.Administrator,
            $$"""registerUnit(input: { id: "t-new", name: "Tổ mới", kind: OFFICE, parent: "{{system.District}}" })""");

        await DoneAsync(GuardedSystem.Superior, $"resolveDifficulty(obligation: \"{own}\", resolution: \"Đã cấp\")");
        await DoneAsync(GuardedSystem.Superior, $"accept(obligation: \"{own}\")");
        await DoneAsync(GuardedSystem.Superior, Report(sibling, 20));

        var history = await system.AskAsync(GuardedSystem.Clerk, $$"""{ unit(id: "{{own.Split('~')[0]}}") { history(first: 2) { nodes { type actor } } } }""");
        var nodes = history["data"]!["unit"]!["history"]!["nodes"]!.AsArray();
        Assert.Equal(["obligation-accepted huyện", "difficulty-resolved huyện"], nodes.Select(node => $"{node!["type"]} {node["actor"]}"));
    }

    [Fact]
    public async Task No_log_holds_a_token_or_its_hash()
    {
        await system.AskAsync(GuardedSystem.Clerk, "{ root { id } }");
        await system.AskAsync(GuardedSystem.Clerk, "{ wrong");
        await system.AskAsync("an-unknown-token", "{ root { id } }");

        var logs = system.Process.Output.Concat(
            Directory.EnumerateFiles(Path.Combine(system.Process.DataFolder, "postgresql", "log")).SelectMany(File.ReadLines)).ToList();

        Assert.Contains(logs, line => line.Contains("tokens of 4 callers", StringComparison.Ordinal));
        foreach (var secret in new[] { GuardedSystem.Administrator, GuardedSystem.Superior, GuardedSystem.Clerk, GuardedSystem.Stranger, "an-unknown-token" })
        {
            Assert.DoesNotContain(logs, line => line.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(logs, line => line.Contains(GuardedSystem.HashOf(secret), StringComparison.OrdinalIgnoreCase));
        }
    }

    [Theory]
    [InlineData("bí-mật an *", ":2: the first part is no SHA-256 in hex")]
    [InlineData("HASH an", ":2: a line has three parts")]
    [InlineData("HASH system *", ":2: 'system' is not for callers")]
    [InlineData("HASH an nơi~nào", ":2: the unit may hold")]
    public async Task A_wrong_line_stops_the_start_with_its_place_and_without_its_content(string line, string says)
    {
        await using var process = HierarchyProcess.Create();
        var file = Path.Combine(process.DataFolder, "tokens.txt");
        await File.WriteAllLinesAsync(file, ["# người dùng", line.Replace("HASH", GuardedSystem.HashOf("bí-mật"), StringComparison.Ordinal)]);
        process.Environment["HIERARCHY_TOKENS"] = file;
        Assert.Equal(ExitCode.Configuration, await process.RunAsync());

        var said = Assert.Single(process.Output);
        Assert.StartsWith(file + says, said, StringComparison.Ordinal);
        Assert.DoesNotContain("bí-mật", said, StringComparison.Ordinal);
        Assert.DoesNotContain(GuardedSystem.HashOf("bí-mật"), said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_stops_the_start()
    {
        await using var process = HierarchyProcess.Create(("HIERARCHY_TOKENS", "/nowhere/tokens.txt"));
        Assert.Equal(ExitCode.Configuration, await process.RunAsync());
        Assert.Contains("/nowhere/tokens.txt", Assert.Single(process.Output), StringComparison.Ordinal);
    }

    private static string Report(string obligation, int percent) => $"reportProgress(obligation: \"{obligation}\", percent: {percent})";

    private async Task DoneAsync(string token, string mutation)
    {
        var answer = await system.AskAsync(token, Mutation(mutation));
        Assert.True(answer["errors"] is null, $"{mutation}: {answer}");
    }

    private async Task ForbiddenAsync(string token, string mutation)
    {
        var answer = await system.AskAsync(token, Mutation(mutation));
        var error = Assert.Single(answer["errors"]?.AsArray() ?? []);
        Assert.Equal("FORBIDDEN", (string?)error!["extensions"]!["code"]);
    }

    private static string Mutation(string mutation)
    {
        var arguments = mutation.IndexOf('(', StringComparison.Ordinal) + 1;
        return $"mutation {{ {mutation.Insert(arguments, $"requestId: \"{GraphQLClient.NewRequest()}\", ")} {{ id }} }}";
    }

    private static Task SendAsync(ClientWebSocket socket, object message, CancellationToken cancellation) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellation);

    /// <summary>Null when the server closes.</summary>
    private static async Task<JsonNode?> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer, cancellation);
        return received.MessageType == WebSocketMessageType.Close ? null : JsonNode.Parse(buffer.AsSpan(0, received.Count));
    }
}

/// <summary>A process with four callers: an administrator, a commune's clerk, the district above, and another district.</summary>
public sealed class GuardedSystem(RunningSystem running) : IAsyncLifetime
{
    public const string Administrator = "ma-quan-tri";
    public const string Superior = "ma-cua-huyen";
    public const string Clerk = "ma-cua-xa";
    public const string Stranger = "ma-cua-huyen-khac";

    public HierarchyProcess Process { get; private set; } = null!;

    public Uri Address => Process.Address;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The district of the plan that imposes obligations on communes.</summary>
    public string District => "vn24-530";

    /// <summary>An obligation of the clerk's commune.</summary>
    public string Own { get; private set; } = "";

    /// <summary>One of another commune of the same district.</summary>
    public string Sibling { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        // Obligations are the same in every system with the five plans; this one needs its callers before it starts.
        using var open = new GraphQLClient((await running.GetAsync()).Address);
        var data = await open.AskAsync($$"""
            { obligations(under: "{{District}}", first: 500, filter: { unitKind: COMMUNE, status: [NOT_STARTED] }) { nodes { id unit { id } } } }
            """);
        var ofUnits = data["obligations"]!["nodes"]!.AsArray().ToLookup(node => (string)node!["unit"]!["id"]!, node => (string)node!["id"]!).ToList();
        (Own, Sibling) = (ofUnits[0].First(), ofUnits[1].First());
        Process = await FilledFolder.CreateProcessAsync();
        var tokens = Path.Combine(Process.DataFolder, "tokens.txt");
        await File.WriteAllLinesAsync(tokens,
        [
            "# who may call", $"{HashOf(Administrator)} quản-trị *", $"{HashOf(Superior)} huyện {District}", "",
            $"{HashOf(Clerk).ToUpperInvariant()}\txã {ofUnits[0].Key}", $"{HashOf(Stranger)} huyện-khác vn24-52",
        ]);
        Process.Environment["HIERARCHY_TOKENS"] = tokens;
        await Process.StartAsync();
        Client = Process.Client;
    }

    public async Task<JsonNode> AskAsync(string token, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await Client.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await (Process?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}

/// <summary>One such process for all tests of sign-in.</summary>
[CollectionDefinition(nameof(GuardedSystem))]
public sealed class GuardedTests : ICollectionFixture<GuardedSystem>;

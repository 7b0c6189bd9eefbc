namespace Hierarchy.Tests.System;

/// <summary>The real process with sign-in: admission by people's tokens, their traces in the record, and the end of tokens.</summary>
public sealed partial class PeopleTests(SignedInSystem system) : IClassFixture<SignedInSystem>
{
    private static readonly TimeSpan _endsWithin = TimeSpan.FromSeconds(5);

    /// <summary>Limit for tests: a busy machine must not fail the build.</summary>
    internal static readonly TimeSpan EndsWithinBusy = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_first_administrator_and_his_token_come_before_the_first_start()
    {
        Assert.Matches("^hst_[0-9a-f]{64}\n$", system.FirstToken);
        var viewer = (await system.AskAsync(system.Token, "{ viewer { person { id name } } }"))["data"]!["viewer"]!["person"]!;

        Assert.Equal("an Nguyễn Văn An", $"{viewer["id"]} {viewer["name"]}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("hst_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbiJ9.")]
    public async Task Without_a_valid_token_nobody_enters(string? token)
    {
        using var response = await system.PostAsync(token, "{ viewer { person { id } } }");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("UNAUTHENTICATED", await CodeOfAsync(response));
    }

    [Fact]
    public async Task Without_a_token_no_root_field_of_the_contract_is_answered()
    {
        const string Roots = "fragment All on __Schema { queryType { fields { name } } mutationType { fields { name } } subscriptionType { fields { name } } }";
        var schema = (await system.AskAsync(system.Token, $"{{ __schema {{ ...All }} }} {Roots}"))["data"]!["__schema"]!;
        string[] operations = ["query", "mutation", "subscription"];
        string[] asked = [.. operations.SelectMany(operation =>
            schema[operation + "Type"]!["fields"]!.AsArray().Select(field => $"{operation} {{ {field!["name"]} {{ id }} }}"))];
        Assert.All(operations, operation => Assert.Contains(asked, text => text.StartsWith(operation, StringComparison.Ordinal)));
        foreach (var text in asked)
        {
            using var response = await system.PostAsync(null, text);
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{text}: {response.StatusCode}");
            Assert.Equal("UNAUTHENTICATED", await CodeOfAsync(response));
        }
    }

    [Fact]
    public async Task A_person_without_a_right_reads_and_changes_nothing_and_each_change_bears_its_persons_name()
    {
        await system.DoAsync("""registerPerson(requestId: "binh-1", input: { id: "binh", name: "Trần Thị Bình", email: "binh@example.vn" }) { id name email }""");
        var (code, token, _) = await system.RunAsync("token", "binh");
        Assert.Equal(ExitCode.Ok, code);

        var refused = await system.AskAsync(token.Trim(), Register("x1"));
        Assert.Equal("FORBIDDEN", (string?)refused["errors"]![0]!["extensions"]!["code"]);
        Assert.Equal("binh", (string?)(await system.AskAsync(token.Trim(), "{ viewer { person { id } } root { id } }"))["data"]!["viewer"]!["person"]!["id"]);
        Assert.Null((await system.AskAsync(token.Trim(), """{ person(id: "an") { id } }"""))["data"]!["person"]);
        var other = await system.AskAsync(token.Trim(), """mutation { registerPerson(requestId: "c", input: { id: "chi", name: "Chi" }) { id } }""");
        Assert.Equal("FORBIDDEN", (string?)other["errors"]![0]!["extensions"]!["code"]);

        Assert.Null((await system.AskAsync(system.Token, Register("x2")))["errors"]);
        var history = (await system.AskAsync(system.Token, """{ unit(id: "x2") { history { nodes { actor } } } }"""))["data"]!;
        Assert.Equal("Nguyễn Văn An", (string?)history["unit"]!["history"]!["nodes"]![0]!["actor"]);
    }

    [Fact]
    public async Task Registering_a_person_again_changes_him_and_a_repeated_request_does_not()
    {
        const string First = """registerPerson(requestId: "dung-1", input: { id: "dung", name: "Dung" }) { name email }""";
        await system.DoAsync(First);
        await system.DoAsync("""registerPerson(requestId: "dung-2", input: { id: "dung", name: "Lê Dung", email: "dung@example.vn" }) { name }""");

        Assert.Equal("Lê Dung", (string?)(await system.DoAsync(First))["registerPerson"]!["name"]);
        var taken = await system.AskAsync(
            system.Token, """mutation { registerPerson(requestId: "e-1", input: { id: "em", name: "Em", email: "DUNG@example.vn" }) { id } }""");
        Assert.Equal("CONFLICT", (string?)taken["errors"]![0]!["extensions"]!["code"]);
        var wrong = await system.AskAsync(system.Token, """mutation { registerPerson(requestId: "e-2", input: { id: "e m", name: "Em" }) { id } }""");
        Assert.Equal("INVALID", (string?)wrong["errors"]![0]!["extensions"]!["code"]);
    }

    [Fact]
    public async Task A_revoked_token_enters_no_more_and_its_streams_end()
    {
        await system.DoAsync("""registerPerson(requestId: "giang-1", input: { id: "giang", name: "Giang" }) { id }""");
        var token = (await system.RunAsync("token", "giang")).Output.Trim();
        using var socket = await system.ConnectAsync(token);
        using var request = Watch(token);
        using var events = await system.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync());

        var revoked = Stopwatch.StartNew();
        Assert.Equal((ExitCode.Ok, "1 tokens of giang have ended\n"), ((await system.RunAsync("token", "giang", "--revoke")) is var ran ? ran.Code : 0, ran.Output));
        Assert.Equal(4403, await ClosedAsync(socket));
        await reader.ReadToEndAsync().WaitAsync(HierarchyProcess.Patience);
        Assert.True(revoked.Elapsed < EndsWithinBusy, $"took {revoked.Elapsed}, starting a process included");

        using var response = await system.PostAsync(token, "{ root { id } }");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_ping_with_a_newer_token_keeps_a_socket_open()
    {
        await system.DoAsync("""registerPerson(requestId: "hoa-1", input: { id: "hoa", name: "Hoa" }) { id }""");
        await system.DoAsync("""registerPerson(requestId: "hung-1", input: { id: "hung", name: "Hùng" }) { id }""");
        var (old, fresh) = ((await system.RunAsync("token", "hung")).Output.Trim(), (await system.RunAsync("token", "hoa")).Output.Trim());
        using var socket = await system.ConnectAsync(old);
        await SendAsync(socket, new { type = "ping", payload = new { authorization = $"Bearer {fresh}" } });
        Assert.Equal("pong", (string?)(await ReceiveAsync(socket))!["type"]);

        await system.RunAsync("token", "hung", "--revoke");
        await Task.Delay(_endsWithin);

        await SendAsync(socket, new { type = "ping" });
        Assert.Equal("pong", (string?)(await ReceiveAsync(socket))!["type"]);
    }

    [Fact]
    public async Task Many_refused_tokens_are_told_to_wait_and_a_valid_one_is_not()
    {
        // From a separate address, so that no other test is delayed.
        using var elsewhere = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        { BaseAddress = system.Process.Address };
        var answers = new List<string?>();
        for (var i = 0; i < 60; i++)
        {
            using var response = await SignedInSystem.PostAsync(elsewhere, "hst_" + i, "{ root { id } }");
            answers.Add(await CodeOfAsync(response));
        }

        Assert.All(answers.Take(20), code => Assert.Equal("UNAUTHENTICATED", code));
        Assert.Equal("LIMIT_REFUSED_TOKENS", answers[^1]);
        using var valid = await SignedInSystem.PostAsync(elsewhere, system.Token, "{ root { id } }");
        Assert.Equal(HttpStatusCode.OK, valid.StatusCode);
    }

    [Fact]
    public async Task An_administrator_whom_an_operator_has_made_is_ended_by_the_operator_and_may_be_made_again()
    {
        const string Ask = """mutation { registerPerson(requestId: "by-kim", input: { id: "lan", name: "Lan" }) { id } }""";
        Assert.Equal(ExitCode.Ok, (await system.RunAsync("administrator", "kim", "Kim")).Code);
        var token = (await system.RunAsync("token", "kim")).Output.Trim();
        Assert.Null((await system.AskAsync(token, Ask))["errors"]);

        Assert.Equal((ExitCode.Ok, "kim is no longer an administrator\n", ""), await system.RunAsync("administrator", "kim", "--end"));

        var refused = await system.AskAsync(token, Ask.Replace("by-kim", "by-kim-2", StringComparison.Ordinal));
        Assert.Equal("FORBIDDEN", (string?)refused["errors"]![0]!["extensions"]!["code"]);
        Assert.Equal(ExitCode.Configuration, (await system.RunAsync("administrator", "kim", "--end")).Code);
        Assert.Equal(ExitCode.Ok, (await system.RunAsync("administrator", "kim", "Kim")).Code);
        Assert.Null((await system.AskAsync(token, Ask.Replace("by-kim", "by-kim-3", StringComparison.Ordinal)))["errors"]);
    }

    [Theory]
    [InlineData("administrator only-an-id", "Give the administrator's name: ")]
    [InlineData("administrator nobody --end", "'nobody' was not made an administrator by an operator; ")]
    [InlineData("token nobody", "There is no person 'nobody': './run administrator' makes")]
    [InlineData("token an --until 2001-01-01", "'2001-01-01' is not a valid last day of a token: give one from ")]
    [InlineData("token an --until tomorrow", "'tomorrow' is not a valid last day of a token: give one from ")]
    [InlineData("administrator a/b Name", "id may hold ")]
    public async Task What_cannot_be_done_is_said_in_one_line(string line, string says) =>
        HierarchyProcess.CheckRefused(says, await system.RunAsync(line.Split(' ')));

    [Fact]
    public async Task Loading_a_file_needs_an_administrator_who_answers_for_it()
    {
        var file = Path.Combine(system.Process.DataFolder, "more.csv");
        await File.WriteAllTextAsync(file, "id,name,kind,parent,code\nx3,Xã ba,COMMUNE,vn24-530,\n");

        var (without, _, _) = await system.RunAsync("load", file);
        Assert.Equal(ExitCode.Configuration, without);
        var (with, output, errors) = await system.RunAsync("load", file, "--as", "an");
        Assert.True(with == ExitCode.Ok, output + errors);

        var history = (await system.AskAsync(system.Token, """{ unit(id: "x3") { history { nodes { actor } } } }"""))["data"]!;
        Assert.Equal("Nguyễn Văn An", (string?)history["unit"]!["history"]!["nodes"]![0]!["actor"]);
    }

    [LongFact]
    public async Task A_file_of_tokens_is_refused_with_the_commands_that_take_its_callers_over()
    {
        await using var process = await FilledFolder.CreateProcessAsync();
        var file = process.Environment["HIERARCHY_TOKENS"] = Path.Combine(process.DataFolder, "tokens.txt");
        await File.WriteAllTextAsync(file, $"{GuardedSystem.HashOf("b")} binh vn24-530\n{GuardedSystem.HashOf("a")} an *\n");
        await process.StartAsync();
        using (var before = process.Client)
        {
            using var done = await SignedInSystem.PostAsync(before, "a", Register("of-the-file"));
            Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        }
        Assert.Equal(0, await process.TerminateAsync());
        process.Environment["HIERARCHY_SIGN_IN"] = "on";
        Assert.Equal(ExitCode.Configuration, await process.RunAsync());

        // Follows the printed advice literally, with the file still in place.
        var commands = Commands().Matches(Assert.Single(process.Output)).Select(found => found.Groups[1].Value).ToArray();
        Assert.Equal(["administrator an NAME", "token an"], commands);
        var token = "";
        foreach (var command in commands)
        {
            var (code, output, errors) = await SignedInSystem.RunAsync(process, command.Split(' '));
            Assert.True(code == ExitCode.Ok, errors);
            token = output.Trim();
        }
        process.Environment["HIERARCHY_TOKENS"] = "";
        await process.StartAsync();

        using var client = process.Client;
        using var registered = await SignedInSystem.PostAsync(client, token, Register("after-the-file"));
        Assert.Equal(HttpStatusCode.OK, registered.StatusCode);
        using var old = await SignedInSystem.PostAsync(client, "a", "{ root { id } }");
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        // As docs/OPERATING.md describes for a caller of a unit: the same actions are allowed as before.
        var grants = new[] { ("HEAD", "vn24-530"), ("SUPERVISOR", "vn24-530"), ("PLANNER", "vn24-530"), ("VIEWER", "bnv") }.Select((of, i) =>
            $$"""g{{i}}: grant(requestId: "g{{i}}", input: { person: "binh", role: {{of.Item1}}, unit: "{{of.Item2}}" }) { id }""");
        using var given = await SignedInSystem.PostAsync(client, token, $$"""
            mutation { registerPerson(requestId: "binh", input: { id: "binh", name: "Bình" }) { id } {{string.Join(' ', grants)}} }
            """);
        Assert.DoesNotContain("errors", await given.Content.ReadAsStringAsync());
        var (_, his, _) = await SignedInSystem.RunAsync(process, "token", "binh");
        using var rights = await SignedInSystem.PostAsync(client, his.Trim(), """
            { viewer { at: rights(unit: "vn24-530") below: rights(unit: "of-the-file") elsewhere: rights(unit: "vn24-72") } }
            """);
        var viewer = JsonNode.Parse(await rights.Content.ReadAsStringAsync())!["data"]!["viewer"]!;
        Assert.Equal("""["READ","REPORT","SUBMIT","PLAN"]""", viewer["at"]!.ToJsonString());
        Assert.Equal("""["READ","REPORT","SUBMIT","ACCEPT","CHANGE_DUE","PLAN"]""", viewer["below"]!.ToJsonString());
        Assert.Equal("""["READ"]""", viewer["elsewhere"]!.ToJsonString());
    }

    [GeneratedRegex(@"'\./run ([^']+)'")]
    private static partial Regex Commands();

    private static string Register(string id) =>
        $$"""mutation { registerUnit(requestId: "{{id}}", input: { id: "{{id}}", name: "Xã", kind: COMMUNE, parent: "vn24-530" }) { id } }""";

    internal static HttpRequestMessage Watch(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = JsonContent.Create(new { query = "subscription { progressChanged(unit: \"bnv\") { id } }" });
        return request;
    }

    internal static async Task<string?> CodeOfAsync(HttpResponseMessage response) =>
        (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!["extensions"]!["code"];

    internal static Task SendAsync(ClientWebSocket socket, object message) =>
        socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    internal static async Task<JsonNode?> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(HierarchyProcess.Patience);
        return received.MessageType == WebSocketMessageType.Close ? null : JsonNode.Parse(buffer.AsSpan(0, received.Count));
    }

    internal static async Task<int?> ClosedAsync(ClientWebSocket socket)
    {
        while (await ReceiveAsync(socket) is not null)
        {
            // Messages under way before the close.
        }
        return (int?)socket.CloseStatus;
    }
}

/// <summary>A process with sign-in, whose first administrator was made before its start.</summary>
public class SignedInSystem : IAsyncLifetime
{
    public HierarchyProcess Process { get; } = HierarchyProcess.Create(("HIERARCHY_SIGN_IN", "on"));

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The whole output of the command.</summary>
    public string FirstToken { get; private set; } = "";

    public string Token => FirstToken.Trim();

    public virtual async ValueTask InitializeAsync()
    {
        FirstToken = await SignedInFolder.FillAsync(Process.DataFolder);
        await Process.StartAsync(Serve);
        Client = Process.Client;
    }

    /// <summary>The arguments of its start.</summary>
    protected virtual string[] Serve => [];

    /// <summary>Runs a command of the program, beside the server or before its start.</summary>
    public Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) => RunAsync(Process, arguments);

    /// <summary>Runs a command of the program on a process's data.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(HierarchyProcess of, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [HierarchyProcess.Built, .. arguments])
        {
            Environment = { ["HIERARCHY_DATA"] = of.DataFolder, ["HIERARCHY_SIGN_IN"] = "on" },
        };
        foreach (var (name, value) in of.Environment)
        {
            start.Environment[name] = value;
        }
        start.Environment.Remove("HIERARCHY_DB");
        return await HierarchyProcess.RunApartAsync(start);
    }

    /// <summary>Registers a person with a role at a unit.</summary>
    /// <returns>A token of the person.</returns>
    public async Task<string> PersonAsync(string id, string role, string unit, string areas = "null")
    {
        await DoAsync($$"""registerPerson(requestId: "person-{{id}}", input: { id: "{{id}}", name: "Người {{id}}" }) { id }""");
        await DoAsync($$"""grant(requestId: "grant-{{id}}", input: { person: "{{id}}", role: {{role}}, unit: "{{unit}}", reformAreas: {{areas}} }) { id }""");
        return (await RunAsync("token", id)).Output.Trim();
    }

    public Task<HttpResponseMessage> GetAsync(string? token, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return Client.SendAsync(request);
    }

    public async Task<HttpStatusCode> StatusAsync(string? token, string path)
    {
        using var response = await GetAsync(token, path);
        return response.StatusCode;
    }

    public Task<HttpResponseMessage> PostAsync(string? token, string query) => PostAsync(Client, token, query);

    public static Task<HttpResponseMessage> PostAsync(HttpClient client, string? token, string query)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client.SendAsync(request);
    }

    public async Task<JsonNode> AskAsync(string token, string query)
    {
        using var response = await PostAsync(token, query);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>The data of a mutation by the administrator.</summary>
    public async Task<JsonNode> DoAsync(string mutation)
    {
        var answer = await AskAsync(Token, $"mutation {{ {mutation} }}");
        Assert.True(answer["errors"] is null, answer.ToJsonString());
        return answer["data"]!;
    }

    /// <summary>A WebSocket after connection_init.</summary>
    public async Task<ClientWebSocket> ConnectAsync(string token)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(new Uri(Process.Address, "/graphql")) { Scheme = "ws" }.Uri, CancellationToken.None);
        var init = JsonSerializer.SerializeToUtf8Bytes(new { type = "connection_init", payload = new { authorization = $"Bearer {token}" } });
        await socket.SendAsync(init, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        var buffer = new byte[1024];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(HierarchyProcess.Patience);
        Assert.Equal("connection_ack", (string?)JsonNode.Parse(buffer.AsSpan(0, received.Count))!["type"]);
        return socket;
    }

    public virtual async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await Process.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

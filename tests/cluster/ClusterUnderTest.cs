using Hierarchy.Tests.Faults;

namespace Hierarchy.Tests.Cluster;

/// <summary>Real nodes behind a proxy on their own PostgreSQL, with operations to disturb them.</summary>
internal sealed class ClusterUnderTest : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private const string Key = "of-this-test";

    /// <summary>Nodes with other addresses are reachable by others, so a token is required.</summary>
    private const string Token = "of-everybody-in-this-test";

    private readonly DataFolder _folder = DataFolder.Lock(Directory.CreateTempSubdirectory("hierarchy-cluster-").FullName);
    private readonly Network? _network = Network.IsPossible ? new Network() : null;
    private readonly Dictionary<int, Relay> _relays = [];
    private PrivatePostgres _postgres = null!;
    private readonly IReadOnlyDictionary<string, string> _more;
    private Books? _books;

    private readonly bool _signIn;

    private readonly string? _host;

    private ClusterUnderTest(IReadOnlyDictionary<string, string> more, bool signIn, string? host) => (_more, _signIn, _host) = (more, signIn, host);

    public List<Part> Nodes { get; } = [];

    public Part Proxy { get; private set; } = null!;

    /// <summary>The silo endpoint of each node.</summary>
    public List<IPEndPoint> Silos { get; } = [];

    public bool CanCut => _network is not null;

    public Books Books => _books!;

    public string Database => _postgres.ConnectionString;

    private string Host => _network?.Host ?? "127.0.0.1";

    private string TokensFile => Path.Combine(_folder.Path, "tokens");

    private string Socket => Path.Combine(_folder.Path, "postgresql", ".s.PGSQL.5432");

    /// <param name="more">Additional variables of the nodes.</param>
    /// <param name="signIn">Whether people sign in, instead of sharing one token.</param>
    /// <param name="host">An additional host name of the nodes.</param>
    /// <param name="isEmpty">Whether the nodes start together on an empty database, instead of one with the five plans.</param>
    public static async Task<ClusterUnderTest> StartAsync(
        int nodes, IReadOnlyDictionary<string, string>? more = null, bool signIn = false, string? host = null, bool isEmpty = false)
    {
        var cluster = new ClusterUnderTest(more ?? new Dictionary<string, string>(), signIn, host);
        GraphQLClient.Token = Token;
        await File.WriteAllTextAsync(cluster.TokensFile, $"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Token)))} tester *\n");
        try
        {
            await cluster.StartAllAsync(nodes, isEmpty);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another node, not started yet.</summary>
    public Part PlanNode(int number)
    {
        var address = _network?.Add(number) ?? "127.0.0.1";
        var relay = _relays[number] = new Relay(IPAddress.Parse(Host), Socket);
        var (port, silo) = _network is null ? (FreePort.Find(), FreePort.Find()) : (8080, 11111);
        Silos.Add(new IPEndPoint(IPAddress.Parse(address), silo));
        return new Part($"node {number + 1}", new Uri($"http://{address}:{port}"), () => Plan("node", _network?.Space(number), new()
        {
            ["HIERARCHY_DB"] = $"Host={Host};Port={relay.Port};Username=hierarchy;Database=postgres",
            ["HIERARCHY_ADDRESS"] = address,
            ["HIERARCHY_LISTEN"] = address,
            ["HIERARCHY_PORT"] = Text(port),
            ["HIERARCHY_SILO_PORT"] = Text(silo),
            ["HIERARCHY_OPERATOR_KEY"] = Key,
            [_signIn ? "HIERARCHY_SIGN_IN" : "HIERARCHY_TOKENS"] = _signIn ? "on" : TokensFile,
            ["HIERARCHY_HOSTS"] = _host is null ? address : $"{address},{_host}",
        }));
    }

    /// <summary>Disconnects a node from everything but PostgreSQL, or reconnects it.</summary>
    public void CutNetwork(int node, bool cut)
    {
        if (cut)
        {
            _network!.Cut(node);
        }
        else
        {
            _network!.Join(node);
        }
    }

    /// <summary>Disconnects a node from PostgreSQL only, or reconnects it.</summary>
    public void CutDatabase(int node, bool cut)
    {
        if (cut)
        {
            _relays[node].Cut();
        }
        else
        {
            _relays[node].Join();
        }
    }

    /// <summary>Loads a list of units, if given, and a plan for the clients' writes.</summary>
    public async Task PrepareAsync(int clients, int perClient)
    {
        using var client = new GraphQLClient(Proxy.Address);
        if (FaultRun.Units is { } units)
        {
            using var files = new MultipartFormDataContent { { new StringContent(Country.Converted(units), Encoding.UTF8), "file", "units.csv" } };
            await OperateAsync("load", files);
        }
        await AgainAsync(() => client.AskAsync(
            $$"""mutation { adoptPlan(requestId: "adopt", input: {id: "{{Country.Plan}}", owner: "bnv", title: "Toàn quốc", startYear: 2026, """
            + """endYear: 2030, areas: [{id: "I", name: "Chung", reform: OTHER}]}) { id } }"""));
        if (FaultRun.Units is not null)
        {
            await AgainAsync(() => client.AskAsync(
                $$"""mutation { addTask(requestId: "all", input: {id: "{{Country.Plan}}/all", plan: "{{Country.Plan}}", code: "A", area: "I", """
                + """title: "Mọi xã", leads: [{unitClass: COMMUNE}], schedule: {kind: YEAR, text: "Năm 2026", startYear: 2026}}) { id } }"""));
        }
        var obligations = await AgainAsync(() => Country.OpenAsync(client, clients * perClient));
        _books = new Books(Proxy.Address, _postgres.ConnectionString, obligations, clients, FaultRun.Seed, unitsEnd: false);
    }

    /// <summary>The output of <c>verify</c>; fails for another exit code.</summary>
    public Task<string> VerifyAsync(int code = 0) => OperateAsync("verify", null, code);

    /// <summary>The time until the ministry's percent equals that of SQL.</summary>
    public async Task<TimeSpan> TotalsAsync()
    {
        using var client = new GraphQLClient(Proxy.Address);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var expected = await CountAsync();
            var said = (await AgainAsync(() => client.AskAsync(
                """{ unit(id: "bnv") { progress { total percent inProgress } } }""")))["unit"]!["progress"]!;
            var found = ((long)said["total"]!, (long)said["inProgress"]!, Math.Round((double)said["percent"]!, 9));
            if (found == expected)
            {
                return watch.Elapsed;
            }
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(90), $"the ministry says {found}, SQL counts {expected}");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _books?.Dispose();
        foreach (var part in Nodes.Append(Proxy))
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        foreach (var relay in _relays.Values)
        {
            relay.Dispose();
        }
        _network?.Dispose();
        await (_postgres?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
        Directory.Delete(_folder.Path, recursive: true);
    }

    private async Task StartAllAsync(int nodes, bool isEmpty)
    {
        if (!isEmpty)
        {
            await FilledFolder.FillAsync(_folder.Path);
        }
        var tools = HostSettings.FromEnvironment(Environment.GetEnvironmentVariable).ToolsPath;
        _postgres = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions { DataFolder = _folder.Path, Tools = tools }, new Progress<string>(), TimeProvider.System, default);
        Nodes.AddRange(Enumerable.Range(0, nodes).Select(PlanNode));
        Nodes.ForEach(node => node.Start());
        await Task.WhenAll(Nodes.Select(node => node.ReadyAsync()));
        Proxy = PlanProxy();
        Proxy.Start();
        await Proxy.ReadyAsync();
    }

    private Part PlanProxy()
    {
        var port = FreePort.Find();
        return new Part("proxy", new Uri($"http://127.0.0.1:{port}"), () => Plan("proxy", null, new()
        {
            ["HIERARCHY_PORT"] = Text(port),
            ["HIERARCHY_NODES"] = string.Join(',', Nodes.Select(node => node.Address.GetLeftPart(UriPartial.Authority))),
        }));
    }

    private ProcessStartInfo Plan(string role, string? space, Dictionary<string, string> environment)
    {
        var start = space is null
            ? new ProcessStartInfo("dotnet", [HierarchyProcess.Built, role])
            : new ProcessStartInfo("ip", ["netns", "exec", space, "dotnet", HierarchyProcess.Built, role]);
        start.Environment["HIERARCHY_PARENT"] = Text(Environment.ProcessId);
        foreach (var (name, value) in environment.Concat(role == "proxy" ? [] : _more))
        {
            start.Environment[name] = value;
        }
        return start;
    }

    /// <summary>The output of an operator command; fails for another exit code.</summary>
    public async Task<string> OperateAsync(string operation, HttpContent? body = null, int code = 0)
    {
        using var http = new HttpClient { BaseAddress = Proxy.Address, Timeout = Patience };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/operator/{operation}");
        request.Headers.Add("X-Hierarchy-Operator", Key);
        request.Content = body;
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(text.StartsWith($"{code}\n", StringComparison.Ordinal), $"{operation}: {text[..Math.Min(text.Length, 2_000)]}");
        return text[2..].Trim();
    }

    private async Task<(long Total, long InProgress, double Percent)> CountAsync()
    {
        await using var source = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await using var command = source.CreateCommand("""
            select count(*), count(*) filter (where status = 2),
                sum(weight::numeric * percent) filter (where status <> 5) / sum(weight) filter (where status <> 5) / 100 from obligations where kind = 0
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1), Math.Round((double)reader.GetDecimal(2), 9));
    }

    /// <summary>Repeats until answered: on a busy machine a cold start may exceed a request's timeout, and requests in progress at a killed
    /// node fail with a broken connection or a 502 without body, for the client to repeat.</summary>
    public static async Task<T> AgainAsync<T>(Func<Task<T>> ask)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception late) when (watch.Elapsed < Patience && IsPassing(late))
            {
                await Task.Delay(500);
            }
        }
    }

    private static bool IsPassing(Exception fault) => fault is JsonException or HttpRequestException
        || (fault is Xunit.Sdk.XunitException refused
            && (refused.Message.Contains("TIMEOUT", StringComparison.Ordinal) || refused.Message.Contains("UNAVAILABLE", StringComparison.Ordinal)));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

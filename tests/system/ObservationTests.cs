using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hierarchy.Tests.System;

/// <summary>Telemetry of the real process: metrics, signals to a collector, and the Orleans dashboard.</summary>
public sealed class ObservationTests(RunningSystem running)
{
    /// <summary>A value in a request, which must not leak.</summary>
    private const string Value = "Xa-mot-hai-ba";

    [Theory]
    [InlineData("orleans_")]
    [InlineData("http_server_request_duration_seconds")]
    [InlineData("kestrel_active_connections")]
    [InlineData("db_client_operation_duration_seconds")]
    [InlineData("graphql_server_operation_duration_seconds")]
    [InlineData("hierarchy_store_events_total")]
    [InlineData("hierarchy_store_batch_appends")]
    [InlineData("hierarchy_api_commands_total")]
    [InlineData("hierarchy_set_aside")]
    [InlineData("dotnet_process_memory_working_set_bytes")]
    public async Task Metrics_tell_of_every_part(string name)
    {
        var process = await running.GetAsync();
        using (var client = new GraphQLClient(process.Address))
        {
            await client.SendAsync(
                "mutation($r: ID!) { reportProgress(requestId: $r, obligation: \"nobody~none\", percent: 1) { percent } }", new { r = GraphQLClient.NewRequest() });
            await client.SendAsync(
                """mutation($r: ID!) { registerUnit(requestId: $r, input: {id: "observed", name: "Quan sát", kind: BODY, parent: "bnv"}) { id } }""",
                new { r = GraphQLClient.NewRequest() });
        }
        using var http = process.Client;

        var lines = (await http.GetStringAsync("/metrics")).Split('\n');

        Assert.Contains(lines, line => line.StartsWith($"# TYPE {name}", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("Password", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_dashboard_of_Orleans_shows_its_silo_and_wakes_no_grain()
    {
        var process = await running.GetAsync();
        using var http = process.Client;

        Assert.Contains("<html", await http.GetStringAsync("/orleans"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"hosts\"", await http.GetStringAsync("/orleans/DashboardCounters"), StringComparison.OrdinalIgnoreCase);
        using var state = await http.GetAsync("/orleans/GrainState?grainId=nowhere&grainType=Hierarchy.Grains.IUnitGrain");
        Assert.Equal(HttpStatusCode.NotFound, state.StatusCode);
        using var log = await http.GetAsync("/orleans/Trace");
        Assert.Equal(HttpStatusCode.Forbidden, log.StatusCode);
    }

    [LongFact]
    public async Task A_collector_that_is_named_gets_traces_metrics_and_logs()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await CollectAsync(received);
        await using var process = await FilledFolder.CreateProcessAsync();
        process.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single();
        process.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        process.Environment["OTEL_METRIC_EXPORT_INTERVAL"] = "500";
        process.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        process.Environment["HIERARCHY_LOG"] = "Information";
        await process.StartAsync();
        using var client = new GraphQLClient(process.Address);
        await client.AskAsync(
            """mutation($r: ID!, $n: String!) { registerUnit(requestId: $r, input: {id: "watched", name: $n, kind: COMMUNE, parent: "vn24-530"}) { id } }""",
            new { r = GraphQLClient.NewRequest(), n = Value });
        using (var http = process.Client)
        {
            await http.GetAsync($"/graphql?query={{unit(id:\"{Value}\"){{id}}}}");
        }
        await client.AskAsync("""{ unit(id: "vn24-72") { name progress { total } obligations(first: 3) { totalCount } } }""");

        await ReceivedAsync(received, "/v1/metrics", "hierarchy.store", "orleans-catalog-activations", "http.server.request.duration", "db.client");
        await ReceivedAsync(received, "/v1/traces", "Hierarchy.GraphQL", "Npgsql", "Microsoft.Orleans", "POST /graphql");
        await ReceivedAsync(received, "/v1/logs", "hierarchy");
        Assert.Equal(0, await process.TerminateAsync());
        Assert.All(received, signal => Assert.DoesNotContain(Value, signal.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_collector_without_an_address_is_refused()
    {
        await using var process = HierarchyProcess.Create(("OTEL_EXPORTER_OTLP_ENDPOINT", "collector"));
        Assert.Equal(2, await process.RunAsync());
        Assert.StartsWith("OTEL_EXPORTER_OTLP_ENDPOINT is 'collector'", Assert.Single(process.Output), StringComparison.Ordinal);
    }

    /// <summary>Records received data by path, byte by character, since Protobuf contains names verbatim.</summary>
    private static async Task<WebApplication> CollectAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.MapPost("/v1/{signal}", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            received.AddOrUpdate(http.Request.Path, Encoding.Latin1.GetString(body.ToArray()), (_, so) => so + Encoding.Latin1.GetString(body.ToArray()));
            http.Response.ContentType = "application/x-protobuf";
        });
        await web.StartAsync();
        return web;
    }

    private static async Task ReceivedAsync(ConcurrentDictionary<string, string> received, string path, params string[] names)
    {
        using var patience = new CancellationTokenSource(HierarchyProcess.Patience);
        foreach (var name in names)
        {
            while (!received.GetValueOrDefault(path, "").Contains(name, StringComparison.Ordinal))
            {
                Assert.False(patience.IsCancellationRequested, $"{path} was not told of {name}; paths: {string.Join(' ', received.Keys)}");
                await Task.Delay(50);
            }
        }
    }
}

/// <summary>With sign-in, pages about the inside of the system are only for administrators.</summary>
[Collection(nameof(GuardedSystem))]
public sealed class GuardedPagesTests(GuardedSystem system)
{
    [Theory]
    [InlineData("/metrics")]
    [InlineData("/orleans/")]
    [InlineData("/orleans/index.min.js")]
    [InlineData("/orleans/DashboardCounters")]
    [InlineData("/Orleans/ClusterStats")]
    [InlineData("/orleans/GrainState")]
    public async Task Administrators_alone_enter(string path)
    {
        var opens = path.EndsWith("GrainState", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.OK;
        Assert.Equal(opens, await StatusAsync(path, "Bearer", GuardedSystem.Administrator));
        Assert.Equal(opens, await StatusAsync(path, "Basic", Basic(GuardedSystem.Administrator)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(path, "Bearer", GuardedSystem.Superior));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(path, "Basic", Basic(GuardedSystem.Clerk)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(path, "Bearer", "wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(path, "Basic", "none"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(path, null, null));
    }

    [Theory]
    [InlineData("/alive")]
    [InlineData("/health")]
    [InlineData("/ready")]
    public async Task Whoever_watches_needs_no_token_and_asks_under_any_name(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "10.0.0.7:8080" } };
        using var answer = await system.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static string Basic(string token) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{token}"));

    private async Task<HttpStatusCode> StatusAsync(string path, string? scheme, string? parameter)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = scheme is null ? null : new AuthenticationHeaderValue(scheme, parameter);
        using var answer = await system.Client.SendAsync(request);
        return answer.StatusCode;
    }
}

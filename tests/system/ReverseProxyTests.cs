namespace Hierarchy.Tests.System;

/// <summary>The real process behind a reverse proxy: the client address in the record, the security log and the limit on refused
/// tokens.</summary>
/// <remarks>All of 127.0.0.0/8 is this machine, so that tests can choose the source address of a request.</remarks>
public sealed class ReverseProxyTests(SystemBehindProxy system) : IClassFixture<SystemBehindProxy>
{
    private const string Proxy = "127.0.0.2", Stranger = "127.0.0.9", TanBien = "vn24-705";

    [Theory]
    [InlineData(Proxy, "203.0.113.1", "203.0.113.1")]
    [InlineData(Proxy, "2001:db8::1", "2001:db8::1")]
    [InlineData(Proxy, "203.0.113.2:40001", "203.0.113.2")]
    // Entries written by the client are to the left of the proxy's.
    [InlineData(Proxy, "198.51.100.1, 203.0.113.3", "203.0.113.3")]
    [InlineData(Proxy, "127.0.0.2, 10.9.9.9, 203.0.113.4", "203.0.113.4")]
    // Two trusted proxies in a row.
    [InlineData(Proxy, "198.51.100.1, 203.0.113.5, 10.1.2.3", "203.0.113.5")]
    // No usable address.
    [InlineData(Proxy, "198.51.100.1, unknown", Proxy)]
    [InlineData(Proxy, null, Proxy)]
    [InlineData(Stranger, "203.0.113.6", Stranger)]
    [InlineData(Stranger, "127.0.0.2", Stranger)]
    public async Task A_named_proxy_says_where_a_request_comes_from_and_nobody_else(string from, string? header, string recorded)
    {
        using var client = ClientFrom(from, system.Process.Address);
        var unit = $"body-{Guid.NewGuid():N}";
        var register = $$"""mutation { registerUnit(requestId: "{{unit}}", input: { id: "{{unit}}", name: "Ban", kind: BODY, parent: "{{TanBien}}" }) { id } }""";

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, system.Token, register, header));

        Assert.Equal(recorded, (string?)(await LinesAsync(system, $"/audit.jsonl?under={unit}")).Single()["address"]);
    }

    [Fact]
    public async Task Refused_tokens_are_counted_and_written_down_by_client_and_not_by_proxy()
    {
        using var proxy = ClientFrom(Proxy, system.Process.Address);
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 30; i++)
        {
            codes.Add(await StatusAsync(proxy, "wrong", "{ root { id } }", $"{i}.0.0.1, 203.0.113.50"));
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, codes);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(proxy, "wrong", "{ root { id } }", "203.0.113.51"));
        var guessed = (await LinesAsync(system, "/security.jsonl")).Where(line => (string?)line["what"] == "token-unknown").ToArray();
        Assert.Equal(30, guessed.Where(line => (string?)line["address"] == "203.0.113.50").Sum(line => int.Parse((string)line["count"]!, CultureInfo.InvariantCulture)));
        Assert.DoesNotContain(guessed, line => (string?)line["address"] == Proxy);
    }

    [LongFact]
    public async Task A_cluster_tells_its_nodes_who_asked_and_believes_those_that_are_named_alone()
    {
        if (Environment.GetEnvironmentVariable("HIERARCHY_TEST_NODES") is { Length: > 0 })
        {
            Assert.Skip("Every other test here runs on a cluster already.");
        }
        await using var cluster = new ClusterBehindProxy();
        await cluster.InitializeAsync();
        using var proxy = ClientFrom(Proxy, cluster.Process.Address);
        using var stranger = ClientFrom(Stranger, cluster.Process.Address);
        // Both nodes are asked.
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(proxy, "wrong", "{ root { id } }", "198.51.100.1, 203.0.113.70"));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(stranger, "wrong", "{ root { id } }", "203.0.113.71"));
        }

        var seen = new HashSet<string?>();
        for (var patience = 400; !seen.IsSupersetOf(["203.0.113.70", Stranger]); patience--)
        {
            Assert.True(patience > 0, string.Join(' ', seen));
            seen.UnionWith((await LinesAsync(cluster, "/security.jsonl")).Where(line => (string?)line["what"] == "token-unknown").Select(line => (string?)line["address"]));
            await Task.Delay(50);
        }
        Assert.Equal(["127.0.0.9", "203.0.113.70"], seen.Order());
    }

    private static HttpClient ClientFrom(string address, Uri server) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (asked, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(asked.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = server, Timeout = HierarchyProcess.Patience };

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string token, string query, string? forwarded)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (forwarded is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwarded);
        }
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<JsonNode[]> LinesAsync(SignedInSystem of, string path)
    {
        using var response = await of.GetAsync(of.Token, path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}

/// <summary>As the other, and it believes 127.0.0.2 and 10.0.0.0/8.</summary>
public class SystemBehindProxy : SignedInSystem
{
    public SystemBehindProxy() => Process.With([("HIERARCHY_PROXIES", "127.0.0.2, 10.0.0.0/8")]);
}

/// <summary>As the other, as two nodes.</summary>
public sealed class ClusterBehindProxy : SystemBehindProxy
{
    protected override string[] Serve => ["cluster", "2"];
}

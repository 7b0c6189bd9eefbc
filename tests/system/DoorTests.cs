namespace Hierarchy.Tests.System;

/// <summary>Admission to the real process: requests as after DNS rebinding, and additional host names.</summary>
public sealed class DoorTests
{
    [Fact]
    public async Task The_process_answers_for_this_machine_and_the_names_that_are_added_and_for_no_other_on_both_ports()
    {
        await using var process = await PlainProgram.CreateStoppedAsync();
        process.Environment["HIERARCHY_HOSTS"] = "plans.example.vn";
        process.Environment["HIERARCHY_HTTP2_PORT"] = "0";
        await process.StartAsync();
        var port = process.Address.Port;

        Assert.Equal(200, await StatusAsync(port, $"127.0.0.1:{port}", null));
        Assert.Equal(200, await StatusAsync(port, $"localhost:{port}", $"http://localhost:{port}"));
        Assert.Equal(200, await StatusAsync(port, "plans.example.vn", "https://plans.example.vn"));
        Assert.Equal(421, await StatusAsync(port, $"rebound.example:{port}", $"http://rebound.example:{port}"));
        Assert.Equal(403, await StatusAsync(port, $"127.0.0.1:{port}", "http://evil.example"));
        Assert.Equal(403, await StatusAsync(port, $"127.0.0.1:{port}", "null"));
        Assert.Equal(200, await StatusAsync(port, "10.0.0.7:8080", null, "GET /health"));
        Assert.Equal(421, await StatusAsync(port, "rebound.example", null, "POST /operator/verify"));
        var line = process.Output.Single(said => said.StartsWith("HTTP/2 alone at ", StringComparison.Ordinal));
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (var (host, status) in new[] { ("localhost", HttpStatusCode.OK), ("rebound.example", HttpStatusCode.MisdirectedRequest) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(line["HTTP/2 alone at ".Length..]), "/graphql?query={root{id}}"))
            {
                Version = client.DefaultRequestVersion,
                VersionPolicy = client.DefaultVersionPolicy,
            };
            request.Headers.Host = host;
            request.Headers.Accept.ParseAdd("application/json");
            Assert.Equal(status, (await client.SendAsync(request)).StatusCode);
        }
        // HTTP/2 without TLS, with many requests on one connection.
        var many = new Uri(new Uri(line["HTTP/2 alone at ".Length..]), "/graphql?query={__typename}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetStringAsync(many)));
        Assert.All(answers, answer => Assert.Equal("""{"data":{"__typename":"Query"}}""", answer));
        // Ctrl-C is a normal stop.
        Assert.Equal(0, await process.TerminateAsync("INT"));
        Assert.Empty(process.Remains());
    }

    private static async Task<int> StatusAsync(int port, string host, string? origin, string line = "POST /graphql")
    {
        const string Body = """{"query":"{ root { id } }"}""";
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var head = $"{line} HTTP/1.1\r\nHost: {host}\r\n{(origin is null ? "" : $"Origin: {origin}\r\n")}Content-Type: application/json\r\n";
        await socket.SendAsync(Encoding.UTF8.GetBytes($"{head}Connection: close\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));
        var buffer = new byte[4_096];
        var read = await socket.ReceiveAsync(buffer).WaitAsync(HierarchyProcess.Patience);
        return int.Parse(Encoding.ASCII.GetString(buffer, 0, read).AsSpan("HTTP/1.1 ".Length, 3), null);
    }
}

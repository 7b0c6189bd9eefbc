using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Hierarchy.Tests.System;

/// <summary>The real process, in which people have been given roles at units of the data that comes with it.</summary>
public sealed class GrantsTests
{
    private const string TanBien = "vn24-705";
    private const string TanChau = "vn24-706";

    [Fact]
    public async Task Roles_hold_over_http_and_in_streams_and_survive_a_restart()
    {
        var system = new SignedInSystem();
        await using var disposed = system;
        await system.InitializeAsync();
        var clerk = await PersonAsync(system, "clerk", "CLERK", TanBien);
        var head = await PersonAsync(system, "head", "HEAD", TanBien);
        var other = await PersonAsync(system, "other", "CLERK", TanChau);
        var owed = (string?)(await system.AskAsync(clerk, $$"""{ obligations(under: "{{TanBien}}", filter: { status: [NOT_STARTED] }, first: 1) { nodes { id } } }"""))
            ["data"]!["obligations"]!["nodes"]![0]!["id"];

        Assert.Null((await system.AskAsync(clerk, Mutation($"reportProgress(requestId: \"1\", obligation: \"{owed}\", percent: 50) {{ id }}")))["errors"]);
        Assert.Equal("FORBIDDEN", CodeOf(await system.AskAsync(clerk, Mutation($"submit(requestId: \"2\", obligation: \"{owed}\") {{ id }}"))));
        Assert.Equal("FORBIDDEN", CodeOf(await system.AskAsync(other, $"{{ obligation(id: \"{owed}\") {{ note }} }}")));
        Assert.Equal("FORBIDDEN", CodeOf(await system.AskAsync(other, $"{{ obligations(under: \"{TanBien}\") {{ totalCount }} }}")));
        Assert.Contains("FORBIDDEN", await WatchAsync(system, other, $"subscription {{ obligationChanged(under: \"{TanBien}\") {{ id }} }}"));
        Assert.Equal(0, (int)(await system.AskAsync(other, $"{{ unit(id: \"{TanBien}\") {{ obligations {{ totalCount }} }} }}"))
            ["data"]!["unit"]!["obligations"]!["totalCount"]!);

        await system.Process.TerminateAsync();
        await system.Process.StartAsync();
        using var client = system.Process.Client;
        Assert.Equal("FORBIDDEN", await CodeAsync(client, other, Mutation($"submit(requestId: \"3\", obligation: \"{owed}\") {{ id }}")));
        var submitted = await AskAsync(client, head, Mutation($"submit(requestId: \"4\", obligation: \"{owed}\") {{ status handedInBy {{ id }} }}"));
        Assert.Equal("SUBMITTED head", $"{submitted["data"]!["submit"]!["status"]} {submitted["data"]!["submit"]!["handedInBy"]!["id"]}");
        var history = await AskAsync(client, head, $"{{ unit(id: \"{TanBien}\") {{ history(first: 1) {{ nodes {{ person {{ id }} }} }} }} }}");
        Assert.Equal("head", (string?)history["data"]!["unit"]!["history"]!["nodes"]![0]!["person"]!["id"]);
        var viewer = await AskAsync(client, system.Token, "{ viewer { grants { id role unit { id } } units { id } } }");
        Assert.Equal("ADMINISTRATOR bnv", $"{viewer["data"]!["viewer"]!["grants"]![0]!["role"]} {viewer["data"]!["viewer"]!["units"]![0]!["id"]}");
        var last = Mutation($"endGrant(requestId: \"5\", grant: \"{viewer["data"]!["viewer"]!["grants"]![0]!["id"]}\") {{ id }}");
        Assert.Equal("LAST_ADMIN", (string?)(await AskAsync(client, system.Token, last))["errors"]![0]!["extensions"]!["reason"]);
    }

    private static string Mutation(string field) => $"mutation {{ {field} }}";

    private static string? CodeOf(JsonNode answer) => (string?)answer["errors"]?[0]?["extensions"]?["code"];

    private static async Task<string?> CodeAsync(HttpClient client, string token, string query) => CodeOf(await AskAsync(client, token, query));

    private static async Task<JsonNode> AskAsync(HttpClient client, string token, string query)
    {
        using var response = await SignedInSystem.PostAsync(client, token, query);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static async Task<string> WatchAsync(SignedInSystem system, string token, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await system.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Registers somebody with a role at a unit.</summary>
    /// <returns>A token of the person.</returns>
    private static async Task<string> PersonAsync(SignedInSystem system, string id, string role, string unit)
    {
        await system.DoAsync($$"""registerPerson(requestId: "person-{{id}}", input: { id: "{{id}}", name: "{{id}}" }) { id }""");
        await system.DoAsync($$"""grant(requestId: "grant-{{id}}", input: { person: "{{id}}", role: {{role}}, unit: "{{unit}}" }) { id }""");
        return (await system.RunAsync("token", id)).Output.Trim();
    }
}

namespace Hierarchy.Tests.System;

/// <summary>The real process, with roles of people at units of the initial data.</summary>
public sealed class GrantsTests
{
    private const string TanBien = "vn24-705";
    private const string TanChau = "vn24-706";

    [LongFact]
    public async Task Roles_hold_over_http_and_in_streams_and_survive_a_restart()
    {
        var system = new SignedInSystem();
        await using var disposed = system;
        await system.InitializeAsync();
        var clerk = await system.PersonAsync("clerk", "CLERK", TanBien);
        var head = await system.PersonAsync("head", "HEAD", TanBien);
        var other = await system.PersonAsync("other", "CLERK", TanChau);
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
        await LastAsync(system, client);
    }

    /// <summary>Whoever is the last administrator stays, whoever has made him and wherever it is tried to end him.</summary>
    private static async Task LastAsync(SignedInSystem system, HttpClient client)
    {
        const string Administrator = "role: ADMINISTRATOR, unit: \"bnv\"";
        Assert.Null((await AskAsync(client, system.Token, Mutation(
            $"grant(requestId: \"6\", input: {{ person: \"clerk\", {Administrator}, to: \"2199-12-31\" }}) {{ id }}")))["errors"]);

        // An administrator by a grant that ends does not count.
        var refused = await system.RunAsync("administrator", "an", "--end");
        Assert.Equal((ExitCode.Configuration, ""), (refused.Code, refused.Output));
        Assert.Equal(
            "an is the last administrator: make another one first, './run administrator PERSON NAME' (LAST_ADMIN).\n", refused.Errors);
        Assert.Equal("ADMINISTRATOR", await RoleAsync(system.Token));

        var head = await GrantOf(system.Token, $"grant(requestId: \"7\", input: {{ person: \"head\", {Administrator} }}) {{ id }}");
        var first = await AskAsync(client, system.Token, "{ viewer { grants { id } } }");
        Assert.Equal("FORBIDDEN", await CodeAsync(
            client, system.Token, Mutation($"endGrant(requestId: \"8\", grant: \"{first["data"]!["viewer"]!["grants"]![0]!["id"]}\") {{ id }}")));
        Assert.Equal((ExitCode.Ok, "an is no longer an administrator\n", ""), await system.RunAsync("administrator", "an", "--end"));
        Assert.Null(await RoleAsync(system.Token));

        var token = (await system.RunAsync("token", "head")).Output.Trim();
        var end = Mutation($"endGrant(requestId: \"9\", grant: \"{head}\") {{ id }}");
        Assert.Equal("LAST_ADMIN", (string?)(await AskAsync(client, token, end))["errors"]![0]!["extensions"]!["reason"]);
        Assert.Equal(ExitCode.Ok, (await system.RunAsync("administrator", "an", "An")).Code);
        Assert.Null((await AskAsync(client, token, end))["errors"]);

        async Task<string?> RoleAsync(string of) =>
            (string?)(await AskAsync(client, of, "{ viewer { grants { role } } }"))["data"]!["viewer"]!["grants"]!.AsArray().FirstOrDefault()?["role"];

        async Task<string> GrantOf(string by, string mutation) => (string)(await AskAsync(client, by, Mutation(mutation)))["data"]!["grant"]!["id"]!;
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
}

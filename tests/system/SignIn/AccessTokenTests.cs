namespace Hierarchy.Tests.System.SignIn;

/// <summary>The real process and a real provider: which access tokens admit, whom, and for how long.</summary>
[Collection(nameof(ProviderSystem))]
public sealed class AccessTokenTests(ProviderSystem system)
{
    private static readonly TimeSpan _endsWithin = PeopleTests.EndsWithinBusy;

    [Fact]
    public async Task A_token_of_the_provider_admits_the_person_of_its_subject_and_a_service_token_still_does()
    {
        var viewer = (await system.AskAsync(await system.Provider.TokenAsync(), "{ viewer { person { id name } } }"))["data"]!["viewer"]!["person"]!;
        Assert.Equal("program Phần mềm báo cáo", $"{viewer["id"]} {viewer["name"]}");

        var other = (await system.AskAsync(system.Token, "{ viewer { person { id } } }"))["data"]!["viewer"]!["person"]!;
        Assert.Equal("an", (string?)other["id"]);
    }

    [Fact]
    public async Task A_token_that_is_not_the_providers_for_this_api_or_has_ended_is_refused()
    {
        var valid = await system.Provider.TokenAsync();
        var ending = await system.Provider.TokenAsync(resource: "urn:hierarchy:short");
        var refused = new Dictionary<string, string>
        {
            ["a foreign issuer"] = await system.Foreign.TokenAsync(),
            ["a foreign issuer that passes for ours"] = Forge(valid, header => header, claims => claims, await system.Foreign.TokenAsync()),
            ["another audience"] = await system.Provider.TokenAsync(resource: "urn:elsewhere"),
            ["a broken signature"] = valid[..^8] + (valid[^8] == 'A' ? 'B' : 'A') + valid[^7..],
            ["other claims"] = Forge(valid, header => header, claims => claims.Replace("program", "an", StringComparison.Ordinal), valid),
            ["no algorithm"] = Forge(valid, _ => """{"alg":"none","typ":"at+jwt"}""", claims => claims, ".."),
            ["no algorithm, signed"] = Forge(valid, _ => """{"alg":"none","typ":"at+jwt"}""", claims => claims, valid),
            ["a shared secret"] = SignedBySecret(valid),
            ["nonsense"] = "eyJhbGciOiJSUzI1NiJ9.e30.e30",
        };
        await EndedAsync(ending);
        refused["the past"] = ending;

        foreach (var (what, token) in refused)
        {
            using var response = await system.PostAsync(token, "{ root { id } }");
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{what}: {response.StatusCode}");
            Assert.Equal("UNAUTHENTICATED", await PeopleTests.CodeOfAsync(response));
        }
        using var still = await system.PostAsync(valid, "{ root { id } }");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task A_valid_token_of_nobody_is_forbidden_and_told_what_to_do()
    {
        using var response = await system.PostAsync(await system.Provider.TokenAsync("stranger"), "{ root { id } }");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!;
        Assert.Equal("FORBIDDEN", (string?)error["extensions"]!["code"]);
        Assert.Contains("registerPerson", (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_ends_with_its_token_and_goes_on_with_a_newer_one()
    {
        var ending = await system.Provider.TokenAsync(resource: "urn:hierarchy:short");
        using var left = await system.ConnectAsync(ending);
        using var renewed = await system.ConnectAsync(ending);
        using var request = PeopleTests.Watch(ending);
        using var events = await system.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync());
        var fresh = await system.Provider.TokenAsync();
        await PeopleTests.SendAsync(renewed, new { type = "ping", payload = new { authorization = $"Bearer {fresh}" } });
        Assert.Equal("pong", (string?)(await PeopleTests.ReceiveAsync(renewed))!["type"]);

        Assert.Equal(4403, await PeopleTests.ClosedAsync(left));
        Assert.InRange(DateTimeOffset.UtcNow - EndOf(ending), TimeSpan.Zero, _endsWithin);
        await reader.ReadToEndAsync().WaitAsync(HierarchyProcess.Patience);
        Assert.InRange(DateTimeOffset.UtcNow - EndOf(ending), TimeSpan.Zero, _endsWithin);

        await PeopleTests.SendAsync(renewed, new { type = "ping" });
        Assert.Equal("pong", (string?)(await PeopleTests.ReceiveAsync(renewed))!["type"]);
    }

    [Fact]
    public async Task What_a_revoked_person_had_before_is_refused_and_what_the_provider_issues_later_is_not()
    {
        await system.DoAsync("""registerPerson(requestId: "later", input: { id: "later", name: "Sau", subject: "later" }) { id }""");
        var before = await system.Provider.TokenAsync("later");
        using var socket = await system.ConnectAsync(before);
        var revoked = Stopwatch.StartNew();
        Assert.Equal(ExitCode.Ok, (await system.RunAsync("token", "later", "--revoke")).Code);

        Assert.Equal(4403, await PeopleTests.ClosedAsync(socket));
        Assert.True(revoked.Elapsed < _endsWithin, $"took {revoked.Elapsed}, starting a process included");
        using var response = await system.PostAsync(before, "{ root { id } }");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);

        // Tokens contain the second of their issue, and that second counts as before the revocation.
        HttpStatusCode status;
        do
        {
            using var later = await system.PostAsync(await system.Provider.TokenAsync("later"), "{ root { id } }");
            status = later.StatusCode;
        }
        while (status == HttpStatusCode.Unauthorized && revoked.Elapsed < HierarchyProcess.Patience);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    private static DateTimeOffset EndOf(string token) =>
        DateTimeOffset.FromUnixTimeSeconds((long)JsonNode.Parse(Part(token, 1))!["exp"]!);

    private static async Task EndedAsync(string token)
    {
        while (DateTimeOffset.UtcNow <= EndOf(token))
        {
            await Task.Delay(50);
        }
    }

    private static string Part(string token, int part)
    {
        var text = token.Split('.')[part].Replace('-', '+').Replace('_', '/');
        return Encoding.UTF8.GetString(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
    }

    /// <summary>A token with modified parts of another and the signature of a third.</summary>
    private static string Forge(string token, Func<string, string> header, Func<string, string> claims, string signature) =>
        $"{Encode(header(Part(token, 0)))}.{Encode(claims(Part(token, 1)))}.{signature.Split('.')[2]}";

    /// <summary>As if the client's secret were a key of the provider's.</summary>
    private static string SignedBySecret(string token)
    {
        var said = $"{Encode("""{"alg":"HS256","typ":"at+jwt"}""")}.{Encode(Part(token, 1))}";
        var signature = HMACSHA256.HashData("secret of hierarchy"u8, Encoding.UTF8.GetBytes(said));
        return $"{said}.{Encode(signature)}";
    }

    private static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

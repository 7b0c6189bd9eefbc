namespace Hierarchy.Tests.System;

/// <summary>The real process with sign-in: the content of its security log, and who may read it.</summary>
public sealed class SecurityLogTests(SignedInSystem system) : IClassFixture<SignedInSystem>
{
    [Fact]
    public async Task Refusals_and_tokens_are_written_down_with_person_and_address_and_without_a_secret()
    {
        await system.DoAsync("""registerPerson(requestId: "log-1", input: { id: "log-person", name: "Người" }) { id }""");
        var token = (await system.RunAsync("token", "log-person")).Output.Trim();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(token, "{ viewer { person { id } } }"));
        await StatusAsync(token, """mutation { registerUnit(requestId: "log-2", input: { id: "log-x", name: "X", kind: MINISTRY }) { id } }""");
        await system.RunAsync("token", "--revoke", "log-person");
        // The process notices the end of a token within a second.
        for (var patience = 200; await StatusAsync(token, "{ viewer { person { id } } }") != HttpStatusCode.Unauthorized; patience--)
        {
            Assert.True(patience > 0);
            await Task.Delay(50);
        }
        const string Wrong = "hst_00000000000000000000000000000000000000000000000000000000000000aa";
        for (var i = 0; i < 3; i++)
        {
            // No proxy is configured, so forwarded addresses are ignored.
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(Wrong, "{ viewer { person { id } } }", forwarded: "203.0.113.60"));
        }

        var (status, text) = await ReadAsync(system.Token, "");

        Assert.Equal(HttpStatusCode.OK, status);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToArray();
        string[] ofPerson = [.. lines.Where(line => (string?)line["person"] == "log-person").Select(line => $"{line["what"]} {line["code"]}".Trim())];
        Assert.Contains("token-given", ofPerson);
        Assert.Contains("tokens-revoked", ofPerson);
        Assert.Contains("sessions-ended", ofPerson);
        Assert.Contains("forbidden FORBIDDEN", ofPerson);
        Assert.Contains("token-revoked UNAUTHENTICATED", ofPerson);
        var guessed = lines.Where(line => (string?)line["what"] == "token-unknown").ToArray();
        Assert.True(guessed.Sum(line => int.Parse((string)line["count"]!)) >= 3);
        Assert.All(guessed, line => Assert.True(IPAddress.IsLoopback(IPAddress.Parse((string)line["address"]!))));
        Assert.Contains(lines, line => (string?)line["what"] == "administrator-made" && (string?)line["person"] == "an");
        Assert.DoesNotContain("hst_", text);
        Assert.DoesNotContain(Wrong[4..], text);
    }

    [Fact]
    public async Task It_is_for_administrators_at_a_root()
    {
        await system.DoAsync("""registerPerson(requestId: "log-3", input: { id: "log-auditor", name: "Kiểm tra" }) { id }""");
        await system.DoAsync("""grant(requestId: "log-4", input: { person: "log-auditor", role: AUDITOR, unit: "bnv" }) { id }""");
        await system.DoAsync("""registerPerson(requestId: "log-5", input: { id: "log-admin", name: "Quản trị" }) { id }""");
        await system.DoAsync("""grant(requestId: "log-6", input: { person: "log-admin", role: ADMINISTRATOR, unit: "bnv" }) { id }""");
        var auditor = (await system.RunAsync("token", "log-auditor")).Output.Trim();
        var administrator = (await system.RunAsync("token", "log-admin")).Output.Trim();

        Assert.Equal(HttpStatusCode.Unauthorized, (await ReadAsync(null, "")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await ReadAsync(auditor, "")).Status);
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync(administrator, "")).Status);
        Assert.Equal((HttpStatusCode.OK, ""), await ReadAsync(administrator, "?to=2000-01-01"));
        var (status, text) = await ReadAsync(administrator, "?from=x");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("from", (string?)JsonNode.Parse(text)!["errors"]![0]!["extensions"]!["input"]![0]);
    }

    private async Task<HttpStatusCode> StatusAsync(string token, string query, string? forwarded = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (forwarded is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwarded);
        }
        using var response = await system.Client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<(HttpStatusCode Status, string Text)> ReadAsync(string? token, string query)
    {
        using var response = await system.GetAsync(token, "/security.jsonl" + query);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}

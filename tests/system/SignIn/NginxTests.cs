namespace Hierarchy.Tests.System.SignIn;

/// <summary>The real process behind a real nginx that terminates TLS, with a real provider: a person signs in, watches and signs out
/// through it, and the system knows the client's address.</summary>
public sealed class NginxTests
{
    [Fact]
    public async Task A_person_signs_in_watches_and_signs_out_through_it()
    {
        Assert.SkipWhen(Nginx.Program is null, "nginx is not installed: 'sudo apt-get install nginx-light'.");
        await using var provider = await SignInProvider.StartedAsync();
        await using var nginx = new Nginx();
        await using var system = new SignedInSystem();
        system.Process.With([.. provider.Settings, ("HIERARCHY_PUBLIC_URL", nginx.Address.GetLeftPart(UriPartial.Authority)), ("HIERARCHY_PROXIES", "127.0.0.1")]);
        await system.InitializeAsync();
        await nginx.StartAsync(system.Process.Address.Port);
        await system.DoAsync("""registerPerson(requestId: "p", input: { id: "binh", name: "Bình", email: "binh@example.vn" }) { id }""");
        await system.DoAsync("""grant(requestId: "g", input: { person: "binh", role: ADMINISTRATOR, unit: "bnv" }) { id }""");

        using var browser = new Browser(nginx.Address, nginx.Certificate);
        var (status, _) = await browser.SignInAsync("binh@example.vn", "/units/bnv?year=2013");

        Assert.Equal((HttpStatusCode.OK, new Uri(nginx.Address, "/units/bnv?year=2013"), "binh"), (status, browser.At!, await browser.PersonAsync()));
        var cookie = browser.Cookies.GetCookies(nginx.Address).Single(cookie => cookie.Name == "__Host-hierarchy");
        Assert.True(cookie.Secure && cookie.HttpOnly);

        // Live changes pass at once, over WebSocket and as an event stream.
        using var socket = await browser.ConnectAsync(browser.Origin);
        Assert.Equal("connection_ack", (string?)(await PeopleTests.ReceiveAsync(socket))!["type"]);
        await PeopleTests.SendAsync(socket, new { id = "1", type = "subscribe", payload = new { query = "subscription { progressChanged(unit: \"bnv\") { id } }" } });
        Assert.Equal("next", (string?)(await PeopleTests.ReceiveAsync(socket).WaitAsync(HierarchyProcess.Patience))!["type"]);
        using var watch = PeopleTests.Watch(system.Token);
        watch.Headers.Authorization = null;
        watch.Headers.Add("Origin", browser.Origin);
        using var stream = await browser.SendAsync(watch);
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync().WaitAsync(HierarchyProcess.Patience) is { } line && !line.StartsWith("event: next", StringComparison.Ordinal))
        {
            // What comes before the first event.
        }

        // Addresses claimed by a client are not recorded; nginx provides the real one.
        using var change = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(
                new JsonObject
                {
                    ["query"] = """mutation { registerUnit(requestId: "u", input: { id: "by-binh", name: "Ban", kind: BODY, parent: "bnv" }) { id } }""",
                }.ToJsonString(),
                new MediaTypeHeaderValue("application/json")),
        };
        change.Headers.Accept.ParseAdd("application/json");
        change.Headers.Add("Origin", browser.Origin);
        change.Headers.Add("X-Forwarded-For", "203.0.113.1");
        using var changed = await browser.SendAsync(change);
        Assert.DoesNotContain("errors", await changed.Content.ReadAsStringAsync());
        using var file = await browser.GetAsync("/audit.jsonl?under=by-binh");
        var row = JsonNode.Parse(await file.Content.ReadAsStringAsync())!;
        Assert.Equal("binh 127.0.0.1", $"{row["person"]} {row["address"]}");
        Assert.Matches("^session:[0-9a-f]{16}$", (string?)row["session"]);

        var next = await browser.SignOutAsync();
        Assert.StartsWith(provider.Address, next, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString(new Uri(nginx.Address, "/signout-callback-oidc").AbsoluteUri), next, StringComparison.Ordinal);
        Assert.Null(await browser.PersonAsync());
        await PeopleTests.ClosedAsync(socket).WaitAsync(HierarchyProcess.Patience);
        Assert.NotEqual(WebSocketState.Open, socket.State);
    }
}

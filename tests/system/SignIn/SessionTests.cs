namespace Hierarchy.Tests.System.SignIn;

/// <summary>The real process and a real provider: people sign in with a browser, and what their sessions allow.</summary>
[Collection(nameof(ProviderSystem))]
public sealed class SessionTests(ProviderSystem system)
{
    private const string Elsewhere = "https://elsewhere.example";

    private static readonly TimeSpan _endsWithin = PeopleTests.EndsWithinBusy;

    [Fact]
    public async Task A_page_leads_to_the_provider_and_back_and_the_first_sign_in_binds_the_person_by_a_verified_address()
    {
        await RegisterAsync("binh", "binh@example.vn");
        using var browser = Open();
        var (status, _) = await browser.SignInAsync("binh@example.vn", "/units/bnv?year=2013");

        Assert.Equal((HttpStatusCode.OK, "/units/bnv?year=2013", "binh"), (status, browser.At!.PathAndQuery, await browser.PersonAsync()));
        var cookie = browser.Cookies.GetCookies(system.Process.Address).Single(cookie => cookie.Name == "hierarchy");
        Assert.True(cookie.HttpOnly);

        // The address may change afterwards: the subject is what counts.
        const string Moved = """{ id: "binh", name: "Bình", email: "moved@example.vn", subject: "binh@example.vn" }""";
        await system.DoAsync($$"""registerPerson(requestId: "binh-moved", input: {{Moved}}) { id }""");
        using var again = Open();
        await again.SignInAsync("binh@example.vn");
        Assert.Equal("binh", await again.PersonAsync());
    }

    [Theory]
    [InlineData("nobody@example.vn")]
    [InlineData("guess.chi@example.vn")]
    public async Task Whoever_is_not_registered_or_not_verified_is_told_what_to_do(string login)
    {
        await RegisterAsync("chi", "chi@example.vn");
        using var browser = Open();
        var (status, text) = await browser.SignInAsync(login);

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("chưa được ghi danh", text, StringComparison.Ordinal);
        Assert.Contains("Ask an administrator to register you", text, StringComparison.Ordinal);
        Assert.Contains("FORBIDDEN", text, StringComparison.Ordinal);
        Assert.Null(await browser.PersonAsync());
        Assert.Equal("chi chi@example.vn", await PersonAsync("chi"));
    }

    [Fact]
    public async Task Nobody_takes_the_address_of_a_person_who_has_a_subject()
    {
        await system.DoAsync("""registerPerson(requestId: "dung", input: { id: "dung", name: "Dũng", email: "dung@example.vn", subject: "another" }) { id }""");
        using var browser = Open();

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SignInAsync("dung@example.vn")).Status);
    }

    [Fact]
    public async Task Without_a_session_a_page_is_led_away_and_the_api_says_so()
    {
        using var browser = Open();
        using var page = await browser.GetAsync("/units/bnv?year=2013");
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?return=%2Funits%2Fbnv%3Fyear%3D2013"), (page.StatusCode, page.Headers.Location!.OriginalString));

        var (status, answer) = await browser.AskAsync("{ root { id } }", browser.Origin);
        var extensions = answer["errors"]![0]!["extensions"]!;
        Assert.Equal((HttpStatusCode.Unauthorized, "UNAUTHENTICATED", "/sign-in"), (status, (string?)extensions["code"], (string?)extensions["signIn"]));

        // A user with a token gets the page, which asks for it.
        using var choice = await browser.GetAsync("/sign-in?token&return=/units/bnv");
        Assert.Equal("/units/bnv", choice.Headers.Location!.OriginalString);
        using var then = await browser.GetAsync("/units/bnv");
        Assert.Equal(HttpStatusCode.OK, then.StatusCode);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("units")]
    public async Task A_sign_in_ends_nowhere_but_here(string back)
    {
        using var browser = Open();
        var page = $"/sign-in?return={Uri.EscapeDataString(back)}";
        await browser.SignInAsync("nobody@example.vn", page);
        using var choice = await browser.GetAsync(page + "&token");

        Assert.Equal("/", choice.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_page_of_another_site_can_do_nothing_with_a_session()
    {
        await RegisterAsync("em", "em@example.vn");
        using var browser = Open();
        await browser.SignInAsync("em@example.vn");
        Assert.Equal("em", await browser.PersonAsync());

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.AskAsync("{ root { id } }", origin: null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.AskAsync("{ root { id } }", Elsewhere)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.AskAsync("{ root { id } }", "null")).Status);
        using var socket = await browser.ConnectAsync(origin: null);
        Assert.Equal(4403, await PeopleTests.ClosedAsync(socket));
        await Assert.ThrowsAnyAsync<Exception>(() => browser.ConnectAsync(Elsewhere));
        foreach (var origin in (string?[])[null, Elsewhere])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-out");
            request.Headers.TryAddWithoutValidation("Origin", origin is null ? [] : [origin]);
            using var response = await browser.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
        Assert.Equal("em", await browser.PersonAsync());
    }

    [Fact]
    public async Task Signing_out_ends_the_session_everywhere_and_the_providers_own()
    {
        await RegisterAsync("giang", "giang@example.vn");
        using var browser = Open();
        await browser.SignInAsync("giang@example.vn");
        using var stolen = Open();
        foreach (Cookie cookie in browser.Cookies.GetCookies(system.Process.Address))
        {
            stolen.Cookies.Add(system.Process.Address, new Cookie(cookie.Name, cookie.Value, "/"));
        }
        Assert.Equal("giang", await stolen.PersonAsync());
        using var socket = await browser.ConnectAsync(browser.Origin);
        Assert.Equal("connection_ack", (string?)(await PeopleTests.ReceiveAsync(socket))!["type"]);
        using var request = PeopleTests.Watch("");
        request.Headers.Authorization = null;
        request.Headers.Add("Origin", browser.Origin);
        using var events = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, events.StatusCode);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync());

        var ended = Stopwatch.StartNew();
        var next = await browser.SignOutAsync();
        Assert.Equal(4403, await PeopleTests.ClosedAsync(socket));
        await reader.ReadToEndAsync().WaitAsync(HierarchyProcess.Patience);
        Assert.True(ended.Elapsed < _endsWithin, $"took {ended.Elapsed}");
        Assert.Null(await browser.PersonAsync());
        Assert.Null(await stolen.PersonAsync());

        // The provider asks for confirmation and redirects to a page that confirms the sign-out.
        Assert.StartsWith($"{system.Provider.Address}/session/end?", next, StringComparison.Ordinal);
        Assert.Contains("id_token_hint=", next, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GoAsync(next)).Status);
        Assert.Equal(["signed-in", "signed-out"], await LogOfAsync("giang"));
    }

    [Fact]
    public async Task Revoking_a_person_ends_the_sessions()
    {
        await RegisterAsync("hoa", "hoa@example.vn");
        using var browser = Open();
        await browser.SignInAsync("hoa@example.vn");
        using var socket = await browser.ConnectAsync(browser.Origin);

        var (code, output, _) = await system.RunAsync("token", "hoa", "--revoke");
        Assert.Equal((ExitCode.Ok, "0 tokens of hoa have ended\n1 sessions of hoa have ended\n"), (code, output));
        Assert.Equal(4403, await PeopleTests.ClosedAsync(socket));
        Assert.Null(await browser.PersonAsync());

        using var again = Open();
        await again.SignInAsync("hoa@example.vn");
        Assert.Equal("hoa", await again.PersonAsync());
    }

    [Fact]
    public async Task What_comes_back_without_having_been_sent_is_refused_with_a_page()
    {
        using var browser = Open();
        var (status, text) = await browser.GoAsync("/signin-oidc?code=x&state=y");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("Đăng nhập không thành công", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
    }

    /// <summary>A person's sign-in and sign-out entries in the security log.</summary>
    private async Task<string[]> LogOfAsync(string person)
    {
        // Reading the log first writes pending entries.
        using var response = await system.GetAsync(system.Token, "/security.jsonl");
        return [.. (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!)
            .Where(line => (string?)line["person"] == person && ((string)line["what"]!).StartsWith("signed-", StringComparison.Ordinal))
            .Select(line => (string)line["what"]!).Order(StringComparer.Ordinal)];
    }

    private Browser Open() => new(system.Process.Address);

    private Task<JsonNode> RegisterAsync(string id, string email) => system.DoAsync(
        $$"""registerPerson(requestId: "{{id}}", input: { id: "{{id}}", name: "{{id}}", email: "{{email}}" }) { id }""");

    private async Task<string> PersonAsync(string id)
    {
        var person = (await system.AskAsync(system.Token, $$"""{ person(id: "{{id}}") { id email } }"""))["data"]!["person"]!;
        return $"{person["id"]} {person["email"]}";
    }
}

using Hierarchy.Api.Dashboard;

namespace Hierarchy.UnitTests.Api;

/// <summary>What the address of the API gives to a browser and to whoever wants the contract as text, over real sockets.</summary>
public sealed class IdeTests : ServedPages
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static readonly Tokens Known = Tokens.Parse("f", [$"{Convert.ToHexStringLower(SHA256.HashData("ma"u8))} an *"]);

    [Theory]
    [InlineData(Browser)]
    [InlineData("text/html")]
    [InlineData("application/json;q=0.5, text/html")]
    public async Task A_browser_gets_the_page_without_a_token(string accept)
    {
        await ServeAsync("ide.html", Known);

        var answer = await GetAsync("/graphql", ("Accept", accept));

        Assert.Equal("<p>ide.html</p>", await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Its_scripts_workers_and_questions_stay_with_this_server()
    {
        await ServeAsync("ide.html");

        var policy = Assert.Single((await GetAsync("/graphql", ("Accept", Browser))).Headers.GetValues("Content-Security-Policy")).Split("; ");

        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("worker-src 'self'", policy);
        Assert.Contains("connect-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe-eval", string.Join(' ', policy), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json, text/html;q=0.9")]
    [InlineData("*/*")]
    public async Task Who_would_rather_have_an_answer_gets_no_page(string accept)
    {
        await ServeAsync("ide.html");

        var answer = await GetAsync("/graphql", ("Accept", accept));

        Assert.NotEqual("text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_query_in_the_address_bar_is_answered()
    {
        await ServeAsync("ide.html");

        var answer = await GetAsync("/graphql?query={root{id}}&sdl", ("Accept", Browser));

        Assert.Equal("""{"data":{"root":[]}}""", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("index.html")]
    public async Task Without_a_build_of_it_a_short_page_says_how_to_make_one(string? built)
    {
        await ServeAsync(built);

        var page = await (await GetAsync("/graphql", ("Accept", Browser))).Content.ReadAsStringAsync();

        Assert.Contains("chưa được dựng", page, StringComparison.Ordinal);
        Assert.Contains("npm run build", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/graphql?sdl\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Browser)]
    [InlineData("*/*")]
    [InlineData(null)]
    public async Task The_contract_comes_as_text_and_asks_again_each_time(string? accept)
    {
        await ServeAsync("ide.html");

        var answer = await GetAsync("/graphql?sdl", ("Accept", accept));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(ApiSchema.Text, await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync("/graphql?sdl", ("Accept", accept), ("If-None-Match", answer.Headers.ETag!.Tag))).StatusCode);
    }

    [Fact]
    public async Task The_contract_needs_a_token_as_introspection_does()
    {
        await ServeAsync("ide.html", Known);

        var refused = await GetAsync("/graphql?sdl", ("Accept", Browser));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("UNAUTHENTICATED", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Client.DefaultRequestHeaders.Authorization = new("Bearer", "ma");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/graphql?sdl", ("Accept", Browser))).StatusCode);
    }

    private async Task ServeAsync(string? built, Tokens? tokens = null)
    {
        if (built is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, "index.html"), "<p>index.html</p>");
            await File.WriteAllTextAsync(Path.Combine(Folder, built), $"<p>{built}</p>");
        }
        await ServeAsync(web => web.MapHierarchyApi(DashboardFiles.Read(Folder)), builder => ApiHost.AddSystem(builder, tokens));
    }
}

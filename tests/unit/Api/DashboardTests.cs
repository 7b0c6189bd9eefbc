using Hierarchy.Api.Dashboard;

namespace Hierarchy.UnitTests.Api;

/// <summary>The dashboard's page and files, over real sockets.</summary>
public sealed class DashboardTests : ServedPages
{
    [Theory]
    [InlineData("/")]
    [InlineData("/units/bnv")]
    [InlineData("/units/bnv/obligations?list=overdue")]
    [InlineData("/units/a/plans/b.c")]
    public async Task Every_address_of_the_page_gets_the_page_and_asks_again_each_time(string path)
    {
        await ServeAsync(built: true);

        var answer = await GetAsync(path);

        Assert.Equal("<p>page</p>", await answer.Content.ReadAsStringAsync());
        Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(path, ("If-None-Match", answer.Headers.ETag!.Tag))).StatusCode);
    }

    [Theory]
    [InlineData("/unitsx")]
    [InlineData("/nothing")]
    [InlineData("/assets/other.js")]
    [InlineData("/assets/a.js.br")]
    [InlineData("/assets/..%2Findex.html")]
    [InlineData("/graphql/x")]
    public async Task No_other_address_gets_anything(string path)
    {
        await ServeAsync(built: true);

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("br, gzip", "br", "brotli")]
    [InlineData("gzip, deflate", "gzip", "gzipped")]
    [InlineData("br;q=0, gzip", "gzip", "gzipped")]
    [InlineData("identity", null, "plain")]
    public async Task A_file_comes_for_ever_and_compressed_as_the_browser_can_take_it(string accepts, string? coding, string content)
    {
        await ServeAsync(built: true);

        var answer = await GetAsync("/assets/a.js", ("Accept-Encoding", accepts));

        Assert.Equal(content, await answer.Content.ReadAsStringAsync());
        Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl?.ToString());
        Assert.Equal("Accept-Encoding", answer.Headers.Vary.Single());
    }

    [Fact]
    public async Task Without_a_build_a_plain_page_says_so_and_leads_to_the_api()
    {
        await ServeAsync(built: false);

        var page = await (await GetAsync("/")).Content.ReadAsStringAsync();

        Assert.Contains("chưa được dựng", page, StringComparison.Ordinal);
        Assert.Contains("The dashboard is not built", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/graphql\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_head_of_a_file_comes_without_its_body()
    {
        await ServeAsync(built: true);

        var answer = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(Address, "/assets/a.js")));

        Assert.Equal("plain".Length, answer.Content.Headers.ContentLength);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    private async Task ServeAsync(bool built)
    {
        if (built)
        {
            await WriteAsync("index.html", "<p>page</p>");
            await WriteAsync("assets/a.js", "plain");
            await WriteAsync("assets/a.js.br", "brotli");
            await WriteAsync("assets/a.js.gz", "gzipped");
        }
        await ServeAsync(web => DashboardPage.Map(web, DashboardFiles.Read(Folder)));
    }

    private async Task WriteAsync(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content);
    }
}

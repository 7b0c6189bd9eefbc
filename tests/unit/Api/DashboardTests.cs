using Hierarchy.Api.Dashboard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Hierarchy.UnitTests.Api;

/// <summary>The dashboard's page and files, over real sockets.</summary>
public sealed class DashboardTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hierarchy-dashboard-");
    private readonly HttpClient _client = new(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None });
    private WebApplication? _web;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_web is not null)
        {
            await _web.DisposeAsync();
        }
        _folder.Delete(recursive: true);
    }

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
        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(path, tag: answer.Headers.ETag!.Tag)).StatusCode);
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

        var answer = await GetAsync("/assets/a.js", accepts);

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

        var answer = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, new Uri(Address, "/assets/a.js")));

        Assert.Equal("plain".Length, answer.Content.Headers.ContentLength);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    private Uri Address => new(_web!.Urls.Single());

    private async Task ServeAsync(bool built)
    {
        if (built)
        {
            await WriteAsync("index.html", "<p>page</p>");
            await WriteAsync("assets/a.js", "plain");
            await WriteAsync("assets/a.js.br", "brotli");
            await WriteAsync("assets/a.js.gz", "gzipped");
        }
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        _web = builder.Build();
        _web.UseRouting();
        DashboardPage.Map(_web, DashboardFiles.Read(_folder.FullName));
        await _web.StartAsync();
    }

    private async Task WriteAsync(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content);
    }

    private Task<HttpResponseMessage> GetAsync(string path, string? accepts = null, string? tag = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path));
        if (accepts is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        }
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }
        return _client.SendAsync(request);
    }
}

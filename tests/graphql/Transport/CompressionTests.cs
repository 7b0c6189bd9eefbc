using System.IO.Compression;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hierarchy.Tests.GraphQL.Transport;

/// <summary>Content codings and HTTP/2.</summary>
public sealed class CompressionTests
{
    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip;q=1.0, br;q=0.5", "gzip")]
    [InlineData("br;q=0, gzip;q=0", null)]
    [InlineData("deflate", null)]
    [InlineData(null, null)]
    public async Task A_long_answer_is_compressed_as_the_client_accepts(string? accept, string? coding)
    {
        await using var host = await TestHost.StartAsync();
        var (response, body) = await AskAsync(host, "{ big(kb: 64) }", accept);
        Assert.Equal(coding is null ? [] : [coding], response.Content.Headers.ContentEncoding);
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        Assert.Equal(["Accept-Encoding"], response.Headers.Vary);
        using Stream stream = coding switch
        {
            "br" => new BrotliStream(new MemoryStream(body), CompressionMode.Decompress),
            "gzip" => new GZipStream(new MemoryStream(body), CompressionMode.Decompress),
            _ => new MemoryStream(body),
        };
        Assert.Equal($$$"""{"data":{"big":"{{{new string('x', 64 * 1024)}}}"}}""", await new StreamReader(stream).ReadToEndAsync());
        Assert.InRange(body.Length, 1, coding is null ? 66_000 : 1_000);
    }

    [Fact]
    public async Task Short_answers_and_event_streams_are_sent_as_they_are()
    {
        await using var host = await TestHost.StartAsync();
        var (response, body) = await AskAsync(host, "{ hello }", "br");
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Empty(response.Headers.Vary);
        Assert.Equal("""{"data":{"hello":"world"}}""", Encoding.UTF8.GetString(body));
        (response, body) = await AskAsync(host, "{ big(kb: 64) }", "br", "text/event-stream");
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.InRange(body.Length, 64 * 1024, 66_000);
        await using var never = await TestHost.StartAsync(new GraphQLOptions { CompressAboveBytes = int.MaxValue });
        Assert.Empty((await AskAsync(never, "{ big(kb: 64) }", "br")).Response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task HTTP_2_without_TLS_serves_answers_and_many_streams_on_one_connection()
    {
        await using var host = await TestHost.StartAsync(protocols: HttpProtocols.Http2);
        var (response, body) = await AskAsync(host, "{ hello }", null, version: HttpVersion.Version20);
        Assert.Equal(HttpVersion.Version20, response.Version);
        Assert.Equal("""{"data":{"hello":"world"}}""", Encoding.UTF8.GetString(body));
        // More streams than a browser would open over HTTP/1.1.
        var streams = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            _ => AskAsync(host, "subscription { count(to: 3) }", null, "text/event-stream", HttpVersion.Version20)));
        foreach (var (stream, events) in streams)
        {
            Assert.Equal(HttpVersion.Version20, stream.Version);
            Assert.Equal("""
                event: next
                data: {"data":{"count":1}}

                event: next
                data: {"data":{"count":2}}

                event: next
                data: {"data":{"count":3}}

                event: complete
                data:


                """, Encoding.UTF8.GetString(events));
        }
        await host.Sources.LiveAsync(0);
    }

    private static async Task<(HttpResponseMessage Response, byte[] Body)> AskAsync(TestHost host, string query, string? acceptEncoding,
        string accept = "application/json", Version? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Version = version ?? HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent($$"""{"query":"{{query}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Accept", accept);
        if (acceptEncoding is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", acceptEncoding);
        }
        var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using Hierarchy.GraphQL.Execution;

namespace Hierarchy.Tests.GraphQL.Transport;

/// <summary>Documents that requests name instead of bringing them.</summary>
public sealed class TrustedDocumentTests : IDisposable
{
    private const string Hello = "query Hello { hello }";
    private static readonly string s_hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Hello)));

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public TrustedDocumentTests()
    {
        Write(s_hash, Hello);
        Write("echo", "query($t: String) { echo(text: $t) }");
        Write("set", "mutation { set(n: 1) }");
        Write("count", "subscription { count(to: 1) }");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(TrustedDocumentsMode.Prefer)]
    [InlineData(TrustedDocumentsMode.Only)]
    public async Task A_document_is_known_by_its_hash_and_by_the_name_of_its_file(TrustedDocumentsMode mode)
    {
        await using var host = await StartAsync(mode);
        Assert.Equal("""{"data":{"hello":"world"}}""", (await host.PostAsync($$"""{"documentId":"sha256:{{s_hash}}"}""")).Body);
        Assert.Equal("""{"data":{"echo":"é"}}""", (await host.PostAsync("""{"documentId":"echo","variables":{"t":"é"}}""")).Body);
        Assert.Equal("""{"data":{"hello":"world"}}""",
            await host.Client.GetStringAsync($"/graphql?documentId=sha256:{s_hash}", TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.MethodNotAllowed,
            (await host.Client.GetAsync("/graphql?documentId=set", TestContext.Current.CancellationToken)).StatusCode);
        var (status, body, _) = await host.PostAsync("""{"documentId":"sha256:00"}""", "application/graphql-response+json");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("""
            {"errors":[{"message":"There is no document of this documentId.","extensions":{"code":"DOCUMENT_UNKNOWN"}}]}
            """, body);
        Assert.Contains("BAD_REQUEST", (await host.PostAsync("""{"documentId":"echo","query":"{ hello }"}""")).Body);
    }

    [Fact]
    public async Task Only_trusted_documents_are_executed_where_the_mode_says_so()
    {
        await using var only = await StartAsync(TrustedDocumentsMode.Only);
        foreach (var query in new[] { Hello, "{ __typename }", "{", new string('{', 100_000) })
        {
            var (status, body, _) = await only.PostAsync($$"""{"query":"{{query}}"}""", "application/graphql-response+json");
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Equal("""
                {"errors":[{"message":"Only trusted documents are executed: send documentId instead of query.","extensions":{"code":"DOCUMENT_NOT_TRUSTED"}}]}
                """, body);
        }
        await using var prefer = await StartAsync(TrustedDocumentsMode.Prefer);
        Assert.Equal("""{"data":{"hello":"world"}}""", (await prefer.PostAsync("""{"query":"{ hello }"}""")).Body);
        await using var off = await StartAsync(TrustedDocumentsMode.Off);
        Assert.Equal(HttpStatusCode.BadRequest, (await off.PostAsync("""{"documentId":"echo"}""")).Status);
    }

    [Fact]
    public async Task A_WebSocket_names_documents_too()
    {
        await using var host = await StartAsync(TrustedDocumentsMode.Only);
        using var socket = await host.ConnectAsync();
        await socket.SendAsync("""{"id":"1","type":"subscribe","payload":{"documentId":"count"}}""");
        Assert.Equal("""{"id":"1","type":"next","payload":{"data":{"count":1}}}""", await socket.ReceiveAsync());
        Assert.Equal("""{"id":"1","type":"complete"}""", await socket.ReceiveAsync());
        await socket.SendAsync("""{"id":"2","type":"subscribe","payload":{"query":"{ hello }"}}""");
        Assert.Contains("DOCUMENT_NOT_TRUSTED", await socket.ReceiveAsync());
        await socket.SendAsync("""{"id":"3","type":"subscribe","payload":{}}""");
        Assert.StartsWith("closed 4400", await socket.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_what_it_says_keeps_the_server_from_starting()
    {
        Write(new string('0', 64), Hello);
        Assert.Contains(s_hash, Assert.Single(Assert.Throws<TrustedDocumentsException>(() => TrustedDocuments.Load(_folder)).Faults));
        File.Delete(Path.Combine(_folder, new string('0', 64) + ".graphql"));
        Write("wrong", "{ nothing }");
        var e = await Assert.ThrowsAsync<TrustedDocumentsException>(() => StartAsync(TrustedDocumentsMode.Only));
        Assert.Contains("Cannot query field", Assert.Single(e.Faults));
        await Assert.ThrowsAsync<TrustedDocumentsException>(
            () => TestHost.StartAsync(null, new EngineOptions { DocumentsMode = TrustedDocumentsMode.Only }));
    }

    private Task<TestHost> StartAsync(TrustedDocumentsMode mode) => TestHost.StartAsync(null, new EngineOptions
    {
        DocumentsMode = mode,
        Documents = TrustedDocuments.Load(_folder),
    });

    private void Write(string name, string document) => File.WriteAllText(Path.Combine(_folder, name + ".graphql"), document);
}

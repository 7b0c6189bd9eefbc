namespace Hierarchy.Tests.GraphQL.Conformance;

/// <summary>
/// The library, with what is ours, against material of others, driven from outside through the conformance host;
/// docs/GRAPHQL-CONFORMANCE.md says what is compared and which differences are meant. HIERARCHY_FUZZ sets the number of generated
/// documents of the long form, HIERARCHY_SEED repeats a run.
/// </summary>
public sealed class ConformanceTests(HostProcess host) : IClassFixture<HostProcess>
{
    /// <summary>Few, but enough for every kind of document from every schema.</summary>
    private const int DocumentsOfShortForm = 4_000;

    private const int DocumentsOfLongForm = 20_000;

    [Fact]
    public async Task Every_audit_of_graphql_http_is_kept() =>
        Assert.Contains("61 audits: 61 ok", await NodeScript.RunAsync(host, "audits.mjs"));

    [Fact]
    public async Task The_client_of_graphql_ws_works_and_each_violation_closes_with_its_code() =>
        Assert.Contains(" 0 do not hold", await NodeScript.RunAsync(host, "ws.mjs"));

    [Fact]
    public async Task The_client_of_graphql_sse_works_in_both_modes_and_each_violation_is_refused() =>
        Assert.Contains(" 0 do not hold", await NodeScript.RunAsync(host, "sse.mjs"));

    [Theory]
    [InlineData(DocumentsOfShortForm)]
    [InlineData(DocumentsOfLongForm, Traits = ["Length", "long"])]
    public async Task Generated_and_damaged_documents_get_the_answers_of_the_reference(int count)
    {
        var documents = count == DocumentsOfLongForm ? Number("HIERARCHY_FUZZ", count) : count.ToString(CultureInfo.InvariantCulture);
        Assert.Contains("no differences", await NodeScript.RunAsync(host, "differ.mjs", documents, Number("HIERARCHY_SEED", 1)));
    }

    [Fact]
    public async Task Introspection_is_that_of_the_reference_and_gives_back_the_schema() =>
        Assert.Contains(" 0 do not hold", await NodeScript.RunAsync(host, "introspect.mjs"));

    [Fact]
    public async Task Documents_of_the_corpora_are_executed_as_by_the_reference() =>
        Assert.Contains("; 0 differences", await NodeScript.RunAsync(host, "corpus.mjs", Corpus.Folder()));

    [Fact]
    public async Task The_host_answers_what_it_is_asked()
    {
        using var client = new HttpClient { BaseAddress = new Uri(host.Address) };
        const string Sdl = "type Query { a: String, n: [Int!]!, x: I } interface I { id: ID } "
            + "type A implements I { id: ID } type B implements I { id: ID }";
        var cancellation = TestContext.Current.CancellationToken;

        async Task<string> AskAsync(string path, object body)
        {
            var response = await client.PostAsJsonAsync(path, body, cancellation);
            return await response.Content.ReadAsStringAsync(cancellation);
        }

        Assert.Equal("""{"data":{"a":"str","n":[2,2],"x":{"__typename":"B","id":"id"}}}""",
            await AskAsync("/execute", new { schema = Sdl, query = "{ a n x { __typename id } }" }));
        Assert.Equal("""{"data":{"a":"s\"\n757995991"}}""", await AskAsync("/execute", new { schema = Sdl, query = "{ a }", hash = true }));
        Assert.Matches("""^\{"syntax":\{"message":"Syntax Error: .+","line":1,"column":[23]\}\}$""",
            await AskAsync("/validate", new { schema = Sdl, query = "{a" }));
        using var verdict = JsonDocument.Parse(await AskAsync("/validate", new { schema = Sdl, query = "{ b }" }));
        var error = verdict.RootElement.GetProperty("errors")[0];
        Assert.Equal("FieldsOnCorrectTypeRule", error.GetProperty("rule").GetString());
        Assert.Equal(3, error.GetProperty("locations")[0].GetProperty("column").GetInt32());
    }

    [Theory]
    [InlineData("""{"query":"query($b: Boolean!) { hello @skip(if: $b) }","variables":{"b":"\ud800"}}""")]
    [InlineData("""{"query":"query($b: Boolean!) { hello @skip(if: $b) }","variables":{"b":{"\udc00x":1}}}""")]
    [InlineData("""{"query":"{ hello }","extensions":{"a":"\ud800\ud800"}}""")]
    [InlineData("""{"query":"{ hello }","operationName":"\ud83d"}""")]
    [InlineData("""{"query":"{ hello \ud83dx }"}""")]
    public async Task Half_a_surrogate_pair_is_a_bad_request(string body)
    {
        using var client = new HttpClient { BaseAddress = new Uri(host.Address) };
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        var response = await client.PostAsync("/graphql", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task The_host_stops_on_SIGTERM()
    {
        await using var other = new HostProcess();
        await other.InitializeAsync();
        Assert.Equal(0, await other.TerminateAsync());
    }

    private static string Number(string name, int otherwise) =>
        (int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise)
            .ToString(CultureInfo.InvariantCulture);
}

namespace Hierarchy.Tests.GraphQL.Transport;

/// <summary>GraphQL over HTTP: media types, statuses and limits.</summary>
public sealed class HttpTests
{
    private const string GraphQLJson = "application/graphql-response+json";

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData(GraphQLJson, GraphQLJson)]
    [InlineData("application/json;q=0.5, application/graphql-response+json", GraphQLJson)]
    [InlineData("text/plain, application/json", "application/json")]
    public async Task The_answer_has_the_media_type_that_the_client_accepts(string? accept, string type)
    {
        await using var host = await TestHost.StartAsync();
        var (status, body, response) = await host.PostAsync("""{"query":"{ hello }"}""", accept);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("utf-8", response.Content.Headers.ContentType.CharSet);
        Assert.Equal("""{"data":{"hello":"world"}}""", body);
    }

    [Theory]
    [InlineData("""{"query":"{ hello }"}""", GraphQLJson, 200)]
    [InlineData("""{"query":"{ fail }"}""", GraphQLJson, 200)]
    [InlineData("""{"query":"{ hello"}""", GraphQLJson, 400)]
    [InlineData("""{"query":"{ hello"}""", "application/json", 200)]
    [InlineData("""{"query":"{ nope }"}""", GraphQLJson, 400)]
    [InlineData("""{"query":"{ nope }"}""", "application/json", 200)]
    [InlineData("""{"query":"query($x: Int!) { a: __typename @skip(if: true) }"}""", GraphQLJson, 400)]
    [InlineData("""{"query":"query A { hello } query B { hello }"}""", GraphQLJson, 400)]
    [InlineData("""{"query":"query A { hello }","operationName":"B"}""", "application/json", 200)]
    [InlineData("""{"nothing":1}""", GraphQLJson, 400)]
    [InlineData("""{"nothing":1}""", "application/json", 400)]
    [InlineData("""{"query":7}""", GraphQLJson, 400)]
    [InlineData("""{"query":"{ hello }","variables":"x"}""", GraphQLJson, 400)]
    [InlineData("""{"query":"{ hello }","variables":[1]}""", "application/json", 400)]
    [InlineData("""{"query":"{ hello }","extensions":1}""", GraphQLJson, 400)]
    [InlineData("""[{"query":"{ hello }"}]""", GraphQLJson, 400)]
    [InlineData("""{"query":""", GraphQLJson, 400)]
    [InlineData("", "application/json", 400)]
    [InlineData("""{"query":"{ hello }"} x""", "application/json", 400)]
    [InlineData("""{"query":"subscription { count(to: 1) }"}""", GraphQLJson, 400)]
    public async Task Each_outcome_has_its_status(string body, string accept, int expected)
    {
        await using var host = await TestHost.StartAsync();
        var (status, text, _) = await host.PostAsync(body, accept);
        Assert.Equal(expected, (int)status);
        Assert.Equal(text != """{"data":{"hello":"world"}}""", text.StartsWith("{\"errors\":[{\"message\":", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"query":"{ hello }","variables":null,"operationName":null,"extensions":null}""")]
    [InlineData("""{"extensions":{"a":[1,{"b":2}]},"unknown":[{}],"query":"{ hello }","operationName":""}""")]
    [InlineData("{\"query\":\"{\\n hello\\u0020}\",\"variables\":{}}")]
    public async Task Null_and_unknown_parameters_are_accepted(string body)
    {
        await using var host = await TestHost.StartAsync();
        Assert.Equal("""{"data":{"hello":"world"}}""", (await host.PostAsync(body)).Body);
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("multipart/form-data; boundary=x", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=UTF-8", 200)]
    public async Task Only_JSON_bodies_are_read(string contentType, int expected)
    {
        await using var host = await TestHost.StartAsync();
        var (status, body, _) = await host.PostAsync("""{"query":"{ hello }"}""", null, contentType);
        Assert.Equal(expected, (int)status);
        Assert.Equal(expected != 200, body.Contains("\"errors\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_sent_is_not_acceptable()
    {
        await using var host = await TestHost.StartAsync();
        Assert.Equal(HttpStatusCode.NotAcceptable, (await host.PostAsync("""{"query":"{ hello }"}""", "image/png")).Status);
    }

    [Fact]
    public async Task Queries_but_no_mutations_run_over_GET()
    {
        await using var host = await TestHost.StartAsync();
        var token = TestContext.Current.CancellationToken;
        var url = "/graphql?query=" + Uri.EscapeDataString("query($t: String) { echo(text: $t) }") +
            "&variables=" + Uri.EscapeDataString("""{"t":"é"}""");
        Assert.Equal("""{"data":{"echo":"é"}}""", await host.Client.GetStringAsync(url, token));
        var refused = await host.Client.GetAsync("/graphql?query=" + Uri.EscapeDataString("mutation { set(n: 1) }"), token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        Assert.Equal(["POST"], refused.Content.Headers.Allow);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Client.GetAsync("/graphql", token)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Client.GetAsync("/graphql?query={hello}&variables=x", token)).StatusCode);
    }

    [Fact]
    public async Task Other_methods_are_told_which_are_allowed()
    {
        await using var host = await TestHost.StartAsync();
        var response = await host.Client.DeleteAsync("/graphql", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Bodies_and_queries_beyond_their_bounds_are_refused()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { BodyBytesMax = 1000 },
            new GraphQLLimits { QueryBytesMax = 100 });
        var (status, body, _) = await host.PostAsync("""{"query":"{ hello """ +
            """}","x":"#"}""".Replace("#", new string('x', 1000), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("LIMIT_BODY", body);
        (_, body, _) = await host.PostAsync("""{"query":"{ hello #"}""".Replace("#", new string(' ', 200) + "}", StringComparison.Ordinal));
        Assert.Contains("longer than 100 bytes", body);
    }

    [Theory]
    [InlineData("""{"query":"{ a: hello b: hello c: hello }"}""", "LIMIT_ALIASES")]
    [InlineData("""{"query":"{ hello echo fail caller }"}""", "LIMIT_BREADTH")]
    [InlineData("""{"query":"mutation { set(n: 1) __typename a: __typename }"}""", "LIMIT_ROOT_FIELDS")]
    public async Task Documents_beyond_their_limits_are_refused_with_a_code_of_their_own(string body, string code)
    {
        await using var host = await TestHost.StartAsync(null, new GraphQLLimits { AliasesMax = 2, BreadthMax = 3, MutationFieldsMax = 2 });
        var (status, text, _) = await host.PostAsync(body, GraphQLJson);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"\"code\":\"{code}\"", text);
    }

    [Fact]
    public async Task An_answer_beyond_its_bound_becomes_an_error()
    {
        await using var host = await TestHost.StartAsync(null, new GraphQLLimits { AnswerBytesMax = 100_000 });
        var (_, body, _) = await host.PostAsync("""{"query":"{ a: big(kb: 60) b: big(kb: 60) c: big(kb: 60) d: big(kb: 60) }"}""");
        Assert.Equal("""{"errors":[{"message":"The answer is longer than 100000""" +
            """ bytes.","extensions":{"code":"RESPONSE_TOO_LARGE"}}]}""", body);
        Assert.Equal("""{"data":{"hello":"world"}}""", (await host.PostAsync("""{"query":"{ hello }"}""")).Body);
    }

    [Fact]
    public async Task An_execution_beyond_its_time_is_given_up()
    {
        await using var host = await TestHost.StartAsync(null, new GraphQLLimits { ExecutionTimeMax = TimeSpan.FromMilliseconds(50) });
        var (_, body, _) = await host.PostAsync("""{"query":"{ wait }"}""");
        Assert.Equal("""{"errors":[{"message":"The execution took longer than 0.05 s.","extensions":{"code":"TIMEOUT"}}]}""", body);
    }

    [Fact]
    public async Task Requests_beyond_the_concurrency_are_refused_early_and_accepted_later()
    {
        await using var host = await TestHost.StartAsync(new GraphQLOptions { ConcurrencyMax = 1 });
        var first = host.PostAsync("""{"query":"{ wait }"}""");
        await host.Sources.Waiting.Task.WaitAsync(TestContext.Current.CancellationToken);
        var (status, body, response) = await host.PostAsync("""{"query":"{ hello }"}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("\"code\":\"OVERLOADED\"", body);
        Assert.Equal("1", response.Headers.RetryAfter!.ToString());
        host.Sources.Go.SetResult();
        Assert.Equal("""{"data":{"wait":1}}""", (await first).Body);
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("""{"query":"{ hello }"}""")).Status);
    }

    [Fact]
    public async Task The_host_says_who_calls_and_who_may_introspect()
    {
        await using var host = await TestHost.StartAsync(
            new GraphQLOptions { Caller = http => http.Request.Headers.UserAgent.ToString() + "!" },
            new GraphQLLimits { AllowIntrospection = false });
        Assert.Equal("""{"data":{"caller":"!"}}""", (await host.PostAsync("""{"query":"{ caller }"}""")).Body);
        Assert.Contains("\"code\":\"VALIDATION\"", (await host.PostAsync("""{"query":"{ __schema { queryType { name } }""" +
            """ }"}""")).Body);
        Assert.Contains("Query", (await host.PostAsync("""{"query":"{ __typename }"}""")).Body);
    }
}

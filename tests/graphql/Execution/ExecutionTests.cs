using Hierarchy.Api;

namespace Hierarchy.Tests.GraphQL.Execution;

/// <summary>Our extensions of the library: refusals, masking, mutations, introspection, and rules that replace the library's.</summary>
public sealed class ExecutionTests
{
    private static readonly Schema s_schema = TestSchema.Build("""
        type Query { one(only: Only): Int! long: Int secret: Int many: [Int!] ids(ids: [Int!], id: ID, n: Int! = 3, text: String, on: Date): String busy: Int }
        type Mutation { add(n: Int!): Int! slow(n: Int!): Int! fail: Int! busy: Int }
        type Subscription { a: Int b: Int }
        "A day."
        scalar Date @specifiedBy(url: "https://example.org/date")
        input Only @oneOf { a: Int b: Int }
        input Filter { text: String years: [Int!]! = [1, 2] old: Int @deprecated(reason: "new") }
        """, types =>
    {
        types.Scalar(new DateScalar());
        types.Field("Query.one", _ => 1);
        types.Field("Query.long", _ => 1L << 40);
        types.Field("Query.secret", _ => throw new InvalidOperationException("secret"));
        types.Field("Query.many", _ => Enumerable.Range(0, 1_000_000));
        types.Field("Query.ids", c => $"{string.Join(',', c.GetArgument<int[]?>("ids") ?? [])}/{c.GetArgument<string?>("id")}/{c.GetArgument<int>("n")}");
        types.Field("Mutation.add", c => Note(c.GetArgument<int>("n")));
        types.FieldAsync("Mutation.slow", async c =>
        {
            await Task.Delay(20 - c.GetArgument<int>("n"));
            return Note(c.GetArgument<int>("n"));
        });
        types.Field("Query.busy", _ => throw new FieldError("too much", Codes.Overloaded));
        types.Field("Mutation.busy", _ => throw new FieldError("too much", Codes.Overloaded));
        types.Field("Mutation.fail", _ => throw new FieldError("no", "NO"));
        types.Stream("a", _ => throw new InvalidOperationException());
        types.Stream("b", _ => throw new InvalidOperationException());
    });

    private static readonly List<int> s_log = [];

    [Fact]
    public async Task Mutation_fields_run_one_after_the_other_and_none_after_one_that_leaves_no_data()
    {
        s_log.Clear();
        Assert.Equal("""{"data":{"a":1,"b":2,"c":3}}""", await Answers.To(s_schema, "mutation { a: slow(n: 1) b: add(n: 2) c: slow(n: 3) }"));
        Assert.Equal([1, 2, 3], s_log);
        Assert.Equal("""{"errors":[{"message":"no","path":["fail"],"extensions":{"code":"NO"}}],"data":null}""",
            await Answers.Brief(s_schema, "mutation { a: add(n: 4) fail b: add(n: 5) }"));
        Assert.Equal([1, 2, 3, 4], s_log);
    }

    [Fact]
    public async Task An_unexpected_exception_is_masked_and_bears_an_id()
    {
        var answer = await Answers.To(s_schema, "{ secret }");
        Assert.Matches("\"message\":\"Internal error\".*\"path\":\\[\"secret\"\\],\"extensions\":\\{\"code\":\"INTERNAL\",\"id\":\"[0-9a-f]{12}\"", answer);
        Assert.DoesNotContain("\"secret\"}", answer);
        Assert.Matches("\"path\":\\[\"long\"\\].*\"data\":\\{\"long\":null", await Answers.To(s_schema, "{ long }"));
    }

    [Fact]
    public async Task An_answer_of_too_many_values_is_given_up() => Assert.Contains(
        "RESPONSE_TOO_LARGE", await Answers.To(new GraphQLServer(s_schema, new GraphQLLimits { AnswerBytesMax = 1_000 }), "{ many }"));

    [Fact]
    public async Task A_query_of_which_a_part_is_too_much_is_refused_whole_and_before_the_rest_is_done()
    {
        // The other error would be masked.
        Assert.Equal("""{"errors":[{"message":"too much","extensions":{"code":"OVERLOADED"}}]}""",
            await Answers.To(s_schema, "{ long: ids busy secret }"));
        s_log.Clear();
        Assert.Equal("""{"errors":[{"message":"too much","path":["busy"],"extensions":{"code":"OVERLOADED"}}],"data":{"a":1,"busy":null,"b":2}}""",
            await Answers.Brief(s_schema, "mutation { a: add(n: 1) busy b: add(n: 2) }"));
        Assert.Equal([1, 2], s_log);
    }

    [Theory]
    [InlineData("{ one", AnswerKind.SyntaxError, "SYNTAX")]
    [InlineData("{ ids(n: 1x) }", AnswerKind.SyntaxError, "SYNTAX")]
    [InlineData("{ ids(n: 1.5_) }", AnswerKind.SyntaxError, "SYNTAX")]
    [InlineData("{ ids(text: \"\"\"\u0007\"\"\") }", AnswerKind.SyntaxError, "SYNTAX")]
    [InlineData("{ ids(text: \"\"\"", AnswerKind.SyntaxError, "SYNTAX")]
    [InlineData("{ one(only: {}) }", AnswerKind.ValidationError, "VALIDATION")]
    [InlineData("{ one(only: {a: null}) }", AnswerKind.ValidationError, "VALIDATION")]
    [InlineData("query($a: Int = 1) { one(only: {a: $a, b: 2}) }", AnswerKind.ValidationError, "VALIDATION")]
    [InlineData("query A { one } query B { one(only: {}) }", AnswerKind.ValidationError, "VALIDATION")]
    [InlineData("{ nope }", AnswerKind.ValidationError, "VALIDATION")]
    [InlineData("type A { b: Int } { one }", AnswerKind.ValidationError, "VALIDATION")]
    [InlineData("query A { one } query B { one }", AnswerKind.RequestError, "BAD_REQUEST")]
    [InlineData("query($n: Int!) { ids(ids: [$n]) }", AnswerKind.RequestError, "INVALID")]
    [InlineData("{ ids(ids: [\"x\"]) }", AnswerKind.ValidationError, "INVALID")]
    [InlineData("{ ids(on: \"2013-02-30\") }", AnswerKind.ValidationError, "INVALID")]
    [InlineData("query($d: Date = \"2013-02-30\") { ids(on: $d) }", AnswerKind.ValidationError, "INVALID")]
    [InlineData("query($l: [Int]) { ids(ids: $l) }", AnswerKind.ValidationError, "VALIDATION")]
    [InlineData("query($n: Int = null) { add: ids(ids: [$n]) }", AnswerKind.ValidationError, "VALIDATION")]
    [InlineData("subscription { a b }", AnswerKind.ValidationError, "VALIDATION")]
    [InlineData("subscription { a @skip(if: true) }", AnswerKind.ValidationError, "VALIDATION")]
    [InlineData("subscription { __typename }", AnswerKind.ValidationError, "VALIDATION")]
    [InlineData("subscription { ...F } fragment F on Subscription { a }", AnswerKind.OperationRefused, "BAD_REQUEST")]
    public async Task A_refused_request_has_errors_with_their_code_and_no_data(string query, AnswerKind kind, string code)
    {
        var answer = await new GraphQLServer(s_schema).ExecuteAsync(Answers.Request(query), TestContext.Current.CancellationToken);
        var text = System.Text.Encoding.UTF8.GetString(answer.Bytes.Span);
        Assert.True(kind == answer.Kind, $"{answer.Kind}: {text}");
        Assert.StartsWith("{\"errors\":[{\"message\":", text, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", text);
        Assert.DoesNotContain("\"data\"", text);
    }

    [Theory]
    [InlineData("{ ids(ids: 5, id: 7) }", null, "5/7/3")]
    [InlineData("query($i: [Int!], $id: ID) { ids(ids: $i, id: $id, n: 4) }", """{"i":[1.0,2e0],"id":12345678901234}""", "1,2/12345678901234/4")]
    [InlineData("query($n: Int = 9) { ids(n: $n) }", "{}", "//9")]
    public async Task Numbers_and_defaults_reach_arguments(string query, string? variables, string text) =>
        Assert.Equal($$$"""{"data":{"ids":"{{{text}}}"}}""", await Answers.To(s_schema, query, variables));

    [Fact]
    public async Task A_null_that_only_a_default_lets_pass_is_an_error_of_the_field() => Assert.Equal(
        """{"errors":[{"message":"Argument \"n\" must not be null.","path":["ids"],"extensions":{"code":"INVALID"}}],"data":{"ids":null}}""",
        await Answers.Brief(s_schema, "query($n: Int = null) { ids(n: $n) }"));

    [Fact]
    public async Task Introspection_is_whole()
    {
        var answer = await Answers.To(s_schema, """
            { date: __type(name: "Date") { description specifiedByURL }
              filter: __type(name: "Filter") {
                isOneOf inputFields { name defaultValue } all: inputFields(includeDeprecated: true) { name isDeprecated deprecationReason }
              }
              __schema { description directives { name isRepeatable args(includeDeprecated: true) { name isDeprecated } } } }
            """);
        Assert.Contains("""{"description":"A day.","specifiedByURL":"https://example.org/date"}""", answer);
        Assert.Contains("""{"name":"years","defaultValue":"[1, 2]"}]""", answer);
        Assert.Contains("""{"name":"old","isDeprecated":true,"deprecationReason":"new"}""", answer);
        Assert.Contains("""{"name":"specifiedBy","isRepeatable":false,"args":[{"name":"url","isDeprecated":false}]}""", answer);
        Assert.Contains("\"oneOf\"", answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Nothing")]
    public async Task Introspection_of_a_type_that_is_none_is_null(string name) =>
        Assert.Equal("""{"data":{"__type":null}}""", await Answers.To(s_schema, $"{{ __type(name: \"{name}\") {{ name }} }}"));

    private static int Note(int n)
    {
        s_log.Add(n);
        return n;
    }
}

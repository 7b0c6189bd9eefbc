using Hierarchy.Tests.GraphQL.Execution;

namespace Hierarchy.Tests.GraphQL.Limits;

/// <summary>Each bound of the engine: a value at the bound is answered, one above it is refused with the bound's own code, and no resolver
/// runs for a refusal. For the transports see <c>Transport/TransportLimitTests</c>.</summary>
public sealed class LimitBoundaryTests
{
    private int _calls;

    private static string Times(int count, Func<int, string> part) => string.Concat(Enumerable.Range(0, count).Select(part));

    private static string Nested(int depth, string open, string inner) => Times(depth, _ => open) + inner + new string('}', depth);

    /// <summary>A bound of 3, with documents at it (3 of something) and above it (4).</summary>
    public static TheoryData<string, string, GraphQLLimits, Func<int, string>> OfDocuments => new()
    {
        { "query bytes", "LIMIT_QUERY", new() { QueryBytesMax = 13 }, n => "{ a" + new string(' ', n + 6) + "}" },
        { "tokens", "LIMIT_TOKENS", new() { TokensMax = 5 }, n => "{" + Times(n, _ => " a") + "}" },
        { "nesting", "LIMIT_NESTING", new() { NestingMax = 3 }, n => Nested(n, "{ self ", "")
            .Replace("self }", "a }", StringComparison.Ordinal) },
        { "nesting of values", "LIMIT_NESTING", new() { NestingMax = 4 },
            n => "{ echo(x: " + Times(n - 1, _ => "{in:") + "{}" + new string('}', n - 1) + ") }" },
        { "operations", "LIMIT_DOCUMENT_OPERATIONS", new() { OperationsMax = 3 },
            n => Times(n, i => $"query Q{i} {{ a }} ") },
        { "fragments", "LIMIT_FRAGMENTS", new() { FragmentsMax = 3 },
            n => "query Q0 {" + Times(n, i => $" ...F{i}") + "}" + Times(n, i => $" fragment F{i} on Query {{ a }}") },
        { "variables", "LIMIT_VARIABLES", new() { VariablesMax = 3 },
            n => "query Q0(" + Times(n, i => $"$v{i}: Int ") + ") { " + Times(n, i => $"x{i}: list(first: $v{i}) {{ a }} ") + "}" },
        { "directives of a place", "LIMIT_DIRECTIVES_PER_PLACE", new() { DirectivesPerPlaceMax = 3 },
            n => "{ a" + Times(n, _ => " @tag") + " }" },
        { "directives", "LIMIT_DIRECTIVES", new() { DirectivesMax = 3 },
            n => "{" + Times(n, i => $" x{i}: a @tag") + " }" },
        { "aliases of a field", "LIMIT_ALIASES_PER_FIELD", new() { AliasesPerFieldMax = 3 },
            n => "{" + Times(n, i => $" x{i}: a") + " }" },
        { "aliases", "LIMIT_ALIASES", new() { AliasesMax = 3 },
            n => "{" + Times(n, i => $" x{i}: {"abcd"[i]}") + " }" },
        { "depth", "LIMIT_DEPTH", new() { DepthMax = 3 }, n => Nested(n - 1, "{ self ", "{ a }") },
        { "depth through fragments", "LIMIT_DEPTH", new() { DepthMax = 3 },
            n => "query Q0 { ...F } fragment F on Query " + Nested(n - 1, "{ self ", "{ a }") },
        { "depth of introspection", "LIMIT_INTROSPECTION_DEPTH", new() { IntrospectionDepthMax = 3 },
            n => "{ __schema { queryType " + Nested(n - 3, "{ ofType ", "{ name }") + " } }" },
        { "lists of introspection", "LIMIT_INTROSPECTION_LISTS", new() { IntrospectionListDepthMax = 4 },
            n => "{ __schema { queryType " + Nested(n, "{ fields { type ", "{ name }") + new string('}', n) + " } }" },
        { "breadth", "LIMIT_BREADTH", new() { BreadthMax = 3 }, n => "{" + Times(n, i => $" {"abcd"[i]}") + " }" },
        { "breadth through fragments", "LIMIT_BREADTH", new() { BreadthMax = 3 },
            n => "query Q0 { ...F } fragment F on Query {" + Times(n, i => $" {"abcd"[i]}") + " }" },
        { "root fields of a mutation", "LIMIT_ROOT_FIELDS", new() { MutationFieldsMax = 3 },
            n => "mutation {" + Times(n, i => $" x{i}: a") + " }" },
        { "cost by an argument", "LIMIT_COST", new() { CostMax = 3 }, n => $"{{ list(first: {n}) {{ a }} }}" },
        { "cost by the assumed size", "LIMIT_COST", new() { CostMax = 9, ListSizeDefault = 3 },
            n => "{" + Times(n, i => $" x{i}: list {{ a }}") + " }" },
        { "errors of an answer", "LIMIT_ANSWER_ERRORS", new() { AnswerErrorsMax = 3 }, n => "{" + Times(n, i => $" x{i}: fail") + " }" },
        { "errors of validation", "LIMIT_ERRORS", new() { ValidationErrorsMax = 3 },
            n => "{" + Times(n, i => $" z{i}") + " }" },
    };

    [Theory]
    [MemberData(nameof(OfDocuments))]
    public async Task What_keeps_a_bound_is_answered_and_one_more_is_refused_before_anything_runs(
        string bound, string code, GraphQLLimits options, Func<int, string> document)
    {
        var engine = new GraphQLServer(Bounded(), options);
        var answer = await AskAsync(engine, document(3));
        Assert.DoesNotContain("\"code\":\"LIMIT_", answer);
        var calls = _calls;
        answer = await AskAsync(engine, document(4));
        Assert.True(answer.Contains($"\"code\":\"{code}\"", StringComparison.Ordinal), $"{bound}: {document(4)} got {answer}");
        Assert.Equal(code == "LIMIT_ANSWER_ERRORS" ? calls + 4 : calls, _calls);
    }

    [Fact]
    public async Task Variables_count_as_what_they_are()
    {
        var engine = new GraphQLServer(Bounded(), new GraphQLLimits
        {
            InputDepthMax = 3,
            InputItemsMax = 3,
            CostMax = 3,
        });
        const string Echo = "query Q0($x: In) { echo(x: $x) }";
        Assert.Contains("\"data\"", await AskAsync(engine, Echo, """{"x":{"in":{"in":{"i":1}}}}"""));
        Assert.Contains("\"data\"", await AskAsync(engine, Echo, """{"x":{"list":[1,2,3]}}"""));
        Assert.Contains("\"data\"", await AskAsync(engine, "query Q0($n: Int) { list(first: $n) { a } }", """{"n":3}"""));
        var calls = _calls;
        Assert.Contains("\"code\":\"LIMIT_INPUT_DEPTH\"", await AskAsync(engine, Echo, """{"x":{"in":{"in":{"in":{"i":1}}}}}"""));
        Assert.Contains("\"code\":\"LIMIT_INPUT_ITEMS\"", await AskAsync(engine, Echo, """{"x":{"list":[1,2,3,4]}}"""));
        Assert.Contains("\"code\":\"LIMIT_INPUT_DEPTH\"", await AskAsync(engine, "{ echo(x: {in: {in: {in: {i: 1}}}}) }"));
        Assert.Contains("\"code\":\"LIMIT_INPUT_ITEMS\"", await AskAsync(engine, "{ echo(x: {list: [1, 2, 3, 4]}) }"));
        Assert.Contains("LIMIT_COST", await AskAsync(engine, "query Q0($n: Int) { list(first: $n) { a } }", """{"n":4}"""));
        Assert.Contains("LIMIT_COST", await AskAsync(engine, "query Q0($n: Int) { list(first: $n) { a } }", """{"n":2147483647}"""));
        Assert.Equal(calls, _calls);
    }

    [Fact]
    public async Task A_text_in_variables_may_have_all_bytes_of_its_bound()
    {
        var engine = new GraphQLServer(Bounded(), new GraphQLLimits { InputTextBytesMax = 8 });
        const string Echo = "query Q0($x: In) { echo(x: $x) }";
        Assert.Contains("\"data\"", await AskAsync(engine, Echo, """{"x":{"text":"123456"}}"""));
        Assert.Contains("\"data\"", await AskAsync(engine, Echo, """{"x":{"text":"\u00e9"}}"""));
        var calls = _calls;
        foreach (var given in new[] { "\"text\":\"1234567\"", "\"text\":\"\\u00e9x\"", "\"123456789\":1", "\"list\":\"1234567\"" })
        {
            var answer = await AskAsync(engine, Echo, "{\"x\":{" + given + "}}");
            Assert.True(answer.Contains("\"code\":\"LIMIT_INPUT_TEXT\"", StringComparison.Ordinal), answer);
        }
        Assert.Equal(calls, _calls);
    }

    [Fact]
    public async Task An_answer_may_have_all_bytes_of_its_bound()
    {
        // {"data":{"text":""}} and the text.
        var engine = new GraphQLServer(Bounded(), new GraphQLLimits { AnswerBytesMax = 50_020 });
        Assert.Equal(50_020, (await AskAsync(engine, "{ text(length: 50000) }")).Length);
        Assert.Contains("RESPONSE_TOO_LARGE", await AskAsync(engine, "{ text(length: 50001) }"));
    }

    [Fact]
    public async Task Comparisons_of_fields_end_with_their_bound()
    {
        static string Conflicts(int n) => "{" + Times(n, i => $" x: list(first: {i}) {{ a }}") + " }";
        var engine = new GraphQLServer(Bounded(), new GraphQLLimits { AliasesPerFieldMax = 140, MergeComparisonsMax = 10 });
        Assert.Contains("\"code\":\"VALIDATION\"", await AskAsync(engine, Conflicts(2)));
        Assert.Contains("LIMIT_MERGE", await AskAsync(engine, Conflicts(140)));
        Assert.Equal(0, _calls);
    }

    [Fact]
    public async Task Beyond_the_documents_that_are_kept_answers_are_the_same()
    {
        var engine = new GraphQLServer(Bounded(), new GraphQLLimits { CacheBytesMax = 100, CachedQueryBytesMax = 40 });
        const string Query = "query Q0($p: Boolean!, $q: Boolean!) { a @skip(if: $p) b @include(if: $q) }";
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal("""{"data":{"a":1}}""", await AskAsync(engine, Query, """{"p":false,"q":false}"""));
            Assert.Equal("""{"data":{"b":1}}""", await AskAsync(engine, Query, """{"p":true,"q":true}"""));
            Assert.Equal("""{"data":{"a":1,"b":1}}""", await AskAsync(engine, Query, """{"p":false,"q":true}"""));
        }
    }

    private static async Task<string> AskAsync(GraphQLServer engine, string query, string? variables = null)
    {
        var names = query.StartsWith("query Q0", StringComparison.Ordinal) ? "Q0" : null;
        return await Answers.To(engine, query, variables, names);
    }

    private Schema Bounded() => TestSchema.Build("""
        directive @tag repeatable on FIELD
        type Query {
          a: Int b: Int c: Int d: Int fail: Int self: Query list(first: Int): [Query!] echo(x: In): Int text(length: Int!): String
        }
        type Mutation { a: Int }
        input In { i: Int in: In list: [Int!] text: String }
        """, types =>
    {
        foreach (var name in new[] { "a", "b", "c", "d", "echo" })
        {
            types.Field("Query." + name, _ => Count(1));
        }
        types.Field("Query.fail", _ => throw new FieldError($"failure {Count(1)}", "NO"));
        types.Field("Query.text", c => new string('x', c.GetArgument<int>("length")));
        types.Field("Query.self", _ => this);
        types.Field("Query.list", c => Enumerable.Repeat<object>(this, Math.Max(0, c.GetArgument<int?>("first") ?? 0)));
        types.Field("Mutation.a", _ => Count(1));
    });

    private int Count(int value)
    {
        _calls++;
        return value;
    }
}

using System.Collections.Immutable;
using Hierarchy.GraphQL.Execution;

namespace Hierarchy.Tests.GraphQL.Execution;

/// <summary>Specification 6.3 and 6.4: collecting fields, arguments, lists, abstract types, serial mutations, introspection.</summary>
public sealed class ExecutionTests
{
    private enum Kind
    {
        NotStarted,
        InProgress,
    }

    private interface IAnimal
    {
        string Name { get; }
    }

    private sealed record Dog(string Name, int Age) : IAnimal;

    private sealed record Cat(string Name) : IAnimal;

    private sealed record Filter(string? Text, int[] Years, Kind Kind, Filter? Inner);

    private const string Sdl = """
        type Query {
          one: Int! big: Float! text(of: String = "x", kind: Kind): String animal(dog: Boolean!): Animal animals: [Animal!]! pets: [Pet]
          rows: [[Int]] kinds: [Kind!]! echo(filter: Filter, ids: [Int!]): String now: Date! immutable: [String!]! dogs: [Dog!]! long: Int
        }
        type Mutation { add(n: Int!): Int! slow(n: Int!): Int! }
        interface Animal { name: String! }
        type Dog implements Animal { name: String! age: Int! friend: Cat late: String }
        type Cat implements Animal { name: String! lives: Int! }
        union Pet = Dog | Cat
        enum Kind { NOT_STARTED IN_PROGRESS }
        scalar Date
        input Filter { text: String years: [Int!]! = [1, 2] kind: Kind! = IN_PROGRESS inner: Filter }
        """;

    private static BoundSchema Schema(List<string>? log = null, Action<TypeBinder>? more = null) => SchemaText.Build(Sdl, types =>
    {
        types.Root("Query", q =>
        {
            q.Field("one", _ => 1);
            q.Field("big", _ => 1e21);
            q.Field("text", (args, _) => $"{args.Get<string>("of") ?? "null"}:{args.Has("kind")}:{args.Get<Kind?>("kind")}");
            q.Field("animal", (args, _) => args.Get<bool>("dog") ? (IAnimal)new Dog("Rex", 3) : new Cat("Tom"));
            q.Field("animals", _ => ImmutableArray.Create<IAnimal>(new Dog("Rex", 3), new Cat("Tom")));
            q.Field("pets", _ => new object?[] { new Cat("Tom"), null, new Dog("Rex", 3) });
            q.Field("rows", _ => new List<List<int>?> { new() { 1, 2 }, null, new() });
            q.Field("kinds", _ => new[] { Kind.InProgress, Kind.NotStarted });
            q.Field("echo", (args, _) => Print(args.Get<Filter?>("filter")) + "/" + string.Join(",", args.List<int>("ids")));
            q.Field("now", _ => new DateOnly(2013, 3, 31));
            q.Field("immutable", _ => ImmutableArray.Create("a\"b", "Tây Ninh", "\ud83d\ude00"));
            q.Field("dogs", _ => new[] { new Dog("A", 1), new Dog("B", 2) });
            q.Field("long", _ => 1L << 40);
        });
        types.Root("Mutation", m =>
        {
            m.Field("add", (args, _) => Note(log, args.Get<int>("n")));
            m.FieldAsync("slow", async (args, _) => { await Task.Delay(20 - args.Get<int>("n")); return Note(log, args.Get<int>("n")); });
        });
        types.Object<Dog>("Dog", t =>
        {
            t.Field("name", d => d.Name);
            t.Field("age", d => d.Age);
            t.Field("friend", d => new Cat("Friend of " + d.Name));
            t.FieldAsync("late", async (d, _) => { await Task.Yield(); return "late " + d.Name; });
        });
        types.Object<Cat>("Cat", t =>
        {
            t.Field("name", c => c.Name);
            t.Field("lives", _ => 9);
        });
        types.Enum<Kind>("Kind");
        types.Scalar("Date", Scalars.Date);
        types.Input("Filter", args => new Filter(
            args.Get<string?>("text"), args.Get<int[]>("years"), args.Get<Kind>("kind"), args.Get<Filter?>("inner")));
        more?.Invoke(types);
    });

    private static string Print(Filter? f) => f is null ? "-" : $"{f.Text}[{string.Join(' ', f.Years)}]{f.Kind}({Print(f.Inner)})";

    private static int Note(List<string>? log, int n)
    {
        log?.Add($"{n}");
        return n;
    }

    [Theory]
    [InlineData("{ one }", """{"data":{"one":1}}""")]
    [InlineData("{ a: one b: one a: one }", """{"data":{"a":1,"b":1}}""")]
    [InlineData("{ big }", """{"data":{"big":1e+21}}""")]
    [InlineData("{ __typename }", """{"data":{"__typename":"Query"}}""")]
    [InlineData("{ rows }", """{"data":{"rows":[[1,2],null,[]]}}""")]
    [InlineData("{ kinds }", """{"data":{"kinds":["IN_PROGRESS","NOT_STARTED"]}}""")]
    [InlineData("{ now immutable }", """{"data":{"now":"2013-03-31","immutable":["a\"b","Tây Ninh","😀"]}}""")]
    [InlineData("{ text }", """{"data":{"text":"x:False:"}}""")]
    [InlineData("{ text(of: null, kind: null) }", """{"data":{"text":"null:True:"}}""")]
    [InlineData("{ text(kind: NOT_STARTED) }", """{"data":{"text":"x:True:NotStarted"}}""")]
    [InlineData("{ animal(dog: true) { name ... on Dog { age } ... on Cat { lives } } }", """{"data":{"animal":{"name":"Rex","age":3}}}""")]
    [InlineData("{ animals { __typename ...F } } fragment F on Animal { name ...C } fragment C on Cat { lives }",
        """{"data":{"animals":[{"__typename":"Dog","name":"Rex"},{"__typename":"Cat","name":"Tom","lives":9}]}}""")]
    [InlineData("{ pets { ... on Animal { name } } }", """{"data":{"pets":[{"name":"Tom"},null,{"name":"Rex"}]}}""")]
    [InlineData("{ pets { ... on Dog { late } } }", """{"data":{"pets":[{},null,{"late":"late Rex"}]}}""")]
    [InlineData("{ dogs { name late friend { name } } dogs { age friend { lives } } }",
        """{"data":{"dogs":[{"name":"A","late":"late A","friend":{"name":"Friend of A","lives":9},"age":1},{"name":"B","late":"late""" +
        """ B","friend":{"name":"Friend of B","lives":9},"age":2}]}}""")]
    [InlineData("{ one @skip(if: true) b: one @include(if: false) c: one @include(if: true) }", """{"data":{"c":1}}""")]
    [InlineData("{ one @skip(if: true) }", """{"data":{}}""")]
    [InlineData("""{ echo(filter: { text: "a", years: 5, inner: { kind: NOT_STARTED } }, ids: [1, 2]) }""",
        """{"data":{"echo":"a[5]InProgress([1 2]NotStarted(-))/1,2"}}""")]
    public async Task A_query_gives_exactly_this(string query, string answer) => Assert.Equal(answer, await Answers.To(Schema(), query));

    [Theory]
    [InlineData("query($f: Filter, $i: [Int!]) { echo(filter: $f, ids: $i) }", """{"f":{"years":[7],"kind":"NOT_STARTED"},"i":[4]}""",
        """{"data":{"echo":"[7]NotStarted(-)/4"}}""")]
    [InlineData("query($t: String) { text(of: $t) }", "{}", """{"data":{"text":"x:False:"}}""")]
    [InlineData("query($t: String) { text(of: $t) }", """{"t":null}""", """{"data":{"text":"null:False:"}}""")]
    [InlineData("query($t: String = \"d\") { text(of: $t) }", null, """{"data":{"text":"d:False:"}}""")]
    [InlineData("query($y: Int!) { echo(filter: { years: [$y, 3] }) }", """{"y":2}""", """{"data":{"echo":"[2 3]InProgress(-)/"}}""")]
    [InlineData("query($c: Boolean!) { a: one @include(if: $c) b: one @skip(if: $c) }", """{"c":true}""", """{"data":{"a":1}}""")]
    [InlineData("query($c: Boolean!) { a: one @include(if: $c) b: one @skip(if: $c) }", """{"c":false}""", """{"data":{"b":1}}""")]
    public async Task Variables_reach_arguments_and_conditions(string query, string? variables, string answer) =>
        Assert.Equal(answer, await Answers.To(Schema(), query, variables));

    [Fact]
    public async Task A_plan_for_one_set_of_conditions_is_not_used_for_another()
    {
        var engine = new GraphQLEngine(Schema());
        const string Query = "query($c: Boolean!) { a: one @include(if: $c) b: one @skip(if: $c) }";
        foreach (var yes in new[] { true, false, true })
        {
            Assert.Equal(yes ? """{"data":{"a":1}}""" : """{"data":{"b":1""" +
                """}}""", await Answers.To(engine, Query, $$"""{"c":{{(yes ? "true" : "false")}}}"""));
        }
    }

    [Fact]
    public async Task Mutation_fields_run_one_after_the_other()
    {
        var log = new List<string>();
        var answer = await Answers.To(Schema(log), "mutation { a: slow(n: 1) b: add(n: 2) c: slow(n: 3) d: slow(n: 4) }");
        Assert.Equal("""{"data":{"a":1,"b":2,"c":3,"d":4}}""", answer);
        Assert.Equal(["1", "2", "3", "4"], log);
    }

    [Fact]
    public async Task An_int_beyond_32_bits_is_an_error_at_its_place() =>
        Assert.Equal("""{"errors":[{"message":"Int cannot represent non 32-bit signed integer value:""" +
            """ 1099511627776","locations":[{"line":2,"column":2}],"path":["long"]}],"data":{"long":null}}""",
            await Answers.To(Schema(), "{\n long }"));

    [Fact]
    public async Task Merged_fields_list_all_their_places_in_an_error() =>
        Assert.Contains("\"locations\":[{\"line\":1,\"column\":3},{\"line\":1,\"column\":8}]", await Answers.To(Schema(), "{ long long }"));

    [Fact]
    public async Task A_selection_of_an_abstract_type_may_use_arguments_with_variables()
    {
        var answer = await Answers.To(Schema(), "query($d: Boolean!) { animal(dog: $d) { ... on Dog { late age } name } }",
            """{"d":true}""");
        Assert.Equal("""{"data":{"animal":{"late":"late Rex","age":3,"name":"Rex"}}}""", answer);
    }

    [Fact]
    public void A_schema_and_resolvers_that_disagree_are_refused_with_every_place()
    {
        var error = Assert.Throws<SchemaBindingException>(() => SchemaText.Build(
            "type Query { a: Int b: String c: [Int] k: K } enum K { ONE TWO } input I { x: Int } type Subscription { s: Int }", types =>
            {
                types.Root("Query", q =>
                {
                    q.Field("a", _ => "text");
                    q.Field("a", _ => 1);
                    q.Field("c", _ => new[] { "x" });
                    q.Field("d", _ => 1);
                    q.Field("k", _ => "ONE");
                });
                types.Enum<DayOfWeek>("K");
                types.Object<Dog>("Dog", t => t.Field("name", d => d.Name));
                types.Input("J", args => args);
            }));
        var text = error.Message;
        Assert.Contains("Query.a: Int cannot be completed from String.", text);
        Assert.Contains("Query.a has two resolvers.", text);
        Assert.Contains("Query.b has no resolver.", text);
        Assert.Contains("Query.c: [Int] cannot be completed from String[].", text);
        Assert.Contains("Query.d has a resolver but is not in the schema.", text);
        Assert.Contains("K.ONE has no member in DayOfWeek.", text);
        Assert.Contains("DayOfWeek.Monday is MONDAY, which K does not have.", text);
        Assert.Contains("The schema has no object type Dog, which is bound.", text);
        Assert.Contains("The schema has no input type J, which is bound.", text);
        Assert.Contains("Subscription.s has no source.", text);
    }

    [Fact]
    public async Task An_unexpected_exception_is_masked_and_bears_an_id()
    {
        var schema = SchemaText.Build("type Query { a: Int }", types => types.Root("Query", q =>
            q.Field<int>("a", _ => throw new InvalidOperationException("secret"))));
        var answer = await Answers.To(schema, "{ a }");
        Assert.DoesNotContain("secret", answer);
        Assert.Matches("\"message\":\"Internal error\".*\"code\":\"INTERNAL\",\"id\":\"[0-9a-f]{12}\"", answer);
    }

    [Fact]
    public async Task Introspection_answers_from_the_same_engine()
    {
        var answer = await Answers.To(Schema(), """
            { __type(name: "Filter") { kind inputFields { name defaultValue type { kind ofType { kind ofType { name } } } } }
              __schema { queryType { name } subscriptionType { name } } }
            """);
        Assert.Contains("""{"name":"years","defaultValue":"[1,""" +
            """ 2]","type":{"kind":"NON_NULL","ofType":{"kind":"LIST","ofType":{"name":null}}}}""", answer);
        Assert.Contains("""{"queryType":{"name":"Query"},"subscriptionType":null}""", answer);
    }

    [Theory]
    [InlineData("{ one", ResponseKind.SyntaxError)]
    [InlineData("{ nope }", ResponseKind.ValidationError)]
    [InlineData("query A { one } query B { one }", ResponseKind.RequestError)]
    [InlineData("query($n: Int!) { echo(ids: [$n]) }", ResponseKind.RequestError)]
    public async Task A_refused_request_has_errors_and_no_data(string query, ResponseKind kind)
    {
        using var response = await new GraphQLEngine(Schema()).ExecuteAsync(Answers.Request(query), TestContext.Current.CancellationToken);
        Assert.Equal(kind, response.Kind);
        Assert.StartsWith("{\"errors\":[{\"message\":", response.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"data\"", response.ToString());
    }
}

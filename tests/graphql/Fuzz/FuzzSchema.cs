using Hierarchy.GraphQL.Execution;

namespace Hierarchy.Tests.GraphQL.Fuzz;

/// <summary>A small schema with something of every kind, and documents for it that damage starts from.</summary>
internal static class FuzzSchema
{
    private const string Text = """
        directive @tag(n: Int, text: String) repeatable on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT | QUERY | VARIABLE_DEFINITION
        scalar Date
        interface Node { id: ID! }
        union Thing = Unit | Plan
        enum Kind { PROVINCE DISTRICT COMMUNE }
        input In { text: String = "mặc định", n: Int, kind: Kind, list: [[Int!]], next: In }
        input By @oneOf { id: ID name: String }
        type Unit implements Node {
          id: ID! name: String kind: Kind! parent: Unit children(first: Int = 2): [Unit!]! plans: [Plan] weight: Float!
        }
        type Plan implements Node { id: ID! title(upper: Boolean = false): String! owner: Unit due: Date }
        type Query {
          node(id: ID!): Node things(first: Int = 3): [Thing]!
          unit(id: ID = "vn", kind: Kind = COMMUNE): Unit later(id: ID): Unit
          echo(in: In, texts: [String!], n: Float, on: Date, by: By): String
          boom: Int! deep: [[Int]] yes: Boolean!
        }
        type Mutation { rename(id: ID!, name: String!): Unit! count: Int! }
        type Subscription { count(to: Int! = 2): Int! units(first: Int = 1): Unit! }
        """;

    public static readonly string[] Documents =
    [
        "{ yes }",
        "query Đơn($id: ID! = \"x\", $k: Kind, $on: Boolean! = true) { node(id: $id) { id ... on Unit @include(if: $on) { kind } } }",
        "query Đến($id: ID! = \"x\", $k: Kind, $on: Boolean! = true) @tag { unit(id: $id, kind: $k) { id @skip(if: $on) } }",
        "{ things(first: 2) { __typename ... on Plan { id title(upper: true) owner { name } due } ...U } } " +
            "fragment U on Unit { name children { id } weight }",
        "query($in: In, $t: [String!]) { echo(in: $in, texts: $t, n: 1.5e3, on: \"2013-07-01\") " +
            "a: echo(in: {text: \"\"\"khối\n  \"\"\", list: [[1, 2], null]}) }",
        "mutation($n: String!) { rename(id: 1, name: $n) { id name } count }",
        "subscription { count(to: 2) }",
        "subscription S { units(first: 2) { name parent { id } } }",
        "{ later(id: \"a\") { id parent { id parent { name } } children(first: 3) { id kind @skip(if: false) } } yes }",
        "{ __schema { queryType { fields { name args { defaultValue type { name ofType { name } } } } } } __type(name: \"Unit\") { name } }",
        "{ boom } # chú thích",
        "query A { yes } query B { deep }",
        "{ echo(by: {id: 1}) b: echo(by: {name: \"Tỉnh Tây Ninh\\u00e9\\u{1F600}\"}) }",
        "fragment F on Unit { children { ...G } } fragment G on Unit { id } { unit { ...F ...G } }",
    ];

    public static readonly string[] Variables =
    [
        "{}", """{"id":"x","k":"PROVINCE","on":false}""", """{"in":{"n":2147483647,"next":{"next":{"text":null}}},"t":["a","ă"]}""",
        """{"n":"Bình Định","in":{"list":[[1],[2,3]]},"t":"một"}""", """{"id":7,"k":"NOPE","on":1e999}""",
    ];

    public static BoundSchema Build() => SchemaText.Build(Text, types =>
    {
        types.Root("Query", q =>
        {
            q.Field<object?>("node", (args, _) => args.Get<string>("id").Length % 2 == 0 ? new Plan("p", 1) : new Unit("u", 1));
            q.Field("things", (args, _) => Enumerable.Range(0, Math.Clamp(args.Get<int>("first"), 0, 100))
                .Select(object? (i) => i % 3 == 0 ? new Unit("u", 1) : i % 3 == 1 ? new Plan("p", 1) : null));
            q.Field("unit", (args, _) => new Unit(args.Get<string?>("id") ?? "", 2));
            q.FieldAsync("later", async (args, _) =>
            {
                await Task.Yield();
                return new Unit(args.Get<string?>("id") ?? "", 3);
            });
            q.Field("echo", (args, _) => string.Join('|', args.List<string>("texts")) + args.Get<double?>("n") + args.Get<DateOnly?>("on"));
            q.Field<int>("boom", _ => throw new FieldError("nổ", "BOOM"));
            q.Field("deep", _ => new int?[][] { [1, null], [] });
            q.Field("yes", _ => true);
        });
        types.Root("Mutation", m =>
        {
            m.Field("rename", (args, _) => new Unit(args.Get<string>("name"), 1));
            m.Field("count", _ => 1);
        });
        types.Object<Unit>("Unit", t =>
        {
            t.Field("id", u => u.Id);
            t.Field("name", u => u.Left == 0 ? null : "Xã " + u.Id);
            t.Field("kind", u => u.Left == 0 ? Kind.Commune : Kind.Province);
            t.Field("parent", u => u.Left == 0 ? null : new Unit(u.Id, u.Left - 1));
            t.Field("children", (u, args, _) =>
                Enumerable.Repeat(new Unit(u.Id, Math.Max(0, u.Left - 1)), Math.Clamp(args.Get<int>("first"), 0, 50)));
            t.Field("plans", u => new Plan?[] { new("a", u.Left), null });
            t.Field("weight", u => u.Left / 3.0);
        });
        types.Object<Plan>("Plan", t =>
        {
            t.Field("id", p => p.Id);
            t.Field("title", (p, args, _) => args.Get<bool>("upper") ? "KẾ HOẠCH" : "Kế hoạch \"một\"\n");
            t.Field("owner", p => p.Left == 0 ? null : new Unit(p.Id, p.Left - 1));
            t.Field("due", p => new DateOnly(2013, 7, 1));
        });
        types.Enum<Kind>("Kind");
        types.Scalar("Date", Scalars.Date);
        types.Subscription("count", (args, c) => Count(args.Get<int>("to")));
        types.Subscription("units", (args, c) => Units(args.Get<int>("first")));
    });

    private static async IAsyncEnumerable<int> Count(int to)
    {
        for (var i = 1; i <= Math.Min(to, 20); i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    private static async IAsyncEnumerable<Unit> Units(int first)
    {
        for (var i = 0; i < Math.Min(first, 20); i++)
        {
            await Task.Yield();
            yield return new("s", i);
        }
    }

    private enum Kind { Province, District, Commune }

    private sealed record Unit(string Id, int Left);

    private sealed record Plan(string Id, int Left);
}

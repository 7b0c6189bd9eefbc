using Hierarchy.Api;

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

    public static Schema Build() => TestSchema.Build(Text, types =>
    {
        types.Field("Query.node", c => Id(c)!.Length % 2 == 0 ? new Plan("p", 1) : new Unit("u", 1));
        types.Field("Query.things", c => Enumerable.Range(0, Math.Clamp(First(c), 0, 100))
            .Select(object? (i) => i % 3 == 0 ? new Unit("u", 1) : i % 3 == 1 ? new Plan("p", 1) : null));
        types.Field("Query.unit", c => new Unit(Id(c) ?? "", 2));
        types.FieldAsync("Query.later", async c =>
        {
            var id = Id(c);
            await Task.Yield();
            return new Unit(id ?? "", 3);
        });
        types.Field("Query.echo", c => string.Join('|', c.GetArgument<string[]?>("texts") ?? []) + c.GetArgument<double?>("n")
            + c.GetArgument<DateOnly?>("on"));
        types.Field("Query.boom", _ => throw new FieldError("nổ", "BOOM"));
        types.Field("Query.deep", _ => new int?[][] { [1, null], [] });
        types.Field("Query.yes", _ => true);
        types.Field("Mutation.rename", c => new Unit(c.GetArgument<string>("name"), 1));
        types.Field("Mutation.count", _ => 1);
        types.Field("Unit.id", c => UnitOf(c).Id);
        types.Field("Unit.name", c => UnitOf(c).Id.Length == 0 ? null : "Đơn vị " + UnitOf(c).Id);
        types.Field("Unit.kind", c => (Kind)(UnitOf(c).Left % 3));
        types.FieldAsync("Unit.parent", async c =>
        {
            var unit = UnitOf(c);
            await Task.Yield();
            return unit.Left == 0 ? null : new Unit(unit.Id, unit.Left - 1);
        });
        types.Field("Unit.children", c => Enumerable.Range(0, UnitOf(c).Left == 0 ? 0 : Math.Clamp(First(c), 0, 20))
            .Select(i => new Unit(UnitOf(c).Id + i, UnitOf(c).Left - 1)));
        types.Field("Unit.plans", c => UnitOf(c).Left == 0 ? null : new[] { new Plan("p", UnitOf(c).Left - 1) });
        types.Field("Unit.weight", c => UnitOf(c).Left / 3.0);
        types.Field("Plan.id", c => PlanOf(c).Id);
        types.Field("Plan.title", c => c.GetArgument<bool>("upper") ? "KẾ HOẠCH" : "Kế hoạch \"một\"\n");
        types.Field("Plan.owner", c => PlanOf(c).Left == 0 ? null : new Unit(PlanOf(c).Id, PlanOf(c).Left - 1));
        types.Field("Plan.due", _ => new DateOnly(2013, 7, 1));
        types.Enum<Kind>("Kind");
        types.Scalar(new DateScalar());
        types.Abstract("Node", value => value.GetType().Name);
        types.Abstract("Thing", value => value.GetType().Name);
        types.Stream("count", c => Count(c.GetArgument<int>("to")));
        types.Stream("units", c => Units(First(c)));
    });

    private static string? Id(IResolveFieldContext context) => context.GetArgument<string?>("id");

    private static int First(IResolveFieldContext context) => context.GetArgument<int?>("first") ?? 0;

    private static Unit UnitOf(IResolveFieldContext context) => (Unit)context.Source!;

    private static Plan PlanOf(IResolveFieldContext context) => (Plan)context.Source!;

    private static async IAsyncEnumerable<object> Count(int to)
    {
        for (var i = 1; i <= Math.Min(to, 20); i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    private static async IAsyncEnumerable<object> Units(int first)
    {
        for (var i = 0; i < Math.Min(first, 20); i++)
        {
            await Task.Yield();
            yield return new Unit("s", i);
        }
    }

    private enum Kind { Province, District, Commune }

    private sealed record Unit(string Id, int Left);

    private sealed record Plan(string Id, int Left);
}

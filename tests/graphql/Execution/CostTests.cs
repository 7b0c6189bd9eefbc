using System.Diagnostics;
using Hierarchy.GraphQL.Execution;

namespace Hierarchy.Tests.GraphQL.Execution;

/// <summary>What an execution costs. Time is printed, not judged: that depends on the machine; allocation does not.</summary>
[Collection(nameof(GraphQLTelemetry))]
public sealed class CostTests(ITestOutputHelper output)
{
    private sealed record Row(string Id, string Name, int Total, double Percent, bool Open, Row[] Children);

    private static readonly Row s_root = new("P72", "Tỉnh Tây Ninh", 700, 61.25, true,
        [.. Enumerable.Range(0, 20).Select(i => new Row($"C{i}", $"Xã số {i}", i, i * 4.5, i % 2 == 0, []))]);

    private static readonly BoundSchema s_schema = SchemaText.Build("""
        type Query { root: Row! }
        type Row { id: ID! name: String! total: Int! percent: Float! open: Boolean! children: [Row!]! }
        """, types =>
    {
        types.Root("Query", q => q.Field("root", _ => s_root));
        types.Object<Row>("Row", t =>
        {
            t.Field("id", r => r.Id);
            t.Field("name", r => r.Name);
            t.Field("total", r => r.Total);
            t.Field("percent", r => r.Percent);
            t.Field("open", r => r.Open);
            t.Field("children", r => r.Children);
        });
    });

    [Fact]
    public void A_query_of_pure_fields_allocates_only_its_context()
    {
        var engine = new GraphQLEngine(s_schema);
        var request = Answers.Request("{ root { id name total percent open children { id name total percent open } } }");
        for (var i = 0; i < 2000; i++)
        {
            Run(engine, request);
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        const int Rounds = 20_000;
        var length = 0;
        for (var i = 0; i < Rounds; i++)
        {
            length = Run(engine, request);
        }
        var nanoseconds = watch.Elapsed.TotalNanoseconds / Rounds;
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Rounds;
        output.WriteLine($"{length} bytes of answer: {nanoseconds:F0} ns, {bytes:F1} bytes allocated");
        // The root's resolver takes the request's context, one object of 56 bytes; everything else is reused.
        Assert.InRange(bytes, 0, 64);
    }

    private static int Run(GraphQLEngine engine, GraphQLRequest request)
    {
        using var response = engine.ExecuteAsync(in request).GetAwaiter().GetResult();
        return response.Bytes.Length;
    }
}

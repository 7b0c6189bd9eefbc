using Hierarchy.Tests.Faults;

namespace Hierarchy.Tests.Cluster;

/// <summary>A caller with an answer sees the change through every node at once.</summary>
[Collection(nameof(TwoNodes))]
public sealed class ReadYourWritesTests(TwoNodes nodes)
{
    private const int Writers = 6;
    private static readonly int Rounds = FaultRun.IsFull ? 40 : 8;

    [Fact]
    public async Task A_change_is_seen_through_every_node_at_once()
    {
        var cluster = nodes.Cluster;
        GraphQLClient[] servers = [.. cluster.Nodes.Select(node => new GraphQLClient(node.Address))];
        try
        {
            await ClusterUnderTest.AgainAsync(() => servers[0].AskAsync(
                $$"""mutation { adoptPlan(requestId: "adopt", input: {id: "{{Country.Plan}}", owner: "bnv", title: "Toàn quốc", startYear: 2026, """
                + """endYear: 2030, areas: [{id: "I", name: "Chung", reform: OTHER}]}) { id } }"""));
            var obligations = await ClusterUnderTest.AgainAsync(() => Country.OpenAsync(servers[0], Writers));
            await NobodySeesLessAsync(servers, obligations, "calm");
            await NewTasksAreSeenAsync(servers, obligations);
            await TheNameIsSeenAsync(servers);
        }
        finally
        {
            Array.ForEach(servers, server => server.Dispose());
        }
    }

    /// <summary>Each writer writes through one node and, once answered, reads through both.</summary>
    private static Task NobodySeesLessAsync(GraphQLClient[] servers, string[] obligations, string name) => Task.WhenAll(obligations.Select(
        async (obligation, writer) =>
        {
            for (var round = 1; round <= Rounds; round++)
            {
                var hundredths = (round * 97) + writer;
                var mutation = new
                {
                    r = $"{name}-{writer}-{round}",
                    o = obligation,
                    p = hundredths / 100.0,
                };
                await ClusterUnderTest.AgainAsync(() => servers[round % servers.Length].AskAsync(
                    "mutation($r: ID!, $o: ID!, $p: Float!) { reportProgress(requestId: $r, obligation: $o, percent: $p) { percent } }", mutation));
                foreach (var server in servers)
                {
                    var read = await ClusterUnderTest.AgainAsync(() => server.AskAsync(
                        "query($o: ID!, $u: ID!) { obligation(id: $o) { percent } unit(id: $u) { progress { total inProgress } } }",
                        new { o = obligation, u = obligation.Split('~')[0] }));
                    Assert.Equal(hundredths, (int)Math.Round((double)read["obligation"]!["percent"]! * 100));
                    Assert.NotEqual(0, (int)read["unit"]!["progress"]!["inProgress"]!);
                }
            }
        }));

    /// <summary>A setting of the installation, which belongs to no unit.</summary>
    private static async Task TheNameIsSeenAsync(GraphQLClient[] servers)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var name = $"Tỉnh {round}";
            await ClusterUnderTest.AgainAsync(() => servers[round % servers.Length].AskAsync(
                "mutation($r: ID!, $n: String) { nameInstallation(requestId: $r, name: $n) { name } }", new { r = name, n = name }));
            foreach (var server in servers)
            {
                var read = await ClusterUnderTest.AgainAsync(() => server.AskAsync("{ installation { name } }"));
                Assert.Equal(name, (string?)read["installation"]!["name"]);
            }
        }
    }

    /// <summary>A plan, a task and its obligation at another unit, read through the other node.</summary>
    private static async Task NewTasksAreSeenAsync(GraphQLClient[] servers, string[] obligations)
    {
        var lead = obligations[^1].Split('~')[0];
        for (var round = 1; round <= 5; round++)
        {
            var (writes, reads) = (servers[round % 2], servers[(round + 1) % 2]);
            var plan = string.Create(CultureInfo.InvariantCulture, $"bnv-{round}");
            await ClusterUnderTest.AgainAsync(() => writes.AskAsync(
                "mutation($r: ID!, $id: ID!) { adoptPlan(requestId: $r, input: {id: $id, owner: \"bnv\", title: \"Mới\", startYear: 2026, endYear: 2030, "
                + "areas: [{id: \"I\", name: \"Chung\", reform: OTHER}]}) { id } }",
                new { r = plan, id = plan }));
            Assert.Equal(plan, (string?)(await PlanAsync(reads, plan))["plan"]!["id"]);
            var before = await TotalAsync(reads, lead);
            var task = new
            {
                r = plan + "-task",
                input = new
                {
                    id = plan + "/A",
                    plan,
                    code = "A",
                    area = "I",
                    title = "Sổ",
                    leads = new[] { new { unit = lead } },
                    schedule = new { kind = "YEAR", text = "Năm 2026", startYear = 2026 },
                },
            };
            await ClusterUnderTest.AgainAsync(() => writes.AskAsync(
                "mutation($r: ID!, $input: AddTaskInput!) { addTask(requestId: $r, input: $input) { id } }", task));
            Assert.Single((await PlanAsync(reads, plan))["plan"]!["tasks"]!.AsArray());
            Assert.Equal(before + 1, await TotalAsync(reads, lead));
        }
    }

    private static Task<JsonNode> AskAsync(GraphQLClient server, string unit) => server.AskAsync(
        "query($u: ID!) { unit(id: $u) { name progress { total done percent } } }", new { u = unit });

    private static Task<JsonNode> PlanAsync(GraphQLClient server, string plan) => ClusterUnderTest.AgainAsync(() => server.AskAsync(
        "query($p: ID!) { plan(id: $p) { id tasks { id } } }", new { p = plan }));

    private static async Task<int> TotalAsync(GraphQLClient server, string unit) =>
        (int)(await ClusterUnderTest.AgainAsync(() => AskAsync(server, unit)))["unit"]!["progress"]!["total"]!;
}

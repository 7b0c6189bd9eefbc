namespace Hierarchy.Tests.Cluster;

/// <summary>Changes of people and rights at one node soon apply at all others: in commands, reads and open streams.</summary>
[Collection(nameof(TwoNodes))]
public sealed class RightsTests(TwoNodes nodes, ITestOutputHelper output)
{
    private const string Commune = "q-ccc";

    [LongFact]
    public async Task What_is_granted_and_ended_at_one_node_holds_at_the_other()
    {
        var cluster = nodes.Cluster;
        using var first = new GraphQLClient(cluster.Nodes[0].Address);
        await first.AskAsync(Mutations(
            """registerUnit(requestId: "u1", input: { id: "q-bnv", name: "Bộ", kind: MINISTRY }) { id }""",
            """registerUnit(requestId: "u2", input: { id: "q-ttt", name: "Tỉnh", kind: PROVINCE, parent: "q-bnv" }) { id }""",
            $$"""registerUnit(requestId: "u3", input: { id: "{{Commune}}", name: "Xã", kind: COMMUNE, parent: "q-ttt" }) { id }""",
            """registerPerson(requestId: "p1", input: { id: "binh", name: "Bình" }) { id }"""));
        var token = await cluster.OperateAsync("token?person=binh");
        using var clerk = new GraphQLClient(cluster.Nodes[1].Address, token);
        var read = $$"""{ obligations(under: "{{Commune}}") { totalCount } }""";

        await UntilAsync("known", async () => CodeOf(await clerk.SendAsync(read)) == "FORBIDDEN");
        var given = await first.AskAsync(Mutations(
            $$"""grant(requestId: "g1", input: { person: "binh", role: CLERK, unit: "{{Commune}}" }) { id }"""));
        await UntilAsync("granted", async () => (await clerk.SendAsync(read))["errors"] is null);

        await using var stream = clerk.WatchAsync($$"""subscription { obligationChanged(under: "{{Commune}}") { id } }""").GetAsyncEnumerator();
        var open = stream.MoveNextAsync().AsTask();
        await first.AskAsync(Mutations($$"""endGrant(requestId: "e1", grant: "{{given["m0"]!["id"]}}", reason: "Chuyển công tác") { id }"""));
        await UntilAsync("ended", async () => CodeOf(await clerk.SendAsync(read)) == "FORBIDDEN");
        await UntilAsync("stream closed", () => Task.FromResult(open.IsCompleted));
        Assert.True(open.IsFaulted || !await open, "the stream went on");

        Assert.Contains("1", await cluster.OperateAsync("revoke?person=binh"), StringComparison.Ordinal);
        await UntilAsync("revoked", async () => CodeOf(await clerk.SendAsync("{ root { id } }")) == "UNAUTHENTICATED");
        await cluster.VerifyAsync();
    }

    private static string Mutations(params string[] fields) => $"mutation {{ {string.Join(' ', fields.Select((field, i) => $"m{i}: {field}"))} }}";

    private static string? CodeOf(JsonNode answer) => (string?)answer["errors"]?[0]?["extensions"]?["code"];

    private async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        var watch = global::System.Diagnostics.Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < ClusterUnderTest.Patience, $"not {what} after {watch.Elapsed}");
            await Task.Delay(20);
        }
        output.WriteLine($"{what} after {watch.Elapsed.TotalMilliseconds:0} ms");
    }
}

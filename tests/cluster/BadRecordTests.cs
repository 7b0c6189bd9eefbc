namespace Hierarchy.Tests.Cluster;

/// <summary>Unreadable records and undeliverable messages stop no node: neither the one that finds them nor the one that takes over from
/// it.</summary>
public sealed class BadRecordTests(ITestOutputHelper output)
{
    private const string Province = "vn24-72";

    [LongFact]
    public async Task A_damaged_record_is_named_by_whoever_holds_it_and_brings_down_nobody()
    {
        await using var cluster = await ClusterUnderTest.StartAsync(nodes: 3);
        using var client = new GraphQLClient(cluster.Proxy.Address);
        var before = await TotalAsync(client, Province);
        foreach (var node in cluster.Nodes)
        {
            node.Signal("TERM");
            Assert.Equal(0, await node.EndAsync());
        }
        var (unit, seq, lost) = await DamageAsync(cluster.Database);
        string[] records = [$"set aside: event of unit {unit} event {seq}", $"set aside: message of unit {unit} event 99 to {Province}"];

        cluster.Nodes.ForEach(node => node.Start());
        await Task.WhenAll(cluster.Nodes.Select(node => node.ReadyAsync()));
        await ServesAsync(cluster, client, unit, before - lost);
        var holder = await NamedAsync(cluster.Nodes, records);
        output.WriteLine($"{unit} event {seq} is with {holder.Name}");

        await holder.KillAsync();
        var left = cluster.Nodes.Where(node => node != holder).ToList();
        await ServesAsync(cluster, client, unit, before - lost);
        var next = await NamedAsync(left, records);
        output.WriteLine($"then with {next.Name}");
        Assert.All(left, node => Assert.True(node.Runs, node.Said));
        await cluster.VerifyAsync(ExitCode.Difference);

        holder.Start();
        await holder.ReadyAsync();
        await ServesAsync(cluster, client, unit, before - lost);
        Assert.All(cluster.Nodes, node => Assert.True(node.Runs, node.Said));
    }

    /// <summary>Damages the last event by which a plan of the province imposed obligations on one of its units, and adds a message of a
    /// missing event. What a regime imposes replaces reports that the unit already owes, so none is lost.</summary>
    private static async Task<(string Unit, long Seq, int Lost)> DamageAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var find = source.CreateCommand($"""
            select e.unit, max(e.seq) from events e join units u on u.id = e.unit
            where u.parent = '{Province}' and e.name = 'obligations-imposed'
                and convert_from(e.data, 'UTF8') not like '%"period"%'
            group by e.unit having count(*) > 1 order by e.unit limit 1
            """);
        await using var found = await find.ExecuteReaderAsync();
        Assert.True(await found.ReadAsync());
        var (unit, seq) = (found.GetString(0), found.GetInt64(1));
        await using var spoil = source.CreateCommand($"""
            with imposed as (select data from events where unit = '{unit}' and seq = {seq})
            update events set data = '\x7b22' where unit = '{unit}' and seq = {seq}
            returning json_array_length(convert_from((select data from imposed), 'UTF8')::json -> 'obligations')
            """);
        var lost = (int)(await spoil.ExecuteScalarAsync())!;
        await using var more = source.CreateCommand($"""
            delete from snapshots where unit = '{unit}';
            insert into outbox (unit, seq, target) values ('{unit}', 99, '{Province}');
            """);
        await more.ExecuteNonQueryAsync();
        return (unit, seq, lost);
    }

    /// <summary>Everything else is correct and can be changed; the damaged unit refuses and tells why.</summary>
    private static async Task ServesAsync(ClusterUnderTest cluster, GraphQLClient client, string unit, int total)
    {
        var watch = Stopwatch.StartNew();
        while (await TotalAsync(client, Province) is var found && found != total)
        {
            Assert.True(watch.Elapsed < ClusterUnderTest.Patience, $"{found} instead of {total}");
            await Task.Delay(100);
        }
        var other = await ObligationAsync(client, unit, isOf: false);
        await ClusterUnderTest.AgainAsync(() => client.AskAsync(
            $$"""mutation { reportProgress(requestId: "{{GraphQLClient.NewRequest()}}", obligation: "{{other}}", percent: 5) { percent } }"""));
        var damaged = await ObligationAsync(client, unit, isOf: true);
        var refused = (await client.SendAsync(
            $$"""mutation { reportProgress(requestId: "x", obligation: "{{damaged}}", percent: 5) { percent } }""")).ToJsonString();
        Assert.Contains("\"UNAVAILABLE\"", refused, StringComparison.Ordinal);
        Assert.Contains("cannot be read", refused, StringComparison.Ordinal);
        foreach (var node in cluster.Nodes.Where(node => node.Runs))
        {
            using var direct = new GraphQLClient(node.Address);
            Assert.NotEqual(0, await TotalAsync(direct, "bnv"));
        }
    }

    private static async Task<string> ObligationAsync(GraphQLClient client, string unit, bool isOf)
    {
        var list = await ClusterUnderTest.AgainAsync(() => client.AskAsync(
            $$"""{ obligations(under: "{{Province}}", filter: {status: [NOT_STARTED, IN_PROGRESS], kind: TASK}, first: 500) { nodes { id unit { id } } } }"""));
        return list["obligations"]!["nodes"]!.AsArray().Where(node => (string?)node!["unit"]!["id"] == unit == isOf)
            .Select(node => (string)node!["id"]!).First();
    }

    private static async Task<int> TotalAsync(GraphQLClient client, string unit)
    {
        var read = await ClusterUnderTest.AgainAsync(() => client.AskAsync(
            "query($u: ID!) { unit(id: $u) { progress(filter: {kind: null}) { total } } }", new { u = unit }));
        return (int)read["unit"]!["progress"]!["total"]!;
    }

    /// <summary>The node that reports the first of the records, once all of them are reported.</summary>
    private static async Task<Part> NamedAsync(IReadOnlyList<Part> nodes, string[] records)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var said = await Task.WhenAll(nodes.Select(async node =>
            {
                using var http = new HttpClient { BaseAddress = node.Address, Timeout = HierarchyProcess.Patience };
                var text = await http.GetStringAsync(new Uri("/health", UriKind.Relative));
                Assert.StartsWith("ok", text, StringComparison.Ordinal);
                return (Node: node, Text: text);
            }));
            if (records.All(record => said.Any(one => one.Text.Contains(record, StringComparison.Ordinal))))
            {
                return said.First(one => one.Text.Contains(records[0], StringComparison.Ordinal)).Node;
            }
            Assert.True(watch.Elapsed < HierarchyProcess.Patience, $"not named: {string.Join('\n', said.Select(one => one.Text))}");
            await Task.Delay(100);
        }
    }
}

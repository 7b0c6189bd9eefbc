namespace Hierarchy.Tests.System;

/// <summary>The process and its PostgreSQL are killed while clients write: acknowledged changes exist afterwards, and totals are
/// correct.</summary>
public sealed class CrashTests(ITestOutputHelper print)
{
    private const int Clients = 16;
    private const int Rounds = 2;

    [LongFact]
    public async Task Killed_under_load_it_has_every_acknowledged_report_and_the_recount_agrees()
    {
        await using var process = await FilledFolder.StartAsync();
        var obligations = await ObligationsAsync(process, Clients);
        var acknowledged = new ConcurrentDictionary<string, int>();
        for (var round = 1; round <= Rounds; round++)
        {
            using var stop = new CancellationTokenSource();
            var address = process.Address;
            var clients = obligations.Select(o => ReportAsync(address, o, acknowledged, stop.Token)).ToArray();
            await Task.Delay(1500);
            await process.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(clients);

            await process.StartAsync();
            using var client = new GraphQLClient(process.Address);
            foreach (var o in obligations)
            {
                var percent = (await client.AskAsync("query($o: ID!) { obligation(id: $o) { percent } }", new { o }))["obligation"]!["percent"]!;
                // Each client reports 0.01, 0.02, … and continues only after an answer: at most one report more than acknowledged.
                var hundredths = (int)Math.Round((double)percent * 100);
                Assert.InRange(hundredths, acknowledged.GetValueOrDefault(o), acknowledged.GetValueOrDefault(o) + 1);
                acknowledged[o] = hundredths;
            }
            print.WriteLine($"round {round}: {acknowledged.Values.Sum()} acknowledged reports, all there");
        }
        Assert.True(acknowledged.Values.Sum() > Clients * Rounds, "the load was too light to test anything");
        await process.TerminateAsync();
        Assert.Equal(0, await process.RunAsync("verify"));
        Assert.Contains(process.Output, line => line.StartsWith("verify: no difference", StringComparison.Ordinal));
    }

    private static async Task<string[]> ObligationsAsync(HierarchyProcess process, int count)
    {
        using var client = new GraphQLClient(process.Address);
        var nodes = (await client.AskAsync(
            "query($n: Int!) { obligations(under: \"bnv\", filter: {kind: TASK, status: [NOT_STARTED], unitKind: COMMUNE}, first: $n) { nodes { id } } }",
            new { n = count }))["obligations"]!["nodes"]!.AsArray();
        return [.. nodes.Select(node => (string)node!["id"]!)];
    }

    private static async Task ReportAsync(Uri address, string o, ConcurrentDictionary<string, int> acknowledged, CancellationToken stop)
    {
        using var client = new GraphQLClient(address);
        while (!stop.IsCancellationRequested)
        {
            var next = acknowledged.GetValueOrDefault(o) + 1;
            try
            {
                var answer = await client.SendAsync(
                    "mutation($r: ID!, $o: ID!, $p: Float!) { reportProgress(requestId: $r, obligation: $o, percent: $p) { version } }",
                    new { r = $"crash-{next}-{o.GetHashCode():x}", o, p = next / 100.0 });
                if (answer["errors"] is not null)
                {
                    return;
                }
                acknowledged[o] = next;
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
            {
                return;
            }
        }
    }
}

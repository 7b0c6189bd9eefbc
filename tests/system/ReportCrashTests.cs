namespace Hierarchy.Tests.System;

/// <summary>The process and its PostgreSQL are killed while units sign reports: each report is either signed with all its obligations
/// submitted, or neither. Then two collectors decide on each report at the same time: exactly one succeeds.</summary>
public sealed class ReportCrashTests(ITestOutputHelper print)
{
    private const string Regime = "bao-cao-tay-ninh-2013";

    /// <summary>Number of acknowledged reports at the kill, while others are under way.</summary>
    private const int KilledAt = 10;

    [LongFact]
    public async Task Killed_while_reports_are_signed_none_is_signed_without_what_it_hands_in_and_two_who_collect_decide_once()
    {
        await using var process = await FilledFolder.StartAsync();
        var reports = await OpenAllAsync(process.Address);
        var acknowledged = new ConcurrentDictionary<string, string>();
        var killing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var signing = reports.GroupBy(report => report.Split('~')[0]).Select(unit => SignAsync(process.Address, [.. unit], acknowledged, killing)).ToArray();
        await killing.Task.WaitAsync(HierarchyProcess.Patience);
        await process.KillAsync();
        await Task.WhenAll(signing);
        Assert.True(acknowledged.Count < reports.Length, "it was killed when all was done");

        await process.StartAsync();
        using (var client = new GraphQLClient(process.Address))
        {
            var stand = await StandingAsync(client, reports);
            Assert.All(stand, one => Assert.All(one.Obligations, status => Assert.Equal(one.Status == "SIGNED", status == "SUBMITTED")));
            Assert.All(acknowledged, one => Assert.Equal(one.Value, stand.Single(report => report.Id == one.Key).Hash));
            print.WriteLine($"{acknowledged.Count} acknowledged, {stand.Count(one => one.Status == "SIGNED")} of {reports.Length} signed");

            // The same requests again: signed reports are unchanged, and the rest are signed now.
            await Task.WhenAll(reports.GroupBy(report => report.Split('~')[0]).Select(
                unit => SignAsync(process.Address, [.. unit], acknowledged, new TaskCompletionSource())));
            Assert.Equal(reports.Length, acknowledged.Count);
            Assert.All(await StandingAsync(client, reports), one => Assert.Equal(("SIGNED", acknowledged[one.Id]), (one.Status, one.Hash)));

            var decided = await Task.WhenAll(reports.Select(report => DecideTwiceAsync(process.Address, report)));
            var after = (await StandingAsync(client, reports)).ToDictionary(one => one.Id);
            Assert.All(decided, one =>
            {
                Assert.Equal(one.Status, after[one.Id].Status);
                Assert.All(after[one.Id].Obligations, status => Assert.Equal(one.Status == "RECEIVED" ? "DONE" : "IN_PROGRESS", status));
            });
            print.WriteLine($"{decided.Count(one => one.Status == "RECEIVED")} received, {decided.Count(one => one.Status == "RETURNED")} returned");
        }
        Assert.Equal(0, await process.TerminateAsync());
        await process.SucceedAsync("verify");
    }

    /// <summary>Opens each unit's reports, one for all periods that it serves.</summary>
    private static async Task<string[]> OpenAllAsync(Uri address)
    {
        using var client = new GraphQLClient(address);
        var owed = (await client.AskAsync(
            $$"""{ obligations(under: "vn24-72", filter: {kind: REPORT, plan: "tay-ninh-2013"}, first: 500) { nodes { unit { id } period { key } } } }"""))
            ["obligations"]!["nodes"]!.AsArray()
            .Where(node => ((string?)node!["period"]?["key"])?.StartsWith(Regime, StringComparison.Ordinal) == true)
            .Select(node => ((string)node!["unit"]!["id"]!, (string)node["period"]!["key"]!)).ToList();
        Assert.Equal(161, owed.Count);
        var opened = new List<string>();
        foreach (var some in owed.Chunk(10))
        {
            var answer = await client.AskAsync($"mutation {{ {string.Join(' ', some.Select((one, i) =>
                $"m{i}: openReport(requestId: \"{GraphQLClient.NewRequest()}\", unit: \"{one.Item1}\", period: \"{one.Item2}\") {{ id }}"))} }}");
            opened.AddRange(answer.AsObject().Select(one => (string)one.Value!["id"]!));
        }
        return [.. opened.Distinct()];
    }

    /// <summary>One after the other, until the connection breaks.</summary>
    private static async Task SignAsync(Uri address, string[] reports, ConcurrentDictionary<string, string> acknowledged, TaskCompletionSource killing)
    {
        using var client = new GraphQLClient(address);
        foreach (var report in reports)
        {
            try
            {
                var answer = await client.SendAsync(
                    """
                    mutation($r: ID!, $id: ID!) { signReport(requestId: $r, report: $id, signer: "Nguyễn Văn A", capacity: "CHỦ TỊCH",
                      document: { number: "8/BC", issuedOn: "2014-01-10" }) { signature { sha256 } } }
                    """, new { r = $"sign-{report}", id = report });
                if (answer["errors"] is not null)
                {
                    Assert.Equal("UNAVAILABLE", (string)answer["errors"]![0]!["extensions"]!["code"]!);
                    return;
                }
                var hash = (string)answer["data"]!["signReport"]!["signature"]!["sha256"]!;
                Assert.Equal(hash, acknowledged.GetOrAdd(report, hash));
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
            {
                return;
            }
            if (acknowledged.Count >= KilledAt)
            {
                killing.TrySetResult();
            }
        }
    }

    private static async Task<(string Id, string Status)> DecideTwiceAsync(Uri address, string report)
    {
        using var client = new GraphQLClient(address);
        var answers = await Task.WhenAll(
            DoAsync("""mutation($r: ID!, $id: ID!) { done: receiveReport(requestId: $r, report: $id) { status } }"""),
            DoAsync("""mutation($r: ID!, $id: ID!) { done: returnReport(requestId: $r, report: $id, note: "Thiếu") { status } }"""));
        Assert.Equal("CONFLICT", (string)Assert.Single(answers, answer => answer["errors"] is not null)["errors"]![0]!["extensions"]!["code"]!);
        return (report, (string)Assert.Single(answers, answer => answer["errors"] is null)["data"]!["done"]!["status"]!);

        Task<JsonNode> DoAsync(string mutation) => client.SendAsync(mutation, new { r = GraphQLClient.NewRequest(), id = report });
    }

    private static async Task<List<(string Id, string Status, string? Hash, string[] Obligations)>> StandingAsync(GraphQLClient client, string[] reports)
    {
        var standing = new List<(string, string, string?, string[])>();
        foreach (var some in reports.Chunk(20))
        {
            var answer = await client.AskAsync($"{{ {string.Join(' ', some.Select((id, i) =>
                $"r{i}: report(id: \"{id}\") {{ id status signature {{ sha256 }} obligations {{ status }} }}"))} }}");
            standing.AddRange(answer.AsObject().Select(one => one.Value!).Select(one => (
                (string)one["id"]!, (string)one["status"]!, (string?)one["signature"]?["sha256"],
                one["obligations"]!.AsArray().Select(obligation => (string)obligation!["status"]!).ToArray())));
        }
        return standing;
    }
}

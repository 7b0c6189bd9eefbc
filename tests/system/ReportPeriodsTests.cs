using System.Text.Json.Nodes;
using Hierarchy.Hosting;

namespace Hierarchy.Tests.System;

/// <summary>The regimes that ship, in the real process: Tây Ninh's with its figures, the others without reporters.</summary>
public sealed class ReportPeriodsTests
{
    private const string Regime = "bao-cao-tay-ninh-2013";

    [Fact]
    public async Task The_reports_of_Tay_Ninh_are_complete_and_in_time_as_far_as_they_are_and_who_is_missing_is_named()
    {
        await using var process = await FilledFolder.CreateProcessAsync();
        await process.StartAsync();
        using (var client = new GraphQLClient(process.Address))
        {
            var reporters = await ReportersAsync(client);
            Assert.Equal(23, reporters.Length);
            var periods = await PeriodsAsync(client, "vn24-72", null);
            Assert.Equal(["Q1", "Q2", "H1", "Q3", "M9", "Q4", "Y"], periods.Select(period => ((string)period!["key"]!).Split('-')[^1]));
            Assert.All(periods, period => Assert.Equal(23, (int)period!["completeness"]!["denominator"]!));
            Assert.Equal(161, periods.Sum(period => (int)period!["progress"]!["total"]!));
            Assert.Equal($"{Regime}~2013-Q2", (string?)Assert.Single(periods[2]!["serves"]!.AsArray()));
            // No figure has changed: these are in the plan as they were, beside five that departments sum up.
            var unit = (await client.AskAsync("""
                { unit(id: "vn24-72") { reports: progress(filter: {kind: REPORT, plan: "tay-ninh-2013"}) { total } all: progress { total overdue } } }
                """))["unit"]!;
            Assert.Equal((451, 161 + 5), ((int)unit["all"]!["total"]!, (int)unit["reports"]!["total"]!));

            for (var i = 0; i < 21; i++)
            {
                await SubmitAsync(client, reporters[i], i < 20 ? "2013-06-08" : "2013-06-10");
            }
            foreach (var above in new[] { "vn24-72", "bnv" })
            {
                var half = (await PeriodsAsync(client, above, "2013-06-11"))[2]!;
                CheckRate(half["completeness"]!, 21, 23, 91.30);
                CheckRate(half["timeliness"]!, 20, 23, 86.96);
                Assert.Equal(2, (int)half["missing"]!["totalCount"]!);
                Assert.Equal(
                    reporters[21..].Order(StringComparer.Ordinal),
                    half["missing"]!["nodes"]!.AsArray().Select(node => (string)node!["id"]!));
                // What was handed in late is overdue until it is accepted.
                Assert.Equal((3, 2), ((int)half["progress"]!["overdue"]!, (int)half["progress"]!["notStarted"]!));
            }
            // The days before, seen from after.
            CheckRate((await PeriodsAsync(client, "vn24-72", "2013-06-09"))[2]!["completeness"]!, 20, 23, 86.96);
            CheckRate((await PeriodsAsync(client, "vn24-72", "2013-06-07"))[2]!["completeness"]!, 0, 23, 0);

            var others = (await client.AskAsync("""
                { regimes(unit: "vn24-72") { id act { number }
                  periods(year: 2026) { key from to due(kind: PROVINCE) progress(unit: "bnv") { total } } } }
                """))["regimes"]!.AsArray();
            Assert.Equal(["bao-cao-bnv-581", "ky-bao-cao-nd-09-2019", Regime], others.Select(regime => (string)regime!["id"]!));
            Assert.All(others, regime => Assert.All(regime!["periods"]!.AsArray(), period => Assert.Equal(0, (int)period!["progress"]!["total"]!)));
            var first = others[0]!["periods"]![0]!;
            Assert.Equal(("2025-12-15", "2026-03-14", "2026-03-20"), ((string)first["from"]!, (string)first["to"]!, (string)first["due"]!));
            Assert.Equal(19, others[1]!["periods"]!.AsArray().Count);
            Assert.Null((string?)others[1]!["periods"]![0]!["due"]);
        }
        Assert.Equal(0, await process.TerminateAsync());

        process.Launch("verify");
        Assert.True(await process.EndAsync() == ExitCode.Ok, string.Join('\n', process.Output));
        // The next start finds all of it there.
        await process.StartAsync();
        Assert.DoesNotContain(process.Output, line => line.Contains("loading Báo cáo", StringComparison.Ordinal));
        using (var client = new GraphQLClient(process.Address))
        {
            CheckRate((await PeriodsAsync(client, "bnv", "2013-06-11"))[2]!["completeness"]!, 21, 23, 91.30);
        }
        Assert.Equal(0, await process.TerminateAsync());
    }

    private static async Task<string[]> ReportersAsync(GraphQLClient client) => [.. (await client.AskAsync("""
        { obligations(under: "vn24-72", filter: {plan: "tay-ninh-2013", task: "tay-ninh-2013/bao-cao-6-thang"}, first: 100) {
          nodes { unit { id } } } }
        """))["obligations"]!["nodes"]!.AsArray().Select(node => (string)node!["unit"]!["id"]!)];

    private static Task SubmitAsync(GraphQLClient client, string unit, string completedOn) => client.AskAsync(
        "mutation($r: ID!, $o: ID!, $d: Date) { submit(requestId: $r, obligation: $o, completedOn: $d, document: {number: \"1/BC\", issuedOn: $d}) { id } }"
            .Replace("issuedOn: $d", $"issuedOn: \"{completedOn}\"", StringComparison.Ordinal),
        new { r = GraphQLClient.NewRequest(), o = $"{unit}~tay-ninh-2013/bao-cao-6-thang~2013-06-09", d = completedOn });

    private static async Task<JsonArray> PeriodsAsync(GraphQLClient client, string unit, string? asOf) => (await client.AskAsync(
        """
        query($r: ID!, $u: ID!, $d: Date) { regime(id: $r) { periods(year: 2013) { key serves
          progress(unit: $u, asOf: $d) { total overdue notStarted }
          completeness(unit: $u, asOf: $d) { numerator denominator percent } timeliness(unit: $u, asOf: $d) { numerator denominator percent }
          missing(unit: $u, asOf: $d) { totalCount nodes { id } } } } }
        """, new { r = Regime, u = unit, d = asOf }))["regime"]!["periods"]!.AsArray();

    private static void CheckRate(JsonNode rate, int numerator, int denominator, double percent)
    {
        Assert.Equal((numerator, denominator), ((int)rate["numerator"]!, (int)rate["denominator"]!));
        Assert.Equal(percent, (double)rate["percent"]!, 2);
    }
}

namespace Hierarchy.Tests.System;

/// <summary>The shipped regimes: Tây Ninh's with its figures, the others without reporters.</summary>
public sealed partial class ReportsTests
{
    /// <summary>Before anybody has signed anything.</summary>
    private static async Task CheckPeriodsAsync(GraphQLClient client)
    {
        var periods = await PeriodsAsync(client, "vn24-72", null);
        Assert.Equal(["Q1", "Q2", "H1", "Q3", "M9", "Q4", "Y"], periods.Select(period => ((string)period!["key"]!).Split('-')[^1]));
        Assert.All(periods, period => Assert.Equal(23, (int)period!["completeness"]!["denominator"]!));
        Assert.Equal(161, periods.Sum(period => (int)period!["progress"]!["total"]!));
        Assert.Equal($"{Regime}~2013-Q2", (string?)Assert.Single(periods[2]!["serves"]!.AsArray()));
        // No figure has changed: the plan has the same reports, besides five that departments consolidate.
        var unit = (await client.AskAsync("""
            { unit(id: "vn24-72") { reports: progress(filter: {kind: REPORT, plan: "tay-ninh-2013"}) { total } all: progress { total overdue } } }
            """))["unit"]!;
        Assert.Equal((451, 161 + 5), ((int)unit["all"]!["total"]!, (int)unit["reports"]!["total"]!));

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

    /// <summary>When all have signed but these.</summary>
    private static async Task CheckSignedAsync(GraphQLClient client, string[] missing)
    {
        foreach (var above in new[] { "vn24-72", "bnv" })
        {
            var periods = await PeriodsAsync(client, above, "2013-06-11");
            // One report for both.
            foreach (var period in periods.Where(period => (string)period!["key"]! is $"{Regime}~2013-H1" or $"{Regime}~2013-Q2"))
            {
                CheckRate(period!["completeness"]!, 21, 23, 91.30);
                CheckRate(period["timeliness"]!, 20, 23, 86.96);
                Assert.Equal(2, (int)period["missing"]!["totalCount"]!);
                Assert.Equal(
                    missing.Order(StringComparer.Ordinal),
                    period["missing"]!["nodes"]!.AsArray().Select(node => (string)node!["id"]!));
            }
            // Late submissions are overdue until accepted.
            Assert.Equal((3, 2), ((int)periods[2]!["progress"]!["overdue"]!, (int)periods[2]!["progress"]!["notStarted"]!));
        }
        // The days before, seen from after.
        CheckRate((await PeriodsAsync(client, "vn24-72", "2013-06-09"))[2]!["completeness"]!, 20, 23, 86.96);
        CheckRate((await PeriodsAsync(client, "vn24-72", "2013-06-07"))[2]!["completeness"]!, 0, 23, 0);
    }

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

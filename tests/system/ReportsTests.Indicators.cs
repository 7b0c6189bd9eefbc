namespace Hierarchy.Tests.System;

/// <summary>The targets of the five plans: every figure is measured at every level and judged as the plans' words say.</summary>
public sealed partial class ReportsTests
{
    private const string Value = "{ rate { numerator denominator percent } given expected verified status }";

    private static async Task MeasureAsync(GraphQLClient client)
    {
        foreach (var (plan, count) in new[]
        {
            ("tay-ninh-2013", 11), ("binh-dinh-2011-2015", 8), ("tien-giang-2018", 21), ("hung-yen-2016-2020", 14), ("son-tay-2016-2020", 1),
        })
        {
            var objectives = (await client.AskAsync(
                "query($p: ID!) { plan(id: $p) { objectives { target indicator { id targets { value } } } } }",
                new { p = plan }))["plan"]!["objectives"]!.AsArray();
            var measured = objectives.Where(objective => objective!["indicator"] is not null).ToList();
            Assert.Equal(count, measured.Count);
            Assert.All(objectives, objective => Assert.Equal(objective!["target"] is null, objective["indicator"] is null));
            Assert.All(measured, objective => Assert.Equal((double)objective!["target"]!, (double)objective["indicator"]!["targets"]![0]!["value"]!));
        }

        var (departments, districts, communes) = (
            await UnitsAsync(client, "DEPARTMENT"), await UnitsAsync(client, "DISTRICT"), await UnitsAsync(client, "COMMUNE"));
        Assert.Equal((14, 9, 94), (departments.Length, districts.Length, communes.Length));
        string[] inspected = [.. departments[..9], .. districts, .. communes[..28]];
        await Task.WhenAll(inspected.Select((unit, i) => InspectAsync(client, $"kt-{i}", unit)));
        await InspectAsync(client, "kt-again", communes[0]);
        CheckValue(await ValueAsync(client, "tay-ninh-2013", "MT6.1", "vn24-72"), 9, 14, 64.29, "ACHIEVED");
        CheckValue(await ValueAsync(client, "tay-ninh-2013", "MT6.2", "vn24-72"), 9, 9, 100, "ACHIEVED");
        CheckValue(await ValueAsync(client, "tay-ninh-2013", "MT6.3", "vn24-72"), 28, 94, 29.79, "NOT_ACHIEVED");
        await InspectAsync(client, "kt-last", communes[28]);
        CheckValue(await ValueAsync(client, "tay-ninh-2013", "MT6.3", "vn24-72"), 29, 94, 30.85, "ACHIEVED");

        // ISO of 23 agencies: 18 have it, 5 have not; then the 19th.
        string[] agencies = [.. departments, .. districts];
        for (var i = 0; i < agencies.Length; i++)
        {
            await GiveAsync(client, $"iso-{i}", "tay-ninh-2013.MT7.3", agencies[i], i < 18 ? 1 : 0);
            var so = await ValueAsync(client, "tay-ninh-2013", "MT7.3", "vn24-72");
            Assert.Equal(i < 22 ? "PROVISIONAL" : "NOT_ACHIEVED", (string?)so["status"]);
            Assert.Equal((i + 1, 23), ((int)so["given"]!, (int)so["expected"]!));
        }
        CheckValue(await ValueAsync(client, "tay-ninh-2013", "MT7.3", "vn24-72"), 18, 23, 78.26, "NOT_ACHIEVED");
        await GiveAsync(client, "iso-more", "tay-ninh-2013.MT7.3", agencies[18], 1);
        CheckValue(await ValueAsync(client, "tay-ninh-2013", "MT7.3", "vn24-72"), 19, 23, 82.61, "ACHIEVED");

        // Four of five findings are settled; the fifth is late, and in the list.
        await client.AskAsync("""
            mutation { recordInspection(requestId: "tg", input: { id: "tg-kt", inspector: "vn24-82", unit: "vn24-82-so-noi-vu", on: "2018-03-01",
              findings: [{ text: "1", due: "2018-04-01" }, { text: "2", due: "2018-04-01" }, { text: "3", due: "2018-04-01" },
                { text: "4", due: "2018-04-01" }, { text: "5", due: "2018-04-01" }] }) { findings { id } } }
            """);
        for (var i = 1; i <= 4; i++)
        {
            await client.AskAsync($$"""mutation { submit(requestId: "tg-s{{i}}", obligation: "vn24-82-so-noi-vu~tg-kt~{{i}}") { id } }""");
            await client.AskAsync($$"""mutation { accept(requestId: "tg-a{{i}}", obligation: "vn24-82-so-noi-vu~tg-kt~{{i}}") { id } }""");
        }
        await EventuallyAsync(async () => (string?)(await ValueAsync(client, "tien-giang-2018", "MT6", "vn24-82", 2018))["rate"]!["numerator"]!.ToString(), "4");
        CheckValue(await ValueAsync(client, "tien-giang-2018", "MT6", "vn24-82", 2018), 4, 5, 80, "NOT_ACHIEVED");
        var late = (await client.AskAsync("""
            { obligations(under: "vn24-82", filter: { kind: FINDING, overdue: true }) { nodes { id } } }
            """))["obligations"]!["nodes"]!.AsArray();
        Assert.Equal("vn24-82-so-noi-vu~tg-kt~5", (string?)Assert.Single(late)!["id"]);
    }

    /// <summary>Checks the results of <see cref="MeasureAsync"/>.</summary>
    private static async Task CheckMeasuredAsync(GraphQLClient client)
    {
        CheckValue(await ValueAsync(client, "tay-ninh-2013", "MT7.3", "vn24-72"), 19, 23, 82.61, "ACHIEVED");
        CheckValue(await ValueAsync(client, "tay-ninh-2013", "MT6.3", "vn24-72"), 29, 94, 30.85, "ACHIEVED");
    }

    private static async Task<string[]> UnitsAsync(GraphQLClient client, string kind) => kind == "COMMUNE"
        ? [.. (await client.AskAsync("""{ unit(id: "vn24-72") { children(kind: DISTRICT) { children(kind: COMMUNE) { id } } } }"""))
            ["unit"]!["children"]!.AsArray().SelectMany(district => district!["children"]!.AsArray()).Select(commune => (string)commune!["id"]!)]
        : [.. (await client.AskAsync($$"""{ unit(id: "vn24-72") { children(kind: {{kind}}) { id } } }"""))
            ["unit"]!["children"]!.AsArray().Select(unit => (string)unit!["id"]!)];

    private static Task InspectAsync(GraphQLClient client, string id, string unit) => client.AskAsync($$"""
        mutation { recordInspection(requestId: "{{id}}", input: { id: "{{id}}", inspector: "vn24-72", unit: "{{unit}}", on: "2013-06-05" }) { id } }
        """);

    private static Task GiveAsync(GraphQLClient client, string request, string indicator, string unit, int numerator) => client.AskAsync($$"""
        mutation { reportIndicator(requestId: "{{request}}", indicator: "{{indicator}}", unit: "{{unit}}", year: 2013, numerator: {{numerator}}) { given } }
        """);

    private static async Task<JsonNode> ValueAsync(GraphQLClient client, string plan, string objective, string unit, int year = 2013)
    {
        var objectives = (await client.AskAsync(
            $$"""query($p: ID!, $u: ID!, $y: Int!) { plan(id: $p) { objectives { id indicator { value(unit: $u, year: $y) {{Value}} } } } }""",
            new { p = plan, u = unit, y = year }))["plan"]!["objectives"]!.AsArray();
        return objectives.Single(one => (string?)one!["id"] == objective)!["indicator"]!["value"]!;
    }

    private static void CheckValue(JsonNode value, int numerator, int denominator, double percent, string status)
    {
        Assert.Equal(
            ((string?)status, numerator, denominator),
            ((string?)value["status"], (int)value["rate"]!["numerator"]!, (int)value["rate"]!["denominator"]!));
        Assert.Equal(percent, (double)value["rate"]!["percent"]!, 2);
    }

    private static async Task EventuallyAsync(Func<Task<string?>> ask, string wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        string? last;
        while ((last = await ask()) != wanted && !patience.IsCancellationRequested)
        {
        }
        Assert.Equal(wanted, last);
    }
}

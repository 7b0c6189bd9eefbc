namespace Hierarchy.Tests.System;

/// <summary>Three communes of Tây Ninh are merged and a fourth is divided, in the real process with the five real plans: their reports,
/// values and inspections appear on today's map, and the recount agrees.</summary>
public sealed class RestatedFiguresTests
{
    [LongFact]
    public async Task Periods_indicators_and_coverage_of_merged_and_divided_communes_stand_on_todays_map_and_are_recounted()
    {
        await using var process = await FilledFolder.StartAsync();
        using (var client = new GraphQLClient(process.Address))
        {
            var district = (await client.AskAsync("""{ unit(id: "vn24-72") { children(kind: DISTRICT) { id children(kind: COMMUNE) { id } } } }"""))
                ["unit"]!["children"]!.AsArray().First(one => one!["children"]!.AsArray().Count > 5)!;
            string[] communes = [.. district["children"]!.AsArray().Take(5).Select(one => (string)one!["id"]!)];
            await PrepareAsync(client, communes);
            await ReorganiseAsync(client, (string)district["id"]!, communes);
            await CheckAsync(client, communes);
        }
        Assert.Equal(0, await process.TerminateAsync());
        await process.SucceedAsync("verify");
        // The same after loading from the database.
        await process.StartAsync();
        using (var client = new GraphQLClient(process.Address))
        {
            var value = (await client.AskAsync("""{ indicator(id: "hl") { value(unit: "tn-x", year: 2024, tree: RESTATED) { given expected } } }"""))
                ["indicator"]!["value"]!;
            Assert.Equal((3, 3), ((int)value["given"]!, (int)value["expected"]!));
        }
        Assert.Equal(0, await process.TerminateAsync());
    }

    /// <summary>Of each commune but the last a value of 2024; two reports in time; two inspections of 2024 and one of 2025.</summary>
    private static async Task PrepareAsync(GraphQLClient client, string[] communes)
    {
        await DoAsync(client, """
            addRegime(requestId: "r", input: { id: "bc", owner: "vn24-72", title: "Báo cáo", reporters: [{ unitClass: COMMUNE }], startYear: 2025,
              endYear: 2025, periods: [{ key: "Q1", label: "Quý I", from: "01-01", to: "03-14", due: [{ kind: COMMUNE, lastDay: "03-20" }] }] }) { id }
            """);
        await DoAsync(client, """
            defineIndicator(requestId: "i", input: { id: "hl", owner: "vn24-72", text: "Hài lòng", method: RATIO, numeratorLabel: "hài lòng",
              denominatorLabel: "được hỏi", reporters: [{ unitClass: COMMUNE }], targets: [{ comparison: AT_LEAST, value: 80 }] }) { id }
            """);
        foreach (var commune in communes)
        {
            await EventuallyAsync(client, $$"""{ unit(id: "{{commune}}") { obligations(filter: { period: "bc~2025-Q1" }) { totalCount } } }""", "\"totalCount\":1");
            await EventuallyAsync(client, $$"""{ indicator(id: "hl") { asks(unit: "{{commune}}") } }""", "\"asks\":true");
        }
        foreach (var (i, numerator) in new[] { (0, 9), (1, 8), (2, 7), (3, 1) })
        {
            await DoAsync(client, $$"""
                reportIndicator(requestId: "v{{i}}", indicator: "hl", unit: "{{communes[i]}}", year: 2024, numerator: {{numerator}}, denominator: 10) { given }
                """);
        }
        foreach (var i in new[] { 0, 3 })
        {
            await DoAsync(client, $$"""submit(requestId: "s{{i}}", obligation: "{{communes[i]}}~bc~2025-Q1", completedOn: "2025-03-12") { id }""");
        }
        foreach (var (i, on) in new[] { (0, "2024-05-06"), (3, "2024-05-07"), (1, "2025-05-06") })
        {
            await DoAsync(client, $$"""
                recordInspection(requestId: "k{{i}}", input: { id: "kt-{{i}}", inspector: "vn24-72", unit: "{{communes[i]}}", on: "{{on}}" }) { id }
                """);
        }
    }

    private static async Task ReorganiseAsync(GraphQLClient client, string district, string[] communes)
    {
        var merged = string.Join(' ', communes.Take(3).Select(commune => $$"""{ unit: "{{commune}}", heirs: [{ unit: "tn-x" }] }"""));
        await DoAsync(client, $$"""
            draftReorganisation(requestId: "d", input: { id: "sx", carrier: "vn24-72", title: "Sắp xếp", effectiveOn: "2025-07-01",
              act: { number: "1/NQ", issuedOn: "2025-06-16" },
              establish: [{ id: "tn-x", name: "Xã X", kind: COMMUNE, parent: "{{district}}" }, { id: "tn-y", name: "Xã Y", kind: COMMUNE, parent: "{{district}}" }],
              close: [{{merged}}
                { unit: "{{communes[3]}}", heirs: [{ unit: "tn-x", extent: PARTIAL }, { unit: "tn-y", extent: PARTIAL }] }
                { unit: "{{communes[4]}}", heirs: [{ unit: "tn-y" }] }] }) { id }
            """);
        await DoAsync(client, $$"""
            assignObligations(requestId: "a", reorganisation: "sx", rules: [{ from: "{{communes[3]}}", steward: "vn24-72-so-noi-vu" }]) { id }
            """);
        await DoAsync(client, """adoptReorganisation(requestId: "o", reorganisation: "sx") { id }""");
        await EventuallyAsync(client, """{ reorganisation(id: "sx") { status } }""", "\"DONE\"");
    }

    private static async Task CheckAsync(GraphQLClient client, string[] communes)
    {
        const string Value = "{ rate { numerator denominator } given expected status }";
        await EventuallyAsync(
            client, $$"""{ indicator(id: "hl") { x: value(unit: "tn-x", year: 2024, tree: RESTATED) {{Value}} asIs: value(unit: "tn-x", year: 2024) {{Value}} } }""",
            """
            {"x":{"rate":{"numerator":24,"denominator":30},"given":3,"expected":3,"status":"ACHIEVED"},
            "asIs":{"rate":{"numerator":0,"denominator":0},"given":0,"expected":0,"status":"NO_DATA"}}
            """);
        // The divided one counts at the district, not at its heirs; missing units are named individually.
        await EventuallyAsync(
            client, $$"""
            { indicator(id: "hl") { y: value(unit: "tn-y", year: 2024, tree: RESTATED) {{Value}}
              missing: notGiven(unit: "tn-y", year: 2024, tree: RESTATED) { nodes { id } }
              then: value(unit: "tn-x", year: 2024, asOf: "2025-01-01", tree: RESTATED) { given } } }
            """,
            """
            {"y":{"rate":{"numerator":0,"denominator":0},"given":0,"expected":1,"status":"NO_DATA"},"missing":{"nodes":[{"id":"LAST"}]},"then":{"given":0}}
            """.Replace("LAST", communes[4], StringComparison.Ordinal));
        await EventuallyAsync(
            client, """
            { regime(id: "bc") { periods(year: 2025) { x: completeness(unit: "tn-x", tree: RESTATED) { numerator denominator }
              asIs: completeness(unit: "tn-x") { numerator denominator } y: completeness(unit: "tn-y", tree: RESTATED) { numerator denominator }
              missing(unit: "tn-x", tree: RESTATED) { totalCount nodes { id } }
              then: timeliness(unit: "tn-x", asOf: "2025-03-12", tree: RESTATED) { numerator denominator } } } }
            """,
            """
            "periods":[{"x":{"numerator":1,"denominator":3},"asIs":{"numerator":1,"denominator":3},"y":{"numerator":0,"denominator":1},
            "missing":{"totalCount":1,"nodes":[{"id":"tn-x"}]},"then":{"numerator":1,"denominator":3}}]
            """);
        await EventuallyAsync(
            client, """
            { x: unit(id: "tn-x") { then: inspectionCoverage(year: 2024, unitKind: COMMUNE, tree: RESTATED) { numerator denominator }
              that: inspectionCoverage(year: 2025, unitKind: COMMUNE, tree: RESTATED) { numerator denominator }
              before: inspectionCoverage(year: 2025, unitKind: COMMUNE, asOf: "2025-05-05", tree: RESTATED) { numerator denominator } }
              y: unit(id: "tn-y") { then: inspectionCoverage(year: 2024, unitKind: COMMUNE, tree: RESTATED) { numerator denominator } } }
            """,
            """
            {"x":{"then":{"numerator":1,"denominator":3},"that":{"numerator":1,"denominator":2},"before":{"numerator":0,"denominator":3}},
            "y":{"then":{"numerator":0,"denominator":1}}}
            """);
        // Both trees agree at the province.
        var province = (await client.AskAsync($$"""
            { indicator(id: "hl") { asIs: value(unit: "vn24-72", year: 2024) {{Value}} map: value(unit: "vn24-72", year: 2024, tree: RESTATED) {{Value}} } }
            """))["indicator"]!;
        Assert.Equal(province["asIs"]!.ToJsonString(), province["map"]!.ToJsonString());
        Assert.Equal(25, (int)province["map"]!["rate"]!["numerator"]!);
    }

    private static Task<JsonNode> DoAsync(GraphQLClient client, string mutation) => client.AskAsync($"mutation {{ {mutation} }}");

    private static async Task EventuallyAsync(GraphQLClient client, string query, string wanted)
    {
        wanted = wanted.ReplaceLineEndings("");
        var last = "";
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!patience.IsCancellationRequested && !last.Contains(wanted, StringComparison.Ordinal))
        {
            last = (await client.AskAsync(query)).ToJsonString();
        }
        Assert.Contains(wanted, last, StringComparison.Ordinal);
    }
}

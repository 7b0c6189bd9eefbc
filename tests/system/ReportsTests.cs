namespace Hierarchy.Tests.System;

/// <summary>Reports in the real process, on the shipped regime of Tây Ninh: one report for two periods, signed for ever, kept over
/// restarts. Also the periods of the shipped regimes and the indicators of the five plans.</summary>
public sealed partial class ReportsTests
{
    private const string Regime = "bao-cao-tay-ninh-2013";

    [Fact]
    public async Task Reports_and_indicators_count_what_is_handed_in_and_what_was_signed_stays_to_the_byte_over_reopening_and_restarts()
    {
        await using var process = await FilledFolder.StartAsync();
        string id, hash, json, half;
        byte[] first;
        using (var client = new GraphQLClient(process.Address))
        using (var http = GraphQLClient.Connect(process.Address, HierarchyProcess.Patience))
        {
            var reporters = await ReportersAsync(client);
            Assert.Equal(23, reporters.Length);
            await CheckPeriodsAsync(client);
            for (var i = 0; i < 21; i++)
            {
                var signed = await SignAsync(client, reporters[i], i < 20 ? "2013-06-08" : "2013-06-10");
                Assert.Equal(
                    [($"{Regime}~2013-H1", "SUBMITTED"), ($"{Regime}~2013-Q2", "SUBMITTED")],
                    signed["obligations"]!.AsArray().Select(one => ((string)one!["period"]!["key"]!, (string)one["status"]!)));
            }
            await CheckSignedAsync(client, reporters[21..]);

            id = $"{reporters[0]}~{Regime}~2013-H1";
            var report = await ReportAsync(client, id);
            (hash, json) = ((string)report["signature"]!["sha256"]!, (string)report["json"]!);
            first = await http.GetByteArrayAsync(new Uri(process.Address, json));
            Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(first)));
            Assert.Equal("8/BC", (string)JsonNode.Parse(first)!["document"]!["number"]!);
            foreach (var (address, type) in new[]
            {
                ((string)report["docx"]!, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                ((string)report["xlsx"]!, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            })
            {
                using var answer = await http.GetAsync(new Uri(process.Address, address));
                Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            }
            using (var none = await http.GetAsync(new Uri(process.Address, "/reports/none.json")))
            {
                Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
            }

            // Later changes of figures do not affect it; reopening reopens its obligations, already in the answer.
            await DoAsync(client, """mutation($r: ID!, $id: ID!) { receiveReport(requestId: $r, report: $id) { id } }""", id);
            var before = await DoneAsync(client);
            var reopened = await client.AskAsync(
                """
                mutation($r: ID!, $id: ID!) { reopenReport(requestId: $r, report: $id, reason: "Sai số liệu") { revision status
                  unit { parent { progress(filter: {kind: REPORT}) { doneOnTime } } } } }
                """, new { r = GraphQLClient.NewRequest(), id });
            var shown = reopened["reopenReport"]!;
            Assert.Equal((2, "DRAFT", before - 2), (
                (int)shown["revision"]!, (string)shown["status"]!, (int)shown["unit"]!["parent"]!["progress"]!["doneOnTime"]!));
            Assert.Equal(first, await http.GetByteArrayAsync(new Uri(process.Address, json)));
            half = (await PeriodsAsync(client, "bnv", "2013-06-11"))[2]!.ToJsonString();
            await MeasureAsync(client);
        }
        Assert.Equal(0, await process.TerminateAsync());
        await process.SucceedAsync("verify");

        // The next start loads all of it from the database.
        await process.StartAsync();
        Assert.DoesNotContain(process.Output, line => line.Contains("loading Báo cáo", StringComparison.Ordinal));
        using (var client = new GraphQLClient(process.Address))
        using (var http = GraphQLClient.Connect(process.Address, HierarchyProcess.Patience))
        {
            Assert.Equal(half, (await PeriodsAsync(client, "bnv", "2013-06-11"))[2]!.ToJsonString());
            await CheckMeasuredAsync(client);
            var report = await ReportAsync(client, id);
            Assert.Equal(["RECEIVED", "DRAFT"], report["revisions"]!.AsArray().Select(one => (string)one!["status"]!));
            Assert.Equal(hash, (string)report["revisions"]![0]!["signature"]!["sha256"]!);
            Assert.Equal(first, await http.GetByteArrayAsync(new Uri(process.Address, json)));
            await SignAsync(client, id.Split('~')[0], "2013-06-12");
            await LoadAsync(process, client);
        }
        Assert.Equal(0, await process.TerminateAsync());
    }

    /// <summary>Loads a regime with its templates beside the running system.</summary>
    private static async Task LoadAsync(HierarchyProcess process, GraphQLClient client)
    {
        var folder = Directory.CreateTempSubdirectory("hierarchy-regime-");
        try
        {
            var templates = folder.CreateSubdirectory("templates").FullName;
            File.Copy(
                Path.Combine(ScriptTests.Repository, "data", "regimes", "templates", "province.yaml"), Path.Combine(templates, "province.yaml"));
            var file = Path.Combine(folder.FullName, "tinh.yaml");
            await File.WriteAllTextAsync(file, """
                regime: {id: tinh-2026, owner: bnv, title: Báo cáo của tỉnh, startYear: 2026, endYear: 2026}
                templates:
                  - {file: province, kinds: [PROVINCE]}
                reporters: [{class: PROVINCE, label: cấp tỉnh}]
                periods:
                  - {key: Q1, label: Quý I, from: "01-01", to: "03-14", due: [{kinds: [PROVINCE], lastDay: "03-20"}]}
                """);
            await using var command = HierarchyProcess.Create(("HIERARCHY_DATA", process.DataFolder));
            await command.SucceedAsync("load", file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        var regime = (await client.AskAsync("""{ regime(id: "tinh-2026") { template { code } } }"""))["regime"]!;
        Assert.Contains("I.1", regime["template"]!.AsArray().Select(row => (string)row!["code"]!));
    }

    private static async Task<JsonNode> SignAsync(GraphQLClient client, string unit, string day)
    {
        await client.AskAsync(
            "mutation($r: ID!, $u: ID!, $p: ID!) { openReport(requestId: $r, unit: $u, period: $p) { id } }",
            new { r = GraphQLClient.NewRequest(), u = unit, p = $"{Regime}~2013-Q2" });
        return (await client.AskAsync(
            """
            mutation($r: ID!, $id: ID!, $d: Date!) { signReport(requestId: $r, report: $id, signer: "Nguyễn Văn A", capacity: "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH",
              document: { number: "8/BC", issuedOn: $d }) { status obligations { status period { key } } } }
            """, new { r = GraphQLClient.NewRequest(), id = $"{unit}~{Regime}~2013-H1", d = day }))["signReport"]!;
    }

    private static async Task<JsonNode> ReportAsync(GraphQLClient client, string id) => (await client.AskAsync(
        """
        query($id: ID!) { report(id: $id) { status signature { sha256 } json docx xlsx rows { code live { numerator denominator } }
          revisions { status signature { sha256 } } } }
        """, new { id }))["report"]!;

    private static async Task DoAsync(GraphQLClient client, string mutation, string id) =>
        await client.AskAsync(mutation, new { r = GraphQLClient.NewRequest(), id });

    private static async Task<int> DoneAsync(GraphQLClient client) => (int)(await client.AskAsync(
        """{ unit(id: "vn24-72") { progress(filter: {kind: REPORT}) { doneOnTime } } }"""))["unit"]!["progress"]!["doneOnTime"]!;

    private static async Task<string[]> ReportersAsync(GraphQLClient client) => [.. (await client.AskAsync("""
        { obligations(under: "vn24-72", filter: {plan: "tay-ninh-2013", task: "tay-ninh-2013/bao-cao-6-thang"}, first: 100) {
          nodes { unit { id } } } }
        """))["obligations"]!["nodes"]!.AsArray().Select(node => (string)node!["unit"]!["id"]!)];
}

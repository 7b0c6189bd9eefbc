namespace Hierarchy.Tests.System;

/// <summary>Nine communes of huyện Sơn Tây are merged into three, in the real process with the five real plans.</summary>
public sealed class ReorganisationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hierarchy-reorganisation-").FullName;

    public ReorganisationTests()
    {
        File.WriteAllText(Mapping, SonTayFiles.Mapping);
        File.WriteAllText(Path.Combine(_folder, "units-2025.csv"), SonTayFiles.List);
    }

    private string Mapping => Path.Combine(_folder, "son-tay-2025.csv");

    private string[] Load =>
    [
        "load", Mapping, "--units", Path.Combine(_folder, "units-2025.csv"), "--act", "1677/NQ-UBTVQH15", "--signed", "2025-06-16",
        "--effective", "2025-07-01",
    ];

    private string[] CarryOut => [.. Load, "--divided", "province", "--yes"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [LongFact]
    public async Task Huyen_Son_Tay_is_reorganised_from_the_command_line_and_the_books_balance()
    {
        await using var process = await FilledFolder.StartAsync();
        string before;
        using (var client = new GraphQLClient(process.Address))
        {
            before = await FiguresAsync(client);
        }
        Assert.Equal(0, await process.TerminateAsync());

        Assert.Equal(ExitCode.Configuration, await process.RunAsync([.. Load, "--preview"]));
        Assert.Contains(process.Output, line => line.Contains("744 are unassigned", StringComparison.Ordinal));

        await process.SucceedAsync(CarryOut);
        Assert.Contains(process.Output, line => line == "units: 3 founded, 0 renamed, 0 moved, 23 closed");
        Assert.Contains(process.Output, line => line.StartsWith("open obligations: 459 move to other units, 744 stay with a steward", StringComparison.Ordinal));
        Assert.Contains(process.Output, line => line.StartsWith("son-tay-2025: DONE", StringComparison.Ordinal));

        await process.StartAsync();
        using (var client = new GraphQLClient(process.Address))
        {
            var answer = await client.AskAsync("""
                {
                  province: unit(id: "vn24-51") { progress(filter: { kind: null }, asOf: "2025-07-01") { total overdue units } children(kind: COMMUNE) { id } }
                  north: unit(id: "vn25-21334") { operatesFrom progress(filter: { kind: null }) { total }
                    predecessors { unit { id } reorganisation { id status } } }
                  reorganisation(id: "son-tay-2025") { status steps { done total } carrier { id } preview { closed obligationsMoved obligationsStaying }
                    balance { measure equal expected } }
                  reorganisations(under: "bnv") { id }
                }
                """);
            Assert.Equal(1203, (int)answer["province"]!["progress"]!["total"]!);
            Assert.Equal(1110, (int)answer["province"]!["progress"]!["overdue"]!);
            Assert.Equal(3, answer["province"]!["children"]!.AsArray().Count);
            Assert.Equal(153, (int)answer["north"]!["progress"]!["total"]!);
            Assert.Equal("2025-07-01", (string?)answer["north"]!["operatesFrom"]);
            Assert.Equal("DONE", (string?)answer["reorganisation"]!["status"]);
            Assert.All(answer["reorganisation"]!["balance"]!.AsArray(), line => Assert.True((bool)line!["expected"]!, (string?)line["measure"]));
            Assert.Equal("son-tay-2025", (string?)answer["reorganisations"]![0]!["id"]);
            await CheckRestatedAsync(client);
        }
        Assert.Equal(0, await process.TerminateAsync());
        await process.SucceedAsync("verify");

        // Undoing restores every figure, and it can be carried out again.
        await process.SucceedAsync("load", Mapping, "--undo");
        Assert.Contains(process.Output, line => line.StartsWith("son-tay-2025: UNDONE", StringComparison.Ordinal));
        await process.SucceedAsync("verify");
        await process.StartAsync();
        using (var client = new GraphQLClient(process.Address))
        {
            Assert.Equal(before, await FiguresAsync(client));
        }
        Assert.Equal(0, await process.TerminateAsync());
        await CarryOutAsync(process, "son-tay-2025.2");
    }

    [LongFact]
    public async Task Interrupted_the_command_says_what_stands_and_goes_on_when_it_is_given_again()
    {
        await using var process = await FilledFolder.CreateProcessAsync();
        process.Launch(CarryOut);
        // The preview is shown, then it is carried out.
        await process.SaysAsync("figures of");
        Assert.Equal(ExitCode.Interrupted, await process.TerminateAsync("INT"));
        Assert.Contains(process.Output, line => line.Contains("The completed steps stay done. The rest continues", StringComparison.Ordinal));
        await process.ClusterIsQuietAsync();

        await CarryOutAsync(process, "son-tay-2025");
    }

    /// <summary>The shipped reorganisation is drafted at the first start without effect; it is adopted through the API, undone, and carried
    /// out by one command beside the running system.</summary>
    [LongFact]
    public async Task The_shipped_catalogue_becomes_that_of_July_2025_by_one_request_or_one_command()
    {
        await using var process = await FilledFolder.StartAsync();
        using (var client = new GraphQLClient(process.Address))
        {
            var draft = (await client.AskAsync("""
                { reorganisations(under: "bnv") { id }
                  reorganisation(id: "sap-xep-2025") { status effectiveOn carrier { id } preview { established closed unassigned { totalCount } conflicts { message } } } }
                """))["reorganisation"]!;
            Assert.Equal(("DRAFT", "2025-07-01", "bnv"), ((string)draft["status"]!, (string)draft["effectiveOn"]!, (string)draft["carrier"]!["id"]!));
            Assert.Empty(draft["preview"]!["conflicts"]!.AsArray());
            Assert.Equal(0, (int)draft["preview"]!["unassigned"]!["totalCount"]!);
            Assert.Equal((63, 63), await ProvincesAsync(client));
            var before = await FiguresAsync(client);

            await client.AskAsync("""mutation { adoptReorganisation(requestId: "adopt", reorganisation: "sap-xep-2025") { status } }""");
            await ReachesAsync(client, "DONE");
            Assert.Equal((34, 63), await ProvincesAsync(client));
            await client.AskAsync("""mutation { undoReorganisation(requestId: "undo", reorganisation: "sap-xep-2025", reason: "Thử") { status } }""");
            await ReachesAsync(client, "UNDONE");
            Assert.Equal(before, await FiguresAsync(client));

            await using var command = HierarchyProcess.Create(("HIERARCHY_DATA", process.DataFolder));
            await command.SucceedAsync("load", Path.Combine(ScriptTests.Repository, "data", "reorganisations", "sap-xep-2025.yaml"), "--yes");
            Assert.Contains(command.Output, line => line.StartsWith("sap-xep-2025.2: DONE", StringComparison.Ordinal));
            Assert.Equal((34, 63), await ProvincesAsync(client));
        }
        Assert.Equal(0, await process.TerminateAsync());
        await process.SucceedAsync("verify");
    }

    private async Task CarryOutAsync(HierarchyProcess process, string id)
    {
        await process.SucceedAsync(CarryOut);
        Assert.Contains(process.Output, line => line.StartsWith($"{id}: DONE", StringComparison.Ordinal));
        await process.SucceedAsync("verify");
    }

    private static async Task ReachesAsync(GraphQLClient client, string status)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            var now = (await client.AskAsync("""{ reorganisation(id: "sap-xep-2025") { status fault steps { done total } } }"""))["reorganisation"]!;
            if ((string?)now["status"] == status)
            {
                return;
            }
            Assert.True(watch.Elapsed < HierarchyProcess.Patience, now.ToJsonString());
            await Task.Delay(100);
        }
    }

    /// <summary>The number of provinces today and on the last day of June 2025.</summary>
    private static async Task<(int Today, int Before)> ProvincesAsync(GraphQLClient client)
    {
        var unit = (await client.AskAsync("""
            { unit(id: "bnv") { today: children(kind: PROVINCE) { id } before: children(kind: PROVINCE, on: "2025-06-30") { id } } }
            """))["unit"]!;
        return (unit["today"]!.AsArray().Count, unit["before"]!.AsArray().Count);
    }

    private static async Task<string> FiguresAsync(GraphQLClient client) => (await client.AskAsync("""
        fragment Figures on Progress { total doneOnTime doneLate overdue withinTerm cancelled percent units unitsSilent }
        {
          root: unit(id: "bnv") { progress(filter: { kind: null, scope: ALL }) { ...Figures } breakdown(by: CHILD) { key progress { ...Figures } } }
          province: unit(id: "vn24-51") { progress(filter: { kind: null, scope: ALL }) { ...Figures } breakdown(by: CHILD) { key progress { ...Figures } } }
          district: unit(id: "vn24-530") { progress(filter: { kind: null, scope: ALL }) { ...Figures } breakdown(by: CHILD) { key progress { ...Figures } } }
        }
        """)).ToJsonString();

    /// <summary>On today's map the province's total is unchanged, and its parts add up: three communes with the figures of nine, and a
    /// district that ended with its offices.</summary>
    private static async Task CheckRestatedAsync(GraphQLClient client)
    {
        var answer = await client.AskAsync("""
            {
              province: unit(id: "vn24-51") {
                asIs: progress(filter: { kind: null, scope: ALL }) { total overdue }
                restated: progress(filter: { kind: null, scope: ALL }, tree: RESTATED) { total overdue }
                slices: breakdown(by: CHILD, filter: { kind: null, scope: ALL }, tree: RESTATED) { key progress { total overdue } }
                areas: breakdown(by: REFORM_AREA, filter: { kind: null, scope: ALL }, tree: RESTATED) { progress { total overdue } }
                unassigned { total }
              }
              north: unit(id: "vn25-21334") {
                progress(filter: { kind: null }, tree: RESTATED) { total }
                past: progress(filter: { kind: null }, asOf: "2025-06-30", tree: RESTATED) { total }
                asIs: progress(filter: { kind: null }, asOf: "2025-06-30") { total }
              }
              list: obligations(under: "vn25-21334", filter: { tree: RESTATED }) { totalCount }
              past: obligations(under: "vn25-21334", filter: { tree: RESTATED, asOf: "2025-06-30" }) { totalCount }
            }
            """);
        var province = answer["province"]!;
        Assert.Equal(1203, (int)province["asIs"]!["total"]!);
        foreach (var measure in new[] { "total", "overdue" })
        {
            var whole = (int)province["asIs"]![measure]!;
            Assert.Equal(whole, (int)province["restated"]![measure]!);
            Assert.Equal(whole, province["slices"]!.AsArray().Sum(slice => (int)slice!["progress"]![measure]!));
            Assert.Equal(whole, province["areas"]!.AsArray().Sum(slice => (int)slice!["progress"]![measure]!));
        }
        Assert.Contains(province["slices"]!.AsArray(), slice => (string?)slice!["key"] == "vn24-530" && (int)slice["progress"]!["total"]! == 744);
        Assert.Equal(0, (int)province["unassigned"]!["total"]!);
        Assert.Equal(153, (int)answer["north"]!["progress"]!["total"]!);
        Assert.Equal(153, (int)answer["north"]!["past"]!["total"]!);
        Assert.Equal(0, (int)answer["north"]!["asIs"]!["total"]!);
        Assert.Equal(153, (int)answer["list"]!["totalCount"]!);
        Assert.Equal(153, (int)answer["past"]!["totalCount"]!);
    }
}

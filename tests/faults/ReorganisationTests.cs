namespace Hierarchy.Tests.Faults;

/// <summary>Units merge and end while people report, and the loader, the server, or server and PostgreSQL are killed in the middle. The
/// short form uses the shipped data, the full one the country, for which HIERARCHY_UNITS, HIERARCHY_MERGERS and HIERARCHY_NEW_UNITS may
/// name lists.</summary>
public sealed class ReorganisationTests(ITestOutputHelper output)
{
    private static readonly int Kills = FaultRun.IsFull ? 9 : 2;

    private static readonly (string Units, string Mergers, string NewUnits)? Lists =
        FaultRun.IsFull && FaultRun.Units is { } units && FaultRun.Mergers is { } mergers && FaultRun.NewUnits is { } next ? (units, mergers, next) : null;

    [LongFact]
    public async Task A_reorganisation_goes_on_whatever_is_killed_and_loses_no_report()
    {
        await using var system = await FaultySystem.StartAsync(await FilledFolder.CreateProcessAsync(), null, nationwide: false, Print, unitsEnd: true);
        if (Lists is { } country)
        {
            await RunAsync(system, "load", country.Units);
            await OweAsync(system);
        }
        string[] command = Lists is { } files
            ? ["load", files.Mergers, "--units", files.NewUnits, "--act", "202/2025/QH15", "--signed", "2025-06-12", "--effective", "2025-07-01",
                "--divided", "province", "--yes"]
            : ["load", Path.Combine(AppContext.BaseDirectory, "data", "reorganisations", "sap-xep-2025.yaml"), "--yes"];
        var id = Path.GetFileNameWithoutExtension(command[1]);
        Assert.Equal((63, 63), await ProvincesAsync(system));

        var (watch, dice) = (Stopwatch.StartNew(), new Random(FaultRun.Seed));
        system.Books.Start();
        await using var loader = HierarchyProcess.Create(("HIERARCHY_DATA", system.Process.DataFolder));
        loader.Launch(command);
        for (var kill = 0; kill < Kills; kill++)
        {
            var share = (kill + dice.NextDouble()) / (Kills + 1);
            var begun = await ReachesAsync(system, id, now => IsOver(now) || Share(now) > share);
            Assert.False(IsOver(begun), $"it was done before it was killed for the {kill + 1}. time: {begun.ToJsonString()}");
            if (kill == 0)
            {
                await loader.KillAloneAsync();
            }
            else
            {
                await (kill % 2 == 0 ? system.Process.KillAsync() : system.Process.KillAloneAsync());
                await system.StartAgainAsync();
            }
            system.Kills++;
            Print($"  killed at {begun["steps"]!.ToJsonString()}");
        }
        var done = await ReachesAsync(system, id, IsOver);
        Print($"{done.ToJsonString()} after {watch.Elapsed.TotalSeconds:0} s and {system.Kills} kills");
        Assert.Equal((34, 63), await ProvincesAsync(system));
        await system.Books.BalanceAsync();
        Print($"{system.Books.Acknowledged} acknowledged, 0 lost, {system.Books.Doubts} repeated, slowest answer {system.Books.SlowestAnswer.TotalSeconds:0.0} s");
        await system.VerifyAsync();
        Assert.Equal(ExitCode.Ok, await system.Process.TerminateAsync());
    }

    private static bool IsOver(JsonNode now) => (string?)now["status"] == "DONE";

    private static double Share(JsonNode now) => (double)now["steps"]!["done"]! / (double)now["steps"]!["total"]!;

    /// <summary>Waits for a state, and fails if a step is refused.</summary>
    private static async Task<JsonNode> ReachesAsync(FaultySystem system, string id, Predicate<JsonNode> isThere)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            using var client = new GraphQLClient(system.Process.Address);
            var now = (await client.AskAsync(
                "query($id: ID!) { reorganisation(id: $id) { status fault steps { done total } balance { measure before after expected } } }", new { id }))
                ["reorganisation"];
            if (now is not null && isThere(now))
            {
                return now;
            }
            Assert.True(now?["fault"] is null && watch.Elapsed < 3 * HierarchyProcess.Patience, now?.ToJsonString());
            await Task.Delay(50);
        }
    }

    private static async Task<(int Today, int Before)> ProvincesAsync(FaultySystem system)
    {
        using var client = new GraphQLClient(system.Process.Address);
        var unit = (await client.AskAsync("""
            { unit(id: "bnv") { today: children(kind: PROVINCE) { id } before: children(kind: PROVINCE, on: "2025-06-30") { id } } }
            """))["unit"]!;
        return (unit["today"]!.AsArray().Count, unit["before"]!.AsArray().Count);
    }

    /// <summary>Imposes obligations on each commune of the country.</summary>
    private static async Task OweAsync(FaultySystem system)
    {
        using var client = new GraphQLClient(system.Process.Address);
        await client.AskAsync(
            $$"""mutation { addTask(requestId: "all", input: {id: "{{Country.Plan}}/all", plan: "{{Country.Plan}}", code: "A", area: "I", """
            + """title: "Mọi xã", leads: [{unitClass: COMMUNE}], schedule: {kind: YEAR, text: "Năm 2026", startYear: 2026}}) { id } }""");
    }

    private static async Task RunAsync(FaultySystem system, params string[] command)
    {
        await using var run = HierarchyProcess.Create(("HIERARCHY_DATA", system.Process.DataFolder));
        await run.SucceedAsync(command);
    }

    private void Print(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}

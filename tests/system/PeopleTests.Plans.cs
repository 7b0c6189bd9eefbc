namespace Hierarchy.Tests.System;

public sealed partial class PeopleTests
{
    [Fact]
    public async Task A_corrected_plan_is_made_by_the_document_that_amends_it_and_by_nothing_else()
    {
        const string Plan = """
            plan: {id: sua-doi, owner: vn24-530, title: Kế hoạch, startYear: 2026, endYear: 2026}
            areas: [{id: I, name: Thể chế, reform: INSTITUTIONS}]
            tasks:
              - {code: "1", area: I, title: Rà soát, leads: [{unit: vn24-530, label: UBND}], schedule: {text: "", kind: YEAR, startYear: 2026}}
            """;
        var file = Path.Combine(system.Process.DataFolder, "sua-doi.yaml");
        await File.WriteAllTextAsync(file, Plan);
        Assert.Equal(ExitCode.Ok, (await system.RunAsync("load", file, "--as", "an")).Code);
        await File.WriteAllTextAsync(file, Plan.Replace("kind: YEAR", "kind: QUARTERS, quarters: [2]", StringComparison.Ordinal));

        var (refused, output, errors) = await system.RunAsync("load", file, "--as", "an");
        Assert.Equal(ExitCode.Configuration, refused);
        Assert.Contains("sua-doi.yaml:4: 1: schedule is", output + errors, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Configuration, (await system.RunAsync("load", file, "--as", "an", "--amend", "700/QĐ-UBND")).Code);
        Assert.Equal(ExitCode.Configuration, (await system.RunAsync("load", file, "--as", "an", "--amend", "700/QĐ-UBND 2199-01-01")).Code);
        (var amended, output, errors) = await system.RunAsync("load", file, "--as", "an", "--amend", "700/QĐ-UBND 2026-01-05");
        Assert.True(amended == ExitCode.Ok, output + errors);

        var plan = (await system.AskAsync(
            system.Token, """{ plan(id: "sua-doi") { tasks { schedule { due } } versions { effectiveOn document { number issuedOn } } } }"""))["data"]!["plan"]!;
        Assert.Equal("2026-06-30", (string?)plan["tasks"]![0]!["schedule"]!["due"]);
        Assert.Equal(("2026-01-05", "700/QĐ-UBND"), ((string?)plan["versions"]![1]!["effectiveOn"], (string?)plan["versions"]![1]!["document"]!["number"]));
    }
}

namespace Hierarchy.Tests.System;

/// <summary>A country with a year of invented work: marked, changing, counted like real data, and never mixed with it.</summary>
public sealed class DemoTests
{
    [LongFact]
    public async Task A_year_is_played_marked_and_goes_on_moving()
    {
        // Like a start interrupted in March: it is simulated to its end.
        await using var process = HierarchyProcess.Create();
        await File.WriteAllTextAsync(Path.Combine(process.DataFolder, "demonstration"), "2026-03-20\n");

        await process.StartAsync("demo");

        using (var client = new GraphQLClient(process.Address))
        {
            var figures = await client.AskAsync("{ installation { name } root { progress { total done overdue } plans { title } } }");
            Assert.Equal("Dữ liệu minh hoạ, không có thật", (string?)figures["installation"]!["name"]);
            var root = figures["root"]![0]!;
            Assert.EndsWith("(minh hoạ)", (string?)root["plans"]![0]!["title"], StringComparison.Ordinal);
            var total = (int)root["progress"]!["total"]!;
            Assert.InRange((int)root["progress"]!["done"]!, 100, total / 2);
            Assert.InRange((int)root["progress"]!["overdue"]!, 1, total / 2);
            await MovesAsync(client);
        }
        Assert.Equal(0, await process.TerminateAsync());
        Assert.Equal("2026-03-20\nplayed\n", await File.ReadAllTextAsync(Path.Combine(process.DataFolder, "demonstration")));

        Assert.Equal(ExitCode.Ok, await process.RunAsync("verify"));

        Assert.Equal(ExitCode.DataFolder, await process.RunAsync("serve"));
        Assert.Contains(process.Output, line => line.Contains("contains a demonstration", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_holds_anything_else_is_refused_and_left_as_it_is()
    {
        await using var process = HierarchyProcess.Create();
        await File.WriteAllTextAsync(Path.Combine(process.DataFolder, "notes.txt"), "mine");

        Assert.Equal(ExitCode.DataFolder, await process.RunAsync("demo"));
        Assert.Contains(process.Output, line => line.Contains("contains data that is not a demonstration", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(process.DataFolder, "demonstration")));
        Assert.False(Directory.Exists(Path.Combine(process.DataFolder, "postgresql")));
    }

    private static async Task MovesAsync(GraphQLClient client)
    {
        var before = await LastAsync(client);
        using var late = new CancellationTokenSource(HierarchyProcess.Patience);
        while (await LastAsync(client) == before)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), late.Token);
        }
    }

    private static async Task<string> LastAsync(GraphQLClient client) =>
        (await client.AskAsync("{ obligations(under: \"bnv\", first: 1, orderBy: UPDATED_DESC) { nodes { id updatedAt } } }")).ToJsonString();
}

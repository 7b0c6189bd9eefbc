namespace Hierarchy.Tests.System;

/// <summary>Settings of the installation, in PostgreSQL.</summary>
public sealed class InstallationTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_second_writer_is_told_that_nothing_is_known_and_then_sees_the_first_ones_name()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var first = await SystemOnDisk.StartAsync(database.ConnectionString);
        await using var second = await SystemOnDisk.StartAsync(database.ConnectionString);
        await NameAsync(first, "a", "Một");
        Assert.Equal("Một", await ReadAsync(second));
        await NameAsync(first, "b", "Hai");

        var late = await second.SendAsync(Naming("c", "Ba"));
        Assert.Equal("UNAVAILABLE", (string?)late["errors"]![0]!["extensions"]!["code"]);
        Assert.Equal("Hai", await ReadAsync(second));
        await NameAsync(second, "c", "Ba");
        await NameAsync(second, "d", "");
        Assert.Null(await ReadAsync(second));

        await using var kept = database.Source.CreateCommand("select convert_from(data, 'UTF8')::json ->> 'name', version from grain_states");
        await using var row = await kept.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await row.ReadAsync(TestContext.Current.CancellationToken));
        Assert.True(row.IsDBNull(0));
        Assert.Equal(4, row.GetInt32(1));
    }

    private static string Naming(string request, string name) =>
        $$"""mutation { nameInstallation(requestId: "{{request}}", name: "{{name}}") { name } }""";

    private static async Task NameAsync(SystemOnDisk system, string request, string name)
    {
        var answer = await system.SendAsync(Naming(request, name));
        Assert.True(answer["errors"] is null, answer.ToJsonString());
    }

    private static async Task<string?> ReadAsync(SystemOnDisk system)
    {
        JsonNode answer = await system.SendAsync("{ installation { name } }");
        return (string?)answer["data"]!["installation"]!["name"];
    }
}

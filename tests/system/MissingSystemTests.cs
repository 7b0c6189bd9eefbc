namespace Hierarchy.Tests.System;

/// <summary>Commands on a system report a missing one and create none: a mistyped folder never becomes a new system.</summary>
public sealed class MissingSystemTests(PostgresFixture postgres, RunningSystem running) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hierarchy-missing-").FullName;

    public static TheoryData<string> Operations { get; } = ["verify", "load", "backup"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_folder_that_is_not_there_is_named_and_not_made(string operation)
    {
        var missing = Path.Combine(_folder, "mistyped", "data");

        await RefusedAsync(operation, missing, $"There is no system in {missing} (HIERARCHY_DATA): ");

        Assert.False(Directory.Exists(Path.Combine(_folder, "mistyped")));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_empty_folder_stays_empty(string operation)
    {
        var empty = Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName;

        await RefusedAsync(operation, empty, $"There is no system in {empty} (HIERARCHY_DATA): ");

        Assert.Empty(Directory.GetFileSystemEntries(empty));
    }

    [Fact]
    public async Task Beside_a_running_server_another_folder_is_refused_as_well()
    {
        await running.GetAsync();
        foreach (var operation in Operations.Select(row => row.Data))
        {
            var missing = Path.Combine(_folder, operation);
            await RefusedAsync(operation, missing, $"There is no system in {missing} (HIERARCHY_DATA): ");
            Assert.False(Directory.Exists(missing));
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_folder_that_a_start_left_without_a_system_is_refused(string operation)
    {
        // Like a start killed before PostgreSQL was created.
        var begun = Directory.CreateDirectory(Path.Combine(_folder, "begun")).FullName;
        await File.WriteAllTextAsync(Path.Combine(begun, "lock"), "");

        await RefusedAsync(operation, begun, $"There is no system in {begun} (HIERARCHY_DATA): ");

        Assert.Equal([Path.Combine(begun, "lock")], Directory.GetFileSystemEntries(begun));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_database_without_a_system_is_named_and_left_as_it_is(string operation)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var missing = Path.Combine(_folder, "data");

        await RefusedAsync(operation, missing, "There is no system in the database '", ("HIERARCHY_DB", database.ConnectionString));

        Assert.False(Directory.Exists(missing));
        await using var count = database.Source.CreateCommand("select count(*) from pg_tables where schemaname = 'public'");
        Assert.Equal(0L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_system_in_another_database_needs_no_data_folder()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var process = await PlainProgram.CreateProcessAsync(("HIERARCHY_DB", database.ConnectionString));
        await process.StartAsync();
        Assert.Equal(ExitCode.Ok, await process.TerminateAsync());
        process.Environment["HIERARCHY_DATA"] = Path.Combine(_folder, "none");

        Assert.Equal(ExitCode.Ok, await process.RunAsync("verify"));
        Assert.Contains(process.Output, line => line.StartsWith("verify: no difference", StringComparison.Ordinal));
        Assert.False(Directory.Exists(process.Environment["HIERARCHY_DATA"]));
    }

    private async Task RefusedAsync(string operation, string folder, string says, params (string Name, string Value)[] environment)
    {
        var file = Path.Combine(_folder, operation == "backup" ? "all.backup" : "units.csv");
        if (operation == "load")
        {
            await File.WriteAllTextAsync(file, "id,name,kind\n");
        }
        await using var process = HierarchyProcess.Create([("HIERARCHY_DATA", folder), .. environment]);

        process.Launch(operation == "verify" ? [operation] : [operation, file]);

        var code = await process.EndAsync();
        var lines = process.Output.Where(line => !line.StartsWith("using the database", StringComparison.Ordinal)).ToArray();
        Assert.True(code == ExitCode.Configuration, $"ended with {code}:\n{string.Join('\n', lines)}");
        Assert.StartsWith(says, Assert.Single(lines), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "all.backup")));
    }
}

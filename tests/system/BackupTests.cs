namespace Hierarchy.Tests.System;

/// <summary>A backup taken while clients write contains everything, and is restored into an empty place.</summary>
public sealed class BackupTests(PostgresFixture postgres, RunningSystem running) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hierarchy-backup-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_backup_taken_under_load_restores_into_an_empty_folder_and_verifies()
    {
        var file = Path.Combine(_folder, "all.backup");
        await using var first = await FilledFolder.StartAsync();
        using var client = new GraphQLClient(first.Address);
        await RegisterAsync(client, "before");
        await client.AskAsync("""mutation { nameInstallation(requestId: "n", name: "Tỉnh Tây Ninh") { name } }""");
        var evidence = RandomNumberGenerator.GetBytes(300_000);
        var named = await NameAsync(client, first.Address, evidence);
        using var enough = new CancellationTokenSource();
        var load = Task.Run(async () =>
        {
            var number = 0;
            for (; !enough.IsCancellationRequested; number++)
            {
                await RegisterAsync(client, $"during-{number}");
            }
            return number;
        });

        await using (var backup = HierarchyProcess.Create(("HIERARCHY_DATA", first.DataFolder)))
        {
            Assert.Equal(ExitCode.Ok, await backup.RunAsync("backup", file));
            Assert.Contains(backup.Output, line => line.StartsWith($"wrote {file}, ", StringComparison.Ordinal));
        }
        await enough.CancelAsync();
        Assert.True(await load > 0, "nobody wrote meanwhile");
        Assert.Equal([file], Directory.GetFiles(_folder));

        await using var second = HierarchyProcess.Create();
        Assert.Equal(ExitCode.Ok, await second.RunAsync("restore", file));
        Assert.Equal(ExitCode.Ok, await second.RunAsync("verify"));
        Assert.Contains(second.Output, line => line.StartsWith("verify: no difference", StringComparison.Ordinal));
        await second.StartAsync();
        using var restored = new GraphQLClient(second.Address);
        Assert.NotNull((await restored.AskAsync("""{ unit(id: "before") { id } }"""))["unit"]);
        Assert.Equal("Tỉnh Tây Ninh", (string?)(await restored.AskAsync("{ installation { name } }"))["installation"]!["name"]);
        using (var http = GraphQLClient.Connect(second.Address, HierarchyProcess.Patience))
        {
            Assert.Equal(evidence, await http.GetByteArrayAsync(new Uri($"/files/{named}", UriKind.Relative)));
        }
        await second.TerminateAsync();

        Assert.Equal(ExitCode.Configuration, await second.RunAsync("restore", file));
        Assert.Contains(second.Output, line => line.StartsWith("There is data in ", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Ok, await second.RunAsync("backup", file));
    }

    [Fact]
    public async Task A_folder_in_use_is_not_restored_into()
    {
        var file = Path.Combine(_folder, "any");
        await File.WriteAllTextAsync(file, "");
        var user = await running.GetAsync();
        await using var restore = HierarchyProcess.Create(("HIERARCHY_DATA", user.DataFolder));

        Assert.Equal(ExitCode.DataFolder, await restore.RunAsync("restore", file));
        Assert.Contains("is in use by process", Assert.Single(restore.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_backup_is_refused_and_leaves_the_place_empty()
    {
        var file = Path.Combine(_folder, "rubbish");
        await File.WriteAllTextAsync(file, "-- rubbish");
        await using var database = await postgres.CreateDatabaseAsync();
        await using var process = HierarchyProcess.Create(("HIERARCHY_DB", database.ConnectionString));

        Assert.Equal(ExitCode.Configuration, await process.RunAsync("restore", file));
        Assert.Contains(process.Output, line => line.Contains("is not a backup of this system", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Configuration, await process.RunAsync("restore", file + "-missing"));
        Assert.Equal(ExitCode.Configuration, await process.RunAsync("backup", Path.Combine(_folder, "no", "such")));
        await using var count = database.Source.CreateCommand("select count(*) from pg_tables where schemaname = 'public'");
        Assert.Equal(0L, await count.ExecuteScalarAsync());
    }

    [LongFact]
    public async Task Another_database_is_backed_up_and_restored_too_but_only_into_an_empty_one()
    {
        var file = Path.Combine(_folder, "other");
        await using var one = await postgres.CreateDatabaseAsync();
        await using var two = await postgres.CreateDatabaseAsync();
        await using var process = await PlainProgram.CreateProcessAsync(("HIERARCHY_DB", one.ConnectionString));
        await process.StartAsync();
        await process.TerminateAsync();

        Assert.Equal(ExitCode.Ok, await process.RunAsync("backup", file));
        Assert.Equal(ExitCode.Configuration, await process.RunAsync("restore", file));
        Assert.Contains(process.Output, line => line.Contains("is not empty", StringComparison.Ordinal));
        process.Environment["HIERARCHY_DB"] = two.ConnectionString;
        Assert.Equal(ExitCode.Ok, await process.RunAsync("restore", file));
        Assert.Equal(ExitCode.Ok, await process.RunAsync("verify"));
    }

    [Fact]
    public async Task An_empty_folder_has_nothing_to_back_up()
    {
        await using var process = HierarchyProcess.Create();

        Assert.Equal(ExitCode.Configuration, await process.RunAsync("backup", Path.Combine(_folder, "none")));
        Assert.StartsWith("There is no system in ", Assert.Single(process.Output), StringComparison.Ordinal);
    }

    /// <summary>Submits an obligation with a file.</summary>
    private static async Task<string> NameAsync(GraphQLClient client, Uri address, byte[] bytes)
    {
        using var http = GraphQLClient.Connect(address, HierarchyProcess.Patience);
        var file = await EvidenceFiles.BringAsync(http, bytes);
        var owed = (await client.AskAsync("""{ obligations(under: "vn24-705", filter: { status: [NOT_STARTED] }, first: 1) { nodes { id } } }"""))
            ["obligations"]!["nodes"]![0]!["id"]!;
        await client.AskAsync(
            "mutation($o: ID!, $f: ID!) { submit(requestId: \"f\", obligation: $o, document: {number: \"1\", issuedOn: \"2024-01-01\", files: [$f]}) { id } }",
            new { o = (string?)owed, f = file });
        return file;
    }

    private static Task RegisterAsync(GraphQLClient client, string id) => client.AskAsync(
        "mutation($r: ID!, $id: ID!) { registerUnit(requestId: $r, input: {id: $id, name: \"Xã\", kind: COMMUNE, parent: \"vn24-530\"}) { id } }",
        new { r = GraphQLClient.NewRequest(), id });
}

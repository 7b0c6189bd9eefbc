namespace Hierarchy.Tests.System;

/// <summary>Starting, stopping and being killed, with the real process and the real PostgreSQL.</summary>
public sealed class LifecycleTests(RunningSystem running, ITestOutputHelper print)
{
    // The goal is 5 s; a busy machine must not fail the build.
    private static readonly TimeSpan _startTimeMax = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Once_ready_it_is_healthy_and_at_SIGTERM_it_ends_with_everything_it_started()
    {
        await using var process = await FilledFolder.StartAsync();
        using var client = process.Client;

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).StatusCode);
        Assert.NotEmpty(process.ClusterProcesses());
        Assert.Single(process.Output, line => line.StartsWith("ready http://127.0.0.1:", StringComparison.Ordinal));

        Assert.Equal(0, await process.TerminateAsync());
        Assert.Empty(process.Remains());
    }

    [Theory]
    [Trait("Length", "long")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task Ctrl_C_and_a_closed_terminal_are_normal_stops(string signal)
    {
        await using var process = await PlainProgram.StartAsync();

        Assert.Equal(0, await process.TerminateAsync(signal));
        Assert.Empty(process.Remains());
    }

    [LongFact]
    public async Task A_second_signal_hurries_the_stop_and_the_next_start_is_quick_and_finds_the_data()
    {
        await using var process = await PlainProgram.StartAsync();
        await ExecuteAsync(process, "create table kept as select 42 as x");
        HierarchyProcess.Signal("TERM", process.ProcessId);

        Assert.Equal(0, await process.TerminateAsync());

        Assert.Empty(process.Remains());
        var took = await process.StartAsync();
        print.WriteLine($"ready after {took.TotalSeconds:0.00} s");
        Assert.Equal(42, await ExecuteAsync(process, "select x from kept"));
        Assert.True(took < _startTimeMax, $"ready after {took}");
        Assert.DoesNotContain(process.Output, line => line.StartsWith("creating", StringComparison.Ordinal));
    }

    [LongFact]
    public async Task Killed_with_everything_again_and_again_it_starts_every_time_and_has_all_that_was_committed()
    {
        await using var process = await PlainProgram.StartAsync();
        await ExecuteAsync(process, "create table kept as select 0 as x");
        for (var round = 1; round <= 2; round++)
        {
            await ExecuteAsync(process, $"insert into kept values ({round})");
            await process.KillAsync();
            Assert.True(File.Exists(PostgreSqlFile(process, "postmaster.pid")), "the kill was too gentle to test anything");
            await process.StartAsync();
            Assert.Equal(round, await ExecuteAsync(process, "select max(x) from kept"));
        }

        // The process ids that it left now belong to others.
        await process.KillAsync();
        using var stranger = Process.Start(new ProcessStartInfo("sleep", "300"))!;
        try
        {
            foreach (var file in new[] { "postmaster.pid", ".s.PGSQL.5432.lock" }.Select(name => PostgreSqlFile(process, name)))
            {
                await File.WriteAllLinesAsync(file, (await File.ReadAllLinesAsync(file)).Skip(1).Prepend($"{stranger.Id}"));
            }

            await process.StartAsync();

            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task PostgreSQL_shuts_itself_down_when_only_its_parent_is_killed()
    {
        await using var process = await PlainProgram.StartAsync();

        await process.KillAloneAsync();

        await process.ClusterIsQuietAsync();
        Assert.False(File.Exists(PostgreSqlFile(process, "postmaster.pid")), "it did not end in order");
    }

    [LongFact]
    public async Task A_start_right_after_a_kill_of_the_process_alone_succeeds()
    {
        await using var process = await PlainProgram.StartAsync();
        await process.KillAloneAsync();

        await process.StartAsync();

        Assert.Equal(1, await ExecuteAsync(process, "select 1"));
    }

    [LongFact]
    public async Task An_orphaned_PostgreSQL_that_ignores_its_parents_death_is_stopped_by_the_next_start()
    {
        await using var process = await PlainProgram.StartAsync();
        var orphans = process.ClusterProcesses();
        HierarchyProcess.Signal("STOP", orphans);
        await process.KillAloneAsync();
        Assert.NotEmpty(process.ClusterProcesses());

        process.Launch();
        await process.SaysAsync("earlier run");
        HierarchyProcess.Signal("CONT", orphans);
        await process.SaysAsync("ready ");

        Assert.Empty(orphans.Intersect(process.ClusterProcesses()));
    }

    [Theory]
    [InlineData("creating a PostgreSQL", 0, Traits = ["Length", "long"])]
    [InlineData("creating a PostgreSQL", 300)]
    [InlineData("starting PostgreSQL", 0, Traits = ["Length", "long"])]
    [InlineData("starting PostgreSQL", 100, Traits = ["Length", "long"])]
    public async Task Stopped_in_the_middle_of_starting_it_has_answered_nobody_and_leaves_nothing_behind_that_matters(string step, int delayMs)
    {
        var port = FreePort.Find();
        await using var process = await PlainProgram.CreateProcessAsync(("HIERARCHY_PORT", $"{port}"));
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        process.Launch();
        await process.SaysAsync(step);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/health"));
        await Task.Delay(delayMs);

        Assert.Equal(0, await process.TerminateAsync());

        Assert.Empty(process.Remains());
        await process.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).StatusCode);
        Assert.Equal(1, await ExecuteAsync(process, "select 1"));
        Assert.Empty(Directory.GetDirectories(process.DataFolder, "*.new-*"));
    }

    [Theory]
    [InlineData("creating a PostgreSQL", 50, Traits = ["Length", "long"])]
    [InlineData("creating a PostgreSQL", 200)]
    [InlineData("creating a PostgreSQL", 600, Traits = ["Length", "long"])]
    [InlineData("starting PostgreSQL", 50, Traits = ["Length", "long"])]
    public async Task Killed_in_the_middle_of_starting_it_starts_the_next_time(string step, int delayMs)
    {
        await using var process = await PlainProgram.CreateProcessAsync();
        process.Launch();
        await process.SaysAsync(step);
        await Task.Delay(delayMs);
        await process.KillAloneAsync();

        await process.StartAsync();

        Assert.Equal(1, await ExecuteAsync(process, "select 1"));
    }

    [Fact]
    public async Task It_listens_on_loopback_and_nowhere_else()
    {
        var process = await running.GetAsync();

        var tables = (await File.ReadAllLinesAsync("/proc/net/tcp")).Concat(await File.ReadAllLinesAsync("/proc/net/tcp6"));
        var listening = tables.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] == "0A" && fields[1].EndsWith($":{process.Address.Port:X4}", StringComparison.Ordinal));
        Assert.Equal("0100007F", Assert.Single(listening)[1].Split(':')[0]);
        var owners = process.ClusterProcesses();
        Assert.NotEmpty(owners);
        Assert.All(owners, id => Assert.Empty(ListeningSockets(id)));
    }

    [Fact]
    public async Task When_PostgreSQL_dies_the_process_says_so_starts_it_again_and_goes_on()
    {
        await using var process = await PlainProgram.StartAsync();
        using var client = new GraphQLClient(process.Address);

        HierarchyProcess.Signal("KILL", process.ClusterProcesses());

        await process.SaysAsync("PostgreSQL answers again");
        Assert.Contains(process.Output, line => line.StartsWith("PostgreSQL ended by itself", StringComparison.Ordinal));
        var registered = await client.AskAsync(
            """mutation($r: ID!) { registerUnit(requestId: $r, input: {id: "after", name: "Sau", kind: MINISTRY}) { id } }""",
            new { r = GraphQLClient.NewRequest() });
        Assert.Equal("after", (string?)registered["registerUnit"]!["id"]);
        Assert.Equal(0, await process.TerminateAsync());
    }

    [Fact]
    public async Task A_PostgreSQL_that_cannot_be_started_again_is_given_up_with_its_reason()
    {
        var folder = DataFolder.Lock(Directory.CreateTempSubdirectory("hierarchy-given-up-").FullName);
        var tools = HostSettings.FromEnvironment(Environment.GetEnvironmentVariable).ToolsPath;
        var options = new PrivatePostgresOptions
        {
            DataFolder = folder.Path,
            Tools = tools,
            Durable = false,
            RestartTimeMax = TimeSpan.FromSeconds(2),
        };
        await using var server = await PrivatePostgres.StartAsync(options, new Progress<string>(), TimeProvider.System, CancellationToken.None);
        File.Delete(Path.Combine(folder.Path, "postgresql", "global", "pg_control"));

        HierarchyProcess.Signal("KILL", server.ProcessId);

        var problem = await server.Ended.WaitAsync(HierarchyProcess.Patience);
        Assert.Equal(ExitCode.Postgres, problem?.ExitCode);
        Assert.Contains("pg_control", problem!.Message, StringComparison.Ordinal);
        await server.DisposeAsync();
        folder.Dispose();
        Directory.Delete(folder.Path, recursive: true);
    }

    [Fact]
    public async Task Started_by_root_or_by_anybody_else_its_PostgreSQL_is_not_roots()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can start it as another user");
        const string Nobody = "65534";
        var roots = await running.GetAsync();
        Assert.All(roots.ClusterProcesses(), id => Assert.NotEqual("0", UserOf(id)));
        await using var anybodys = await PlainProgram.CreateProcessAsync();
        using (var chown = Process.Start("chown", [Nobody, anybodys.DataFolder]))
        {
            await chown.WaitForExitAsync();
        }
        string[] identity = [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--"];
        anybodys.Launch(new ProcessStartInfo("setpriv", [.. identity, "dotnet", anybodys.Program]));

        await anybodys.SaysAsync("ready ");

        Assert.NotEmpty(anybodys.ClusterProcesses());
        Assert.All(anybodys.ClusterProcesses(), id => Assert.Equal(Nobody, UserOf(id)));
        Assert.Equal(0, await anybodys.TerminateAsync());
        Assert.Empty(anybodys.Remains());
    }

    private static string PostgreSqlFile(HierarchyProcess process, string name) => Path.Combine(process.DataFolder, "postgresql", name);

    private static string UserOf(int process) => File.ReadLines($"/proc/{process}/status")
        .First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];

    /// <summary>The TCP sockets that a process listens on, by inode.</summary>
    private static string[] ListeningSockets(int process)
    {
        var listening = File.ReadAllLines("/proc/net/tcp").Concat(File.ReadAllLines("/proc/net/tcp6"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] == "0A")
            .Select(fields => $"socket:[{fields[9]}]");
        var open = Directory.GetFileSystemEntries($"/proc/{process}/fd").Select(fd => new FileInfo(fd).LinkTarget ?? "");
        return [.. open.Intersect(listening)];
    }

    private static async Task<object?> ExecuteAsync(HierarchyProcess process, string sql)
    {
        var address = new NpgsqlConnectionStringBuilder
        {
            Host = Path.Combine(process.DataFolder, "postgresql"),
            Username = "hierarchy",
            Database = "postgres",
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

namespace Hierarchy.Tests.System;

/// <summary>A failed start reports its reason in one line, and its kind by the exit code.</summary>
public sealed class RefusedStartTests(PostgresFixture postgres, RunningSystem running)
{
    [Fact]
    public async Task A_data_folder_in_use_is_refused_and_its_user_named()
    {
        var first = await running.GetAsync();
        await using var second = HierarchyProcess.Create(("HIERARCHY_DATA", first.DataFolder));

        var line = await RefusedAsync(second, ExitCode.DataFolder);

        var holder = $"is in use by process {first.ProcessId}, which serves {first.Address.GetLeftPart(UriPartial.Authority)}";
        Assert.Contains(holder, line, StringComparison.Ordinal);
        using var client = first.Client;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_created_is_refused()
    {
        await using var process = HierarchyProcess.Create(("HIERARCHY_DATA", "/proc/no/such"));

        Assert.Contains("/proc/no/such", await RefusedAsync(process, ExitCode.DataFolder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_refused_before_PostgreSQL_is_started()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var process = HierarchyProcess.Create(("HIERARCHY_PORT", $"{port}"));

        Assert.Contains($"Port {port} on 127.0.0.1 is taken", await RefusedAsync(process, ExitCode.Port), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(process.DataFolder, "postgresql")));
    }

    [Theory]
    [InlineData("HIERARCHY_PORT", "http")]
    [InlineData("HIERARCHY_PORT", "65536")]
    [InlineData("HIERARCHY_HTTP2_PORT", "-1")]
    [InlineData("HIERARCHY_HOSTS", "https://plans.example.vn", "HIERARCHY_HOSTS holds 'https://plans.example.vn'")]
    [InlineData("HIERARCHY_DB", "nonsense", "HIERARCHY_DB is not a connection string")]
    [InlineData("HIERARCHY_DB", "Host=127.0.0.1;Nonsense=secret", "HIERARCHY_DB is not a connection string")]
    [InlineData("HIERARCHY_DB", "postgres://127.0.0.1:5432", "HIERARCHY_DB must name a host and a database")]
    public async Task A_variable_that_cannot_be_used_is_refused(string name, string value, string? says = null)
    {
        await using var process = HierarchyProcess.Create((name, value));

        var line = await RefusedAsync(process, ExitCode.Configuration);

        Assert.Contains(says ?? $"{name} is '{value}'", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_server_is_refused_without_showing_the_password()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await using var process = HierarchyProcess.Create(("HIERARCHY_DB", $"postgres://someone:secret@127.0.0.1:{port}/plans"));

        var line = await RefusedAsync(process, ExitCode.Configuration);

        Assert.Contains($"The database 'plans' on 127.0.0.1:{port} (from HIERARCHY_DB) cannot be reached", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_database_is_refused()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var missing = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "nowhere", Password = "secret" };
        await using var process = HierarchyProcess.Create(("HIERARCHY_DB", missing.ConnectionString));

        var line = await RefusedAsync(process, ExitCode.Configuration);

        Assert.Contains("The database 'nowhere' on", line, StringComparison.Ordinal);
        Assert.Contains("does not exist", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [LongFact]
    public async Task Another_database_is_used_and_left_running()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var process = await PlainProgram.CreateProcessAsync(("HIERARCHY_DB", database.ConnectionString));
        await process.StartAsync();
        using (var client = process.Client)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health")).StatusCode);
        }
        Assert.False(Directory.Exists(Path.Combine(process.DataFolder, "postgresql")));

        Assert.Equal(0, await process.TerminateAsync());

        await using var command = database.Source.CreateCommand("select 1");
        Assert.Equal(1, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task An_unknown_command_is_refused()
    {
        await using var process = HierarchyProcess.Create();

        Assert.Contains("'dance' is not a command", await RefusedAsync(process, ExitCode.Configuration, "dance"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_of_another_user_or_a_damaged_one_is_refused()
    {
        await using var process = HierarchyProcess.Create();
        Directory.CreateDirectory(Path.Combine(process.DataFolder, "postgresql"));

        var line = await RefusedAsync(process, ExitCode.DataFolder);

        Assert.Contains("is damaged or belongs to another user", line, StringComparison.Ordinal);
    }

    /// <returns>The only line of its output that is not progress.</returns>
    private static async Task<string> RefusedAsync(HierarchyProcess process, int exitCode, params string[] arguments)
    {
        process.Launch(arguments);
        var code = await process.EndAsync();
        var lines = process.Output.Where(line => !line.StartsWith("using the database", StringComparison.Ordinal)).ToArray();
        Assert.True(code == exitCode, $"ended with {code}:\n{string.Join('\n', lines)}");
        return Assert.Single(lines);
    }
}

namespace Hierarchy.Tests.Faults;

/// <summary>A server on an external PostgreSQL that is stopped, disconnected, and given to two servers at once.</summary>
public sealed class OtherDatabaseTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(FaultRun.IsFull ? 30 : 3);

    private readonly DataFolder _folder = DataFolder.Lock(Directory.CreateTempSubdirectory("hierarchy-other-").FullName);
    private PrivatePostgres _postgres = null!;

    public async ValueTask InitializeAsync()
    {
        await FilledFolder.FillAsync(_folder.Path);
        _postgres = await StartPostgresAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        _folder.Dispose();
        Directory.Delete(_folder.Path, recursive: true);
    }

    [LongFact]
    public async Task Stopped_and_cut_off_it_goes_on_when_the_database_does()
    {
        await using var system = await FaultySystem.StartAsync(HierarchyProcess.Create(), _postgres.ConnectionString, FaultRun.IsFull, Print);
        await system.SufferAsync($"the database stopped for {StopTime.TotalSeconds:0} s", async () =>
        {
            await _postgres.StopAsync(CancellationToken.None);
            await system.ReadsButDoesNotWriteAsync();
            await Task.Delay(StopTime);
            _postgres = await StartPostgresAsync();
        }, recount: false);
        await system.SufferAsync("all connections cut, five times", async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                await CutAsync();
                await Task.Delay(200);
            }
        }, recount: false);
        // A recount waits for an unavailable database.
        await _postgres.StopAsync(CancellationToken.None);
        var recounted = system.VerifyAsync();
        _postgres = await StartPostgresAsync();
        await recounted;
        Print($"{system.Books.Acknowledged} acknowledged, 0 lost; slowest answer {system.Books.SlowestAnswer.TotalSeconds:0.0} s");
        Assert.Equal(ExitCode.Ok, await system.Process.TerminateAsync());
    }

    [LongFact]
    public async Task Of_two_servers_on_one_database_the_second_is_refused_and_one_that_was_replaced_says_so_and_ends()
    {
        await using var first = HierarchyProcess.Create(("HIERARCHY_DB", _postgres.ConnectionString));
        await first.StartAsync();
        await using var second = HierarchyProcess.Create(("HIERARCHY_DB", _postgres.ConnectionString));
        Assert.Equal(ExitCode.DataFolder, await second.RunAsync());
        Assert.Contains("is in use by a server on this machine, connected since", second.Output[^1], StringComparison.Ordinal);

        // Its hold ends with its connections, and is renewed before another server can take it.
        await CutAsync();
        Assert.Equal(ExitCode.DataFolder, await second.RunAsync());

        await first.KillAloneAsync();
        await second.StartAsync();

        // The reverse, with a frozen server that does not know it was replaced.
        HierarchyProcess.Signal("STOP", second.ProcessId);
        await CutAsync();
        await first.StartAsync();
        HierarchyProcess.Signal("CONT", second.ProcessId);

        Assert.Equal(ExitCode.DataFolder, await second.EndAsync());
        Assert.Contains(second.Output, line => line.Contains("is in use by a server on this machine", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Ok, await first.TerminateAsync());
    }

    /// <summary>Cuts all connections once there are any, since the server may not have recovered from the previous cut.</summary>
    private async Task CutAsync()
    {
        var watch = Stopwatch.StartNew();
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var cut = new NpgsqlCommand(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like 'hierarchy%' and pid <> pg_backend_pid()", connection);
        while ((long)(await cut.ExecuteScalarAsync())! == 0)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "the server does not connect any more");
            await Task.Delay(20);
        }
    }

    private Task<PrivatePostgres> StartPostgresAsync()
    {
        var tools = HostSettings.FromEnvironment(Environment.GetEnvironmentVariable).ToolsPath;
        var options = new PrivatePostgresOptions { DataFolder = _folder.Path, Tools = tools };
        return PrivatePostgres.StartAsync(options, new Progress<string>(), TimeProvider.System, CancellationToken.None);
    }

    private void Print(string line)
    {
        output.WriteLine(line);
        Console.WriteLine(line);
    }
}

namespace Hierarchy.Tests.System;

/// <summary>The server's role owns nothing and can only append to the record, and tampering is detected.</summary>
public sealed class LeastPrivilegeTests(PostgresFixture postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hierarchy-privilege-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [LongFact]
    public async Task The_server_works_as_a_role_that_owns_nothing_and_can_only_add_to_the_record()
    {
        await using var process = await FilledFolder.CreateProcessAsync();
        // As left by earlier programs, which used the superuser for everything.
        await ExecuteBesideAsync(process, "alter table events owner to hierarchy; alter database postgres owner to hierarchy");
        await process.StartAsync();
        using var socket = new PostgresSocket(PostgresCluster.FolderIn(process.DataFolder));

        // The superuser's session is that of this query.
        Assert.Equal(
            "hierarchy_server f",
            await ScalarAsync(socket.As(PostgresRoles.Administrator), """
                select string_agg(distinct a.usename || ' ' || case when r.rolsuper then 't' else 'f' end, ', ')
                from pg_stat_activity a join pg_roles r on r.oid = a.usesysid where a.pid <> pg_backend_pid() and a.backend_type = 'client backend'
                """));
        Assert.Equal(0L, await ScalarAsync(
            socket.As(PostgresRoles.Server), "select count(*) from pg_class where relowner = (select oid from pg_roles where rolname = current_user)"));
        Assert.Equal("INSERT,SELECT", await ScalarAsync(socket.As(PostgresRoles.Server), """
            select string_agg(privilege, ',' order by privilege)
            from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as privilege
            where has_table_privilege('events', privilege) or privilege = 'UPDATE' and has_any_column_privilege('events', 'UPDATE')
            """));
        foreach (var sql in (string[])["delete from events", "update events set actor = 'x'", "alter table events disable trigger all",
            "create table mine (x integer)", "copy (select 1) to program 'true'"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(socket.As(PostgresRoles.Server), sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
        Assert.Equal(0, await process.TerminateAsync());
        Assert.Equal(ExitCode.Ok, await process.RunAsync("verify"));
    }

    [LongFact]
    public async Task Another_database_may_give_the_server_a_role_that_owns_nothing()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = PostgresRoles.Server }.ConnectionString;
        await using var process = await PlainProgram.CreateProcessAsync(("HIERARCHY_DB", server), ("HIERARCHY_DB_OWNER", database.ConnectionString));

        await process.StartAsync();

        Assert.Equal(false, await ScalarAsync(server, "select has_table_privilege('events', 'DELETE')"));
        Assert.Equal("hierarchy_server", await ScalarAsync(database.ConnectionString, """
            select string_agg(distinct usename, ', ') from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()
            """));
        Assert.Equal(0, await process.TerminateAsync());
        var file = Path.Combine(_folder, "other.backup");
        Assert.Equal(ExitCode.Ok, await process.RunAsync("backup", file));
    }

    [LongFact]
    public async Task What_was_done_to_the_record_behind_the_servers_back_is_named_by_verify()
    {
        await using var process = await FilledFolder.CreateProcessAsync();
        await ExecuteBesideAsync(process, "update events set actor = 'somebody else' where unit = 'bnv' and seq = 1");

        Assert.Equal(ExitCode.Difference, await process.RunAsync("verify"));

        Assert.Contains(process.Output, line => line.StartsWith("verify: no difference", StringComparison.Ordinal));
        Assert.Contains(process.Output, line => line.StartsWith("verify: the record is broken: event 1 of bnv: ", StringComparison.Ordinal));
    }

    [LongFact]
    public async Task A_dump_that_brings_a_trigger_is_refused()
    {
        var file = Path.Combine(_folder, "foreign.backup");
        await using var process = await FilledFolder.CreateProcessAsync();
        await ExecuteBesideAsync(process, """
            create function spy() returns trigger language plpgsql as 'begin return new; end';
            create trigger spy after insert on events for each row execute function spy()
            """);
        Assert.Equal(ExitCode.Ok, await process.RunAsync("backup", file));
        await using var empty = HierarchyProcess.Create();

        Assert.Equal(ExitCode.Configuration, await empty.RunAsync("restore", file));

        Assert.EndsWith("contains something that no backup of this system contains: function spy().", empty.Output[^1], StringComparison.Ordinal);
    }

    /// <summary>Executes SQL as superuser while the process is stopped.</summary>
    private static async Task ExecuteBesideAsync(HierarchyProcess process, string sql)
    {
        await using var server = await PrivatePostgres.StartAsync(
            new PrivatePostgresOptions
            {
                DataFolder = process.DataFolder,
                Tools = HostSettings.FromEnvironment(Environment.GetEnvironmentVariable).ToolsPath,
            },
            new Progress<string>(), TimeProvider.System, CancellationToken.None);
        await ExecuteAsync(server.ConnectionString, sql);
    }

    private static async Task ExecuteAsync(string address, string sql) => await ScalarAsync(address, sql);

    private static async Task<object?> ScalarAsync(string address, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

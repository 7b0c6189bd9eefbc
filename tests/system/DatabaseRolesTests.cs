namespace Hierarchy.Tests.System;

/// <summary>docker/postgres-init.sql, run by psql on a PostgreSQL with passwords, and the program with the roles that it creates.</summary>
public sealed class DatabaseRolesTests
{
    [LongFact]
    public async Task The_program_works_on_the_roles_that_the_script_makes_and_its_own_can_do_no_more_than_it_must()
    {
        await using var postgres = await PasswordPostgres.StartAsync();
        Assert.Equal((0, ""), await postgres.MakeRolesAsync());
        await using var process = await WorkingAsync(postgres);
        await process.StartAsync();
        using (var client = new GraphQLClient(process.Address))
        {
            var told = await client.AskAsync("""mutation { registerUnit(requestId: "roles", input: { id: "roles", name: "Bộ Thử", kind: MINISTRY }) { id } }""");
            Assert.Equal("roles", (string?)told["registerUnit"]!["id"]);
        }
        var server = postgres.As("hierarchy_server", "server-password");

        Assert.Equal("roles", await ScalarAsync(server, "select unit from events where unit = 'roles'"));
        foreach (var sql in (string[])["update events set actor = 'x'", "delete from events", "truncate events", "alter table events disable trigger all",
            "drop table events", "copy (select 1) to program 'true'", "create table public.mine (x integer)", "create schema mine", "create temp table mine (x integer)",
            "set role hierarchy_owner", "create role mine", "select pg_read_file('/etc/hostname')"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(server, sql));
            Assert.True(refused.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{sql}: {refused.MessageText}");
        }
        Assert.Equal("hierarchy_owner", await ScalarAsync(server, """
            select string_agg(distinct owner, ', ') from (
                select relowner::regrole::text from pg_class where relnamespace = 'public'::regnamespace
                union all select datdba::regrole::text from pg_database where datname = current_database()) as owners (owner)
            """));
        Assert.Equal("hierarchy_server", await ScalarAsync(postgres.As("hierarchy", "superuser-password"), """
            select string_agg(distinct usename, ', ') from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()
            """));
        Assert.Equal(false, await ScalarAsync(server, "select bool_or(rolsuper or rolcreaterole or rolcreatedb) from pg_roles where rolname like 'hierarchy\\__%'"));
        Assert.Equal(0, await process.TerminateAsync());
    }

    [LongFact]
    public async Task What_a_superuser_owned_is_handed_over_and_the_script_may_run_again_with_other_passwords()
    {
        await using var postgres = await PasswordPostgres.StartAsync();
        var administrator = postgres.As("hierarchy", "superuser-password");
        await ScalarAsync(new NpgsqlConnectionStringBuilder(administrator) { Database = "postgres" }.ConnectionString, "create database hierarchy");
        await using var process = await PlainProgram.CreateProcessAsync(("HIERARCHY_DB", administrator));
        await process.StartAsync();
        Assert.Equal(0, await process.TerminateAsync());

        Assert.Equal((0, ""), await postgres.MakeRolesAsync());
        await File.WriteAllTextAsync(Path.Combine(postgres.Secrets, "server-password"), "another password of the server");
        Assert.Equal((0, ""), await postgres.MakeRolesAsync());

        Assert.Equal("hierarchy_owner", await ScalarAsync(administrator, """
            select string_agg(distinct owner, ', ') from (
                select relowner::regrole::text from pg_class where relnamespace = 'public'::regnamespace
                union all select proowner::regrole::text from pg_proc where pronamespace = 'public'::regnamespace) as owners (owner)
            """));
        await using var working = await WorkingAsync(postgres);
        await working.StartAsync();
        Assert.Equal(0, await working.TerminateAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("too short", Traits = ["Length", "long"])]
    public async Task The_script_makes_no_role_without_a_password(string password)
    {
        await using var postgres = await PasswordPostgres.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(postgres.Secrets, "server-password"), password);

        var (code, output) = await postgres.MakeRolesAsync();

        Assert.Equal(3, code);
        Assert.Contains("owner-password and server-password must hold two passwords", output, StringComparison.Ordinal);
        var postgresDatabase = new NpgsqlConnectionStringBuilder(postgres.As("hierarchy", "superuser-password")) { Database = "postgres" }.ConnectionString;
        Assert.Equal(0L, await ScalarAsync(postgresDatabase, "select count(*) from pg_roles where rolname in ('hierarchy_owner', 'hierarchy_server')"));
    }

    /// <summary>Configured like a node of docker/compose.yaml: two files, and no superuser password.</summary>
    private static async Task<HierarchyProcess> WorkingAsync(PasswordPostgres postgres)
    {
        var (server, owner) = (Path.Combine(postgres.Secrets, "database"), Path.Combine(postgres.Secrets, "database-owner"));
        await File.WriteAllTextAsync(server, postgres.As("hierarchy_server", "server-password"));
        await File.WriteAllTextAsync(owner, postgres.As("hierarchy_owner", "owner-password"));
        return await PlainProgram.CreateProcessAsync(("HIERARCHY_DB_FILE", server), ("HIERARCHY_DB_OWNER_FILE", owner));
    }

    private static async Task<object?> ScalarAsync(string address, string sql)
    {
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

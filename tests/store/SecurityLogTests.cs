namespace Hierarchy.Tests.Store;

/// <summary>The security log forgets what is too old and what is beyond its bounds, and the server's role can only add to it.</summary>
public sealed class SecurityLogTests(PostgresFixture postgres)
{
    private const int DaysMax = 400;

    [Fact]
    public async Task What_is_older_than_400_days_is_forgotten_and_nothing_else()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var store = await PostgresStore.OpenAsync(database.ConnectionString, TimeProvider.System, Sample.Stop);
        var now = DateTimeOffset.UtcNow;
        var limit = now.AddDays(-DaysMax);
        // An hour on either side: the database has a clock of its own.
        await store.SecurityLog.AppendAsync(
            [Happened("old", limit.AddYears(-3)), Happened("just-old", limit.AddHours(-1)), Happened("just-kept", limit.AddHours(1)), Happened("new", now)],
            Sample.Stop);

        await store.SecurityLog.TrimAsync(Sample.Stop);

        Assert.Equal(["new", "just-kept"], await ReadAsync(store));
    }

    [Fact]
    public async Task Strangers_push_out_their_own_half_of_the_rows_and_the_whole_has_a_bound()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var store = await PostgresStore.OpenAsync(database.ConnectionString, TimeProvider.System, Sample.Stop);
        // The function as it stands, with bounds that need no million rows.
        Assert.Equal("4 2", await ScalarAsync(database.ConnectionString, """
            do $small$
            begin
                execute replace(replace(pg_get_functiondef('trim_security_log'::regproc), 'offset 1000000', 'offset 4'), 'offset 500000', 'offset 2');
            end $small$;
            select array_to_string(regexp_match(prosrc, 'offset (\d+) limit.*offset (\d+) limit'), ' ') from pg_proc where proname = 'trim_security_log'
            """));
        var now = DateTimeOffset.UtcNow;
        await store.SecurityLog.AppendAsync([Happened("a", now)], Sample.Stop);
        await store.SecurityLog.AppendAsync([Happened("x", now, null), Happened("y", now, null), Happened("z", now, null)], Sample.Stop);

        await store.SecurityLog.TrimAsync(Sample.Stop);
        Assert.Equal(["z", "y", "a"], await ReadAsync(store));

        await store.SecurityLog.AppendAsync([Happened("b", now), Happened("c", now), Happened("d", now)], Sample.Stop);
        await store.SecurityLog.TrimAsync(Sample.Stop);
        Assert.Equal(["d", "c", "b", "z"], await ReadAsync(store));
    }

    [Fact]
    public async Task The_servers_role_adds_reads_and_trims_and_is_refused_all_else()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        const string Role = "hierarchy_server";
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = Role }.ConnectionString;
        await using var store = new PostgresStore(TimeProvider.System);
        await store.OpenAsync(server, database.ConnectionString, shared: false, Sample.Stop);
        var now = DateTimeOffset.UtcNow;
        await store.SecurityLog.AppendAsync([Happened("old", now.AddDays(-DaysMax - 1)), Happened("new", now)], Sample.Stop);

        foreach (var sql in (string[])["update security_events set count = 0", "update security_events set person = null where id = 1",
            "delete from security_events", "truncate security_events", "alter table security_events add x integer",
            "create or replace function trim_security_log() returns void language sql as 'delete from security_events'"])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(server, sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        Assert.Equal(["new", "old"], await ReadAsync(store));
        await store.SecurityLog.TrimAsync(Sample.Stop);
        Assert.Equal(["new"], await ReadAsync(store));
    }

    private static SecurityEvent Happened(string what, DateTimeOffset at, string? person = "an") => new(at, what, null, person, "192.0.2.7", 1);

    /// <summary>What is there, newest first.</summary>
    private static async Task<string[]> ReadAsync(PostgresStore store) =>
        [.. (await store.SecurityLog.ReadAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, long.MaxValue, 100, Sample.Stop))
            .Select(row => row.Event.What)];

    private static async Task<object?> ScalarAsync(string address, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Sample.Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Sample.Stop);
    }
}

namespace Hierarchy.Tests.System;

public sealed class PostgresFixtureTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Each_database_of_the_fixture_is_its_own()
    {
        await using var one = await postgres.CreateDatabaseAsync();
        await using var two = await postgres.CreateDatabaseAsync();
        await ReadAsync(one, "create table only_here (x int)");

        Assert.Equal(0L, await ReadAsync(one, "select count(*) from only_here"));
        var missing = await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(two, "select count(*) from only_here"));
        Assert.Equal(PostgresErrorCodes.UndefinedTable, missing.SqlState);
        const string Locale = """
            select current_setting('server_encoding') || '/' || datcollate from pg_database where datname = current_database()
            """;
        Assert.Equal("UTF8/C", await ReadAsync(two, Locale));
    }

    private static async Task<object?> ReadAsync(TestDatabase database, string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}

using Hierarchy.Store.Migrations;

namespace Hierarchy.Tests.Store;

public sealed class MigrationTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Migrating_again_and_at_the_same_time_changes_nothing()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Migrator.MigrateAsync(database.Source, Migrator.Known, Sample.Stop)));
        await Migrator.MigrateAsync(database.Source, Migrator.Known, Sample.Stop);

        Assert.Equal((long)Migrator.Known.Count, await ScalarAsync(database, "select count(*) from migrations"));
        Assert.Equal("schema", await ScalarAsync(database, "select name from migrations where version = 1"));
    }

    [Fact]
    public async Task The_duties_of_an_earlier_schema_keep_their_ids_from_others()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await Migrator.MigrateAsync(database.Source, [.. Migrator.Known.Take(2)], Sample.Stop);
        await using (var owed = database.Source.CreateCommand("""
            insert into tasks values ('t', 'p');
            insert into obligations select unit || '~' || source, unit, '', 0, kind, 'p', 'o', source, '', 0, 2013, 2013, 1, 0, 1, 0, null, null,
                false, 0, false, '' from (values ('a', 't', 0), ('a', 'd', 1), ('b', 'd', 1), ('a', 'e', 2)) as x (unit, source, kind)
            """))
        {
            await owed.ExecuteNonQueryAsync(Sample.Stop);
        }

        await Migrator.MigrateAsync(database.Source, Migrator.Known, Sample.Stop);

        Assert.Equal("d:p e:p t:p", await ScalarAsync(database, "select string_agg(id || ':' || plan, ' ' order by id) from tasks"));
    }

    /// <summary>Those of which the record cannot be read have none, and hinder nothing.</summary>
    [Fact]
    public async Task The_plans_of_an_earlier_schema_get_the_numbers_of_their_documents()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await Migrator.MigrateAsync(database.Source, [.. Migrator.Known.TakeWhile(migration => migration.Name != "plan-numbers")], Sample.Stop);
        await using (var adopted = database.Source.CreateCommand("""
            insert into plans (id, owner, title, start_year, end_year) select 'p' || n, 'a', '', 2013, 2013 from generate_series(1, 5) n;
            insert into events (unit, seq, name, data, actor, at, request_id, digest, hash)
            select 'a', n, name, data, '', 0, 'r' || n, '', '' from (values
                (1, 'plan-adopted', convert_to('{"plan":{"id":"p1","number":"2662/QĐ-UBND"}}', 'UTF8')),
                (2, 'draft-adopted', convert_to('{"plan":{"id":"p2","number":"12/KH"},"tasks":[]}', 'UTF8')),
                (3, 'plan-adopted', convert_to('{"plan":{"id":"p3"}}', 'UTF8')),
                (4, 'plan-adopted', convert_to('{"plan":', 'UTF8')),
                (5, 'plan-adopted', bytea '\xff00')) as x (n, name, data)
            """))
        {
            await adopted.ExecuteNonQueryAsync(Sample.Stop);
        }

        await Migrator.MigrateAsync(database.Source, Migrator.Known, Sample.Stop);

        Assert.Equal("p1:2662/QĐ-UBND p2:12/KH", await ScalarAsync(
            database, "select string_agg(id || ':' || number, ' ' order by id) from plans where number is not null"));
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_the_version_before_it_usable()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var store = await PostgresStore.OpenAsync(database.ConnectionString, TimeProvider.System, Sample.Stop);
        var next = Migrator.Known.Count + 1;
        Migration[] broken =
        [
            .. Migrator.Known,
            new(next, "good", "create table added (x integer)"),
            new(next + 1, "bad", "alter table events add column y integer; select 1 / 0"),
        ];

        var fault = await Assert.ThrowsAsync<PostgresException>(() => Migrator.MigrateAsync(database.Source, broken, Sample.Stop));

        Assert.Equal(PostgresErrorCodes.DivisionByZero, fault.SqlState);
        Assert.Equal(next, await ScalarAsync(database, "select max(version) from migrations"));
        Assert.Equal(0L, await ScalarAsync(database, "select count(*) from added"));
        Assert.Equal(0L, await ScalarAsync(
            database, "select count(*) from information_schema.columns where table_name = 'events' and column_name = 'y'"));
        Assert.Equal(new AppendResult.Appended(1), await store.Events.AppendAsync(Sample.Append("u", 0), Sample.Stop));
        // And the way forward is open: the lock is free.
        await Migrator.MigrateAsync(database.Source, [.. broken[..^1], new(next + 1, "mended", "select 1")], Sample.Stop);
        Assert.Equal(next + 1, await ScalarAsync(database, "select max(version) from migrations"));
    }

    [Fact]
    public async Task A_schema_newer_than_the_program_is_refused()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await Migrator.MigrateAsync(database.Source, [.. Migrator.Known, new(Migrator.Known.Count + 1, "later", "select 1")], Sample.Stop);

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => PostgresStore.OpenAsync(database.ConnectionString, TimeProvider.System, Sample.Stop));

        Assert.Contains("at least as new", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_can_read_the_events_with_psql()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var store = await PostgresStore.OpenAsync(database.ConnectionString, TimeProvider.System, Sample.Stop);
        await store.Events.AppendAsync(Sample.Append("u", 0, Sample.Event("Tây Ninh")), Sample.Stop);

        Assert.Equal("progress-reported 2013-03-31 08:15:00.123+00",
            await ScalarAsync(database, "select name || ' ' || at from readable_events"));
        Assert.Equal("Tây Ninh", await ScalarAsync(database, "select data::jsonb ->> 'note' from readable_events"));
    }

    [Fact]
    public void The_numbers_that_stand_in_the_tables_stay_what_they_are()
    {
        Check<UnitKind>("Ministry Province Department District Office Commune Body Government CentralAgency");
        Check<ObligationKind>("Task Report Plan Finding");
        Check<ObligationStatus>("Waiting NotStarted InProgress Submitted Done Cancelled");
        Check<ReformArea>("Institutions Procedures Apparatus CivilService PublicFinance Modernisation Steering Other");

        static void Check<TEnum>(string names) where TEnum : struct, Enum =>
            Assert.Equal(names, string.Join(
                ' ', Enumerable.Range(0, Enum.GetValues<TEnum>().Length).Select(i => Enum.GetName((TEnum)(object)i))));
    }

    private static async Task<object?> ScalarAsync(TestDatabase database, string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}

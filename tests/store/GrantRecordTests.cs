namespace Hierarchy.Tests.Store;

/// <summary>Whoever gives or takes a right in the table, behind the program's back, is found out by a recount of the events.</summary>
public sealed class GrantRecordTests(PostgresFixture postgres)
{
    private static readonly Grant _given = new("tn~2", "an", Role.Head, "tn", [ReformArea.Procedures], Sample.Today, null, null);

    private static readonly Grant _delegated = _given with
    {
        Id = "tn~3",
        Person = "binh",
        To = Sample.Today.AddDays(9),
        DelegatedFrom = "tn~2",
        DelegatedBy = "an",
    };

    private static readonly FocalAgency _focal = new("tn~4", "tn", "tn-snv", null, [FocalPower.Accept], Sample.Today, null, null);

    [Fact]
    public async Task What_has_been_given_and_ended_is_as_the_events_say()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var store = await FilledAsync(database);
        // What counts is what it says, in whichever order and with whatever spaces.
        Assert.Equal(3, await ExecuteAsync(database, "update grants set data = convert_to((convert_from(data, 'UTF8')::jsonb)::text, 'UTF8')"));

        Assert.Empty((await store.Record.CheckAsync(Sample.Stop)).Grants);
    }

    [Theory]
    [InlineData("update grants set data = convert_to(replace(convert_from(data, 'UTF8'), '\"an\"', '\"me\"'), 'UTF8') where id = 'tn~2'", "tn~2")]
    [InlineData("update grants set data = (select data from grants where id = 'tn~2') where id = 'tn~3'", "tn~3")]
    [InlineData("update grants set data = '{}' where id = 'tn~4'", "tn~4")]
    [InlineData("update grants set unit = 'other' where id = 'tn~3'", "tn~3")]
    [InlineData("update grants set kind = 1 where id = 'tn~3'", "tn~3")]
    [InlineData("update grants set seq = 1000 where id = 'tn~2'", "tn~2")]
    [InlineData("delete from grants where id = 'tn~2'", "tn~2")]
    [InlineData("delete from grants where id = 'tn~4'", "tn~4")]
    [InlineData("insert into grants select 'tn~9', unit, kind, seq, data, change from grants where id = 'tn~2'", "tn~9")]
    [InlineData("insert into grants select 'x~9', 'x', kind, seq, data, change from grants where id = 'tn~4'", "x~9")]
    public async Task A_row_that_was_changed_removed_or_added_is_found(string sql, string id)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var store = await FilledAsync(database);
        Assert.Equal(1, await ExecuteAsync(database, sql));

        var verdict = await store.Record.CheckAsync(Sample.Stop);

        Assert.Equal(id, Assert.Single(verdict.Grants).Id);
        Assert.Empty(verdict.Broken);
    }

    [Fact]
    public async Task What_was_ended_does_not_come_back_unseen()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var store = await FilledAsync(database);
        Assert.Equal(1, await ExecuteAsync(database, """
            update grants set data = convert_to((convert_from(data, 'UTF8')::jsonb - 'endedOn')::text, 'UTF8') where id = 'tn~2'
            """));

        Assert.Equal("tn~2: Its row differs from the events.", Assert.Single((await store.Record.CheckAsync(Sample.Stop)).Grants).ToString());
    }

    [Fact]
    public async Task A_unit_with_an_event_that_cannot_be_read_is_not_judged_and_the_others_are()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var store = await FilledAsync(database);
        var other = _given with { Id = "z~2", Unit = "z" };
        await store.Events.AppendAsync(Sample.Registering(Sample.Unit("z")), Sample.Stop);
        await AppendAsync(store, "z", 1, new UnitEvent.GrantGiven(other), append => append with { Grants = [other] });
        await ExecuteAsync(database, "update events set data = '{}' where unit = 'tn' and seq = 3; delete from grants where id = 'z~2'");

        Assert.Equal("z~2: Its row is missing.", Assert.Single((await store.Record.CheckAsync(Sample.Stop)).Grants).ToString());
    }

    private static async Task<PostgresStore> FilledAsync(TestDatabase database)
    {
        var store = await PostgresStore.OpenAsync(database.ConnectionString, TimeProvider.System, Sample.Stop);
        var (ended, left) = (_given with { EndedOn = Sample.Today }, _focal with { EndedOn = Sample.Today });
        await store.Events.AppendAsync(Sample.Registering(Sample.Unit("tn")), Sample.Stop);
        await AppendAsync(store, "tn", 1, new UnitEvent.GrantGiven(_given), append => append with { Grants = [_given] });
        await AppendAsync(store, "tn", 2, new UnitEvent.GrantDelegated(_delegated), append => append with { Grants = [_delegated] });
        await AppendAsync(store, "tn", 3, new UnitEvent.FocalAgencyAppointed(_focal), append => append with { FocalAgencies = [_focal] });
        await AppendAsync(store, "tn", 4, Sample.Event(), append => append);
        await AppendAsync(store, "tn", 5, new UnitEvent.GrantEnded("tn~2", Sample.Today, null), append => append with { Grants = [ended] });
        await AppendAsync(
            store, "tn", 6, new UnitEvent.FocalAgencyEnded("tn-snv", Sample.Today, null), append => append with { FocalAgencies = [left] });
        return store;
    }

    private static async Task AppendAsync(PostgresStore store, string unit, long expected, UnitEvent happened, Func<Append, Append> with) =>
        Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(with(Sample.Append(unit, expected, happened)), Sample.Stop));

    private static async Task<int> ExecuteAsync(TestDatabase database, string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(Sample.Stop);
    }
}

using Hierarchy.Store.Migrations;

namespace Hierarchy.Tests.Store;

/// <summary>The record proves itself: whoever changes it behind the program's back is found out.</summary>
public sealed class RecordTests(PostgresFixture postgres)
{
    private static readonly Origin Somebody = new("p-1", "s-1", "192.0.2.7", "p-2");

    [Fact]
    public async Task A_record_that_nobody_has_touched_is_whole()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var store = await PostgresStore.OpenAsync(database.ConnectionString, TimeProvider.System, Sample.Stop);
        await FillAsync(store);

        var verdict = await store.Record.CheckAsync(Sample.Stop);

        Assert.Empty(verdict.Broken);
        Assert.Equal((7L, 64), (verdict.Events, verdict.Hash.Length));
        await store.Events.AppendAsync(Sample.Append("u", 5), Sample.Stop);
        Assert.NotEqual(verdict.Hash, (await store.Record.CheckAsync(Sample.Stop)).Hash);
    }

    [Theory]
    [InlineData("update events set name = 'other' where unit = 'u' and seq = 3")]
    [InlineData("update events set data = '{}' where unit = 'u' and seq = 3")]
    [InlineData("update events set actor = 'nobody' where unit = 'u' and seq = 3")]
    [InlineData("update events set at = at + 1 where unit = 'u' and seq = 3")]
    [InlineData("update events set request_id = 'r' where unit = 'u' and seq = 3")]
    [InlineData("update events set digest = '' where unit = 'u' and seq = 3")]
    [InlineData("update events set person = null where unit = 'u' and seq = 3")]
    [InlineData("update events set session = 's-2' where unit = 'u' and seq = 3")]
    [InlineData("update events set address = '192.0.2.8' where unit = 'u' and seq = 3")]
    [InlineData("update events set on_behalf_of = person, person = on_behalf_of where unit = 'u' and seq = 3")]
    [InlineData("update events set hash = sha256(hash) where unit = 'u' and seq = 3")]
    [InlineData("delete from events where unit = 'u' and seq = 1", 1)]
    [InlineData("delete from events where unit = 'u' and seq = 3")]
    [InlineData("delete from events where unit = 'u' and seq = 5", 5)]
    [InlineData("delete from events where unit = 'u'", 1)]
    [InlineData("update events set seq = 6 where unit = 'u' and seq = 5", 5)]
    [InlineData("delete from record_heads where unit = 'u'", 5)]
    [InlineData("update record_heads set seq = 4, hash = (select hash from events where unit = 'u' and seq = 4) where unit = 'u'", 5)]
    [InlineData("""
        insert into events (unit, seq, name, data, actor, at, hash) select unit, 6, name, data, actor, at, hash from events where unit = 'u' and seq = 5
        """, 6)]
    [InlineData("""
        update events e set data = o.data, name = o.name from events o where e.unit = 'u' and o.unit = 'u' and e.seq in (2, 3) and o.seq = 5 - e.seq
        """, 2)]
    public async Task A_row_that_was_changed_removed_or_inserted_is_found(string sql, long seq = 3)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var store = await PostgresStore.OpenAsync(database.ConnectionString, TimeProvider.System, Sample.Stop);
        await FillAsync(store);
        await using (var touch = database.Source.CreateCommand(sql))
        {
            Assert.InRange(await touch.ExecuteNonQueryAsync(Sample.Stop), 1, int.MaxValue);
        }

        var broken = Assert.Single((await store.Record.CheckAsync(Sample.Stop)).Broken);

        Assert.Equal(("u", seq), (broken.Unit, broken.Seq));
    }

    [Fact]
    public async Task The_record_of_an_earlier_schema_is_chained_as_it_stands_and_goes_on()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var before = Migrator.Known.TakeWhile(migration => migration.Name != "record").ToArray();
        await Migrator.MigrateAsync(database.Source, before, Sample.Stop);
        await using (var earlier = database.Source.CreateCommand("""
            insert into events (unit, seq, name, data, actor, at, request_id, digest)
            select unit, seq, 'progress-reported', convert_to('{"Ghi chú":"Đã xong"}', 'UTF8'), 'người dùng', 630000000000000000 + seq,
                case when seq % 2 = 0 then 'c:' || seq end, case when seq % 3 = 0 then 'đ' end
            from (values ('u'), ('v')) as units (unit), generate_series(1, 50) as seq
            """))
        {
            await earlier.ExecuteNonQueryAsync(Sample.Stop);
        }

        await using var store = await PostgresStore.OpenAsync(database.ConnectionString, TimeProvider.System, Sample.Stop);

        Assert.Equal((100L, 0), await CheckAsync(store));
        Assert.Equal(new AppendResult.Appended(51), await store.Events.AppendAsync(Sample.Append("u", 50), Sample.Stop));
        Assert.Equal((101L, 0), await CheckAsync(store));
    }

    [Fact]
    public async Task Appends_of_many_units_at_once_are_chained_each_for_itself()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var store = await PostgresStore.OpenAsync(database.ConnectionString, TimeProvider.System, Sample.Stop);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async unit =>
        {
            for (var seq = 0; seq < 20; seq += 2)
            {
                await store.Events.AppendAsync(Sample.Append($"u{unit}", seq, Sample.Event("1"), Sample.Event("2")), Sample.Stop);
            }
        }));

        Assert.Equal((800L, 0), await CheckAsync(store));
    }

    private static async Task<(long Events, int Broken)> CheckAsync(PostgresStore store)
    {
        var verdict = await store.Record.CheckAsync(Sample.Stop);
        return (verdict.Events, verdict.Broken.Length);
    }

    /// <summary>Five events of one unit, the third of a person; two of another.</summary>
    private static async Task FillAsync(PostgresStore store)
    {
        Append[] appends =
        [
            Sample.Append("u", 0, Sample.Event("1"), Sample.Event("2 \0")),
            Sample.Append("u", 2, Sample.Event("3")) with { Origin = Somebody, RequestId = "p:1", Digest = "d" },
            Sample.Append("u", 3, Sample.Event("4"), Sample.Event("5")),
            Sample.Append("v", 0, Sample.Event("1")),
            Sample.Append("v", 1, Sample.Event("2")),
        ];
        foreach (var append in appends)
        {
            Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(append, Sample.Stop));
        }
    }
}

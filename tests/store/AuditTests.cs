namespace Hierarchy.Tests.Store;

/// <summary>The record of a unit and all below it, whoever keeps it.</summary>
public abstract class AuditTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    [Fact]
    public async Task It_holds_what_was_done_at_the_unit_and_below_newest_first_whatever_the_page()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(
            Sample.Unit("r", kind: UnitKind.Province), Sample.Unit("a", "r"), Sample.Unit("a1", "a"), Sample.Unit("b", "r"), Sample.Unit("q"));
        // Two at one instant in one unit, and one of another unit at the same.
        await AppendAsync("a", 1, 10, null, 2);
        await AppendAsync("a1", 1, 10, "an");
        await AppendAsync("b", 1, 5, "an");
        await AppendAsync("a", 3, 20, "binh");
        await AppendAsync("q", 1, 30, "an");
        // A clock that was set back.
        await AppendAsync("b", 2, 4, null);

        string[] all = ["a4", "a12", "a3", "a2", "b2", "b3", "r1", "b1", "a11", "a1"];
        foreach (var first in Enumerable.Range(1, 11))
        {
            Assert.Equal(all.Select(Spelt), await ReadAsync(new AuditQuery("r", first)));
        }
        Assert.Equal(["a 4", "a1 2", "a 3", "a 2", "a1 1", "a 1"], await ReadAsync(new AuditQuery("a", 4)));
        Assert.Equal(["a1 2", "b 2"], await ReadAsync(new AuditQuery("r", 1) { Actor = "an" }));
        Assert.Equal(["a1 2", "a 3", "a 2"], await ReadAsync(new AuditQuery("r", 2) { From = At(10), Until = At(20) }));
        Assert.Equal(["a 4"], await ReadAsync(new AuditQuery("r", 2) { From = At(20) }));
        Assert.Equal(["b 2"], await ReadAsync(new AuditQuery("r", 2) { Actor = "an", Until = At(10) }));
        Assert.Empty(await ReadAsync(new AuditQuery("nowhere", 2)));
        Assert.Empty(await ReadAsync(new AuditQuery("r", 2) { Actor = "nobody" }));

        var newest = (await store.Queries.AuditAsync(new AuditQuery("a", 1), Sample.Stop)).Items[0];
        Assert.Equal(new Origin("binh", "session", "192.0.2.7", "chi"), newest.Origin);

        async Task AppendAsync(string unit, long expected, int minutes, string? person, int events = 1) =>
            Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(
                Sample.Append(unit, expected, [.. Enumerable.Repeat(Sample.Event(), events)]) with
                {
                    At = At(minutes),
                    Origin = person is null ? Origin.None : new Origin(person, "session", "192.0.2.7", "chi"),
                },
                Sample.Stop));

        async Task<List<string>> ReadAsync(AuditQuery query)
        {
            var read = new List<string>();
            while (true)
            {
                var page = await store.Queries.AuditAsync(query, Sample.Stop);
                read.AddRange(page.Items.Select(stored => $"{stored.Unit} {stored.Seq}"));
                if (!page.HasNext)
                {
                    return read;
                }
                Assert.Equal(query.First, page.Items.Length);
                query = query with { After = AuditCursor.Of(page.Items[^1]) };
            }
        }

        static DateTimeOffset At(int minutes) => Sample.At.AddMinutes(minutes);

        // The last figure is the number of the event; ids have one of their own.
        static string Spelt(string id) => $"{id[..^1]} {id[^1]}";
    }

    [Fact]
    public async Task Obligations_are_known_by_their_titles()
    {
        var store = await OpenAsync();
        await store.OweAsync(Sample.Obligation("u", "t", title: "Rà soát"));

        var title = Assert.Single(await store.Queries.TitlesAsync(["u~t", "u~none", "u~t"], Sample.Stop));

        Assert.Equal(KeyValuePair.Create("u~t", "Rà soát"), title);
    }
}

public sealed class MemoryAuditTests() : AuditTests(MemoryUnderTest.CreateAsync);

public sealed partial class PostgresAuditTests(PostgresFixture postgres) : AuditTests(postgres.CreateStoreAsync)
{
    private const int Units = 1_000;
    private const int EventsOfEach = 100;

    [Theory]
    [InlineData(false, "r~", 51)]
    [InlineData(true, "r~", 51)]
    [InlineData(false, "r~u7~", 51)]
    [InlineData(true, "r~u7~", 51)]
    public async Task A_page_costs_look_ups_and_no_walk_through_the_history(bool ofPerson, string path, int rows)
    {
        await using var database = new PostgresUnderTest(await postgres.CreateDatabaseAsync());
        await database.OpenAsync();
        await ExecuteAsync("""
            insert into units (id, name, kind, parent, depth, path) values ('r', 'r', 0, null, 0, 'r~');
            insert into units (id, name, kind, parent, depth, path)
                select 'u' || i, 'u', 0, 'r', 1, 'r~u' || i || '~' from generate_series(1, $1) i
            """);
        await ExecuteAsync("""
            insert into events (unit, seq, name, data, actor, at, person, hash)
                select 'u' || u, e, 'progress-reported', decode('7b7d', 'hex'), 'x', 1000000 * e + u, case e % 10 when 0 then 'an' end, ''
                from generate_series(1, $1) u, generate_series(1, $2) e
            """);
        await ExecuteAsync("analyze");

        await using var command = database.Database.Source.CreateCommand("explain (analyze, buffers) " + AuditSql.PageOf(ofPerson));
        foreach (var value in (object[])[path, path[..^1] + '\u007f', 0L, long.MaxValue, 50_000_000L, "", 0L, rows, .. ofPerson ? ["an"] : Array.Empty<object>()])
        {
            command.Parameters.AddWithValue(value);
        }
        await using var reader = await command.ExecuteReaderAsync(Sample.Stop);
        var plan = new List<string>();
        while (await reader.ReadAsync(Sample.Stop))
        {
            plan.Add(reader.GetString(0));
        }

        Assert.DoesNotContain(plan, line => line.Contains("Seq Scan on events", StringComparison.Ordinal));
        var pages = BuffersOf().Match(plan.First(line => line.Contains("Buffers", StringComparison.Ordinal)));
        Assert.True(int.Parse(pages.Groups[1].Value) < 8 * (Units + rows), string.Join('\n', plan));

        async Task ExecuteAsync(string sql)
        {
            foreach (var one in sql.Split(';'))
            {
                await using var run = database.Database.Source.CreateCommand(one);
                foreach (var value in new[] { Units, EventsOfEach }.Take(one.Contains("$2") ? 2 : one.Contains("$1") ? 1 : 0))
                {
                    run.Parameters.AddWithValue(value);
                }
                await run.ExecuteNonQueryAsync(Sample.Stop);
            }
        }
    }

    [GeneratedRegex(@"shared hit=(\d+)")]
    private static partial Regex BuffersOf();
}

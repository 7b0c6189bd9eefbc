namespace Hierarchy.Tests.Store;

/// <summary>Reports and their revisions, whoever keeps them.</summary>
public abstract class ReportTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    private const string Period = "r~2013-H1";

    protected static readonly ReportKey Key = new("u", Period);

    private static readonly UnitEvent[] Happened =
    [
        new UnitEvent.ReportOpened(Period, FormOf(Period), []),
        new UnitEvent.ReportWritten(Period, [], [new RowEntry("1", 5, 0, null)], []),
        Signed(1, "{\"a\":1}", 5),
        new UnitEvent.ReportReceived(Period, "Đã nhận", []),
        new UnitEvent.ReportReopened(Period, "Sai", []),
        new UnitEvent.ReportWritten(Period, [], [new RowEntry("1", 6, 0, null)], []),
        Signed(2, "{\"a\":2}", 6),
        new UnitEvent.ReportReturned(Period, "Thiếu", []),
    ];

    [Fact]
    public async Task Each_revision_stays_as_it_was_and_what_was_signed_to_the_byte()
    {
        await WriteAsync(await OpenAsync());
        var queries = (await OpenAsync()).Queries;

        var present = Assert.Single(await queries.ReportsAsync([Key, new ReportKey("u", "r~2013-Q9"), new ReportKey("x", Period)], Sample.Stop));
        Assert.Equal((2, ReportStatus.Returned, 6L), (present.Revision, present.Status, present.EntryOf("1")!.Numerator));
        Assert.Equal(
            [(1, ReportStatus.Received, 5L), (2, ReportStatus.Returned, 6L)],
            (await queries.RevisionsAsync([Key], Sample.Stop)).Select(one => (one.Revision, one.Status, one.EntryOf("1")!.Numerator!.Value)));
        Assert.Empty(await queries.RevisionsAsync([new ReportKey("u", "r~2013-Q9")], Sample.Stop));
        var contents = await queries.SignedContentsAsync([(Key, 1), (Key, 2), (Key, 3)], Sample.Stop);
        Assert.Equal(["{\"a\":1}", "{\"a\":2}"], contents.OrderBy(one => one.Key.Revision).Select(one => one.Value));
    }

    [Fact]
    public async Task Revisions_of_several_reports_are_read_at_once()
    {
        var store = await OpenAsync();
        await WriteAsync(store, "v");
        await WriteAsync(store);
        var found = await store.Queries.RevisionsAsync([new ReportKey("v", Period), new ReportKey("x", Period), Key], Sample.Stop);
        Assert.Equal([("u", 1), ("u", 2), ("v", 1), ("v", 2)], found.Select(one => (one.Unit, one.Revision)));
    }

    [Fact]
    public async Task How_reports_stand_is_told_of_many_at_once()
    {
        var store = await OpenAsync();
        await WriteAsync(store);
        var standing = Assert.Single(await store.Queries.StandingsAsync(Period, ["x", "u"], Sample.Stop));
        Assert.Equal((Key, 2, ReportStatus.Returned, new DateOnly(2013, 6, 14)), (standing.Report, standing.Revision, standing.Status, standing.To));
        Assert.Equal(new FigureValue(6, 0), Assert.Single(standing.Values).Value);
        Assert.Equal(2, Assert.Single(await store.Queries.SignedAsync("u", "r", Sample.Stop)).Revision);
        Assert.Empty(await store.Queries.SignedAsync("u", "s", Sample.Stop));
        Assert.Empty(await store.Queries.StandingsAsync("r~2013-Q9", ["u"], Sample.Stop));
    }

    [Fact]
    public async Task A_window_finds_what_falls_due_in_it_and_what_was_done_in_it()
    {
        var store = await OpenAsync();
        var day = new DateOnly(2013, 3, 15);
        await store.RegisterAsync(Sample.Unit("u"));
        await store.OweAsync(
            Sample.Obligation("u", "a", day), Sample.Obligation("u", "b", day.AddDays(1)),
            Sample.Obligation("u", "c", day.AddDays(9)) with { Status = ObligationStatus.Done, CompletedOn = day },
            Sample.Obligation("u", "d", day.AddDays(9)) with { Status = ObligationStatus.Submitted, CompletedOn = day },
            Sample.Obligation("u", "e") with { Status = ObligationStatus.Done, CompletedOn = day.AddDays(-1) }, Sample.Obligation("u", "f"));
        foreach (var isPast in new[] { false, true })
        {
            var query = new ObligationQuery("u", Below: true, Sample.Today) { IsPast = isPast, Window = new DayRange(day, day) };
            Assert.Equal(["u~a", "u~c"], (await store.Queries.ObligationsAsync(query, Sample.Stop)).Items.Select(o => o.Id).Order());
            Assert.Equal(2, await store.Queries.CountObligationsAsync(query, Sample.Stop));
            Assert.Equal(3, await store.Queries.CountObligationsAsync(query with { Window = new DayRange(day, day.AddDays(1)) }, Sample.Stop));
            var list = new ObligationLists.OfUnits(query with { Unit = null, Below = false }, ["u"]);
            Assert.Equal(2, Assert.Single(await store.Queries.SumObligationsAsync(list, Sample.Stop)).Count);
            Assert.Equal(2, Assert.Single(await store.Queries.ObligationsAsync(list, Sample.Stop)).Items.Length);
        }
    }

    protected static async Task WriteAsync(OpenStore store, string unit = "u")
    {
        await store.RegisterAsync(Sample.Unit(unit));
        var state = UnitState.Empty;
        state = state.Apply(new StoredEvent(unit, 1, new UnitEvent.UnitRegistered(Sample.Unit(unit)), "an", Sample.At, null));
        foreach (var happened in Happened)
        {
            var stored = new StoredEvent(unit, state.Seq + 1, happened, "an", Sample.At, null);
            state = state.Apply(stored);
            var append = Sample.Append(unit, stored.Seq - 1, happened) with { Reports = [((UnitEvent.OfReport)happened).RecordOf(state)] };
            Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(append, Sample.Stop));
        }
    }

    private static ReportForm FormOf(string period) => new(
        "r", "Báo cáo", "p", null, period, "06 tháng, 2013", new DateOnly(2012, 12, 15), new DateOnly(2013, 6, 14), [], new DateOnly(2013, 1, 1), [],
        [new TemplateRow("1", null, "Hồ sơ", "hồ sơ", RowSource.Entered)]);

    private static UnitEvent.ReportSigned Signed(int revision, string content, long value) => new(
        Period, revision, "A", "B", new Document($"{revision}/BC", new DateOnly(2013, 3, 1), null, null), null, new DateOnly(2013, 3, 1), content,
        ReportContent.Sha256Of(content), [new CountedFigure("1", new FigureValue(value, 0))], []);
}

public sealed class MemoryReportTests() : ReportTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresReportTests(PostgresFixture postgres) : ReportTests(postgres.CreateStoreAsync)
{
    [Fact]
    public async Task What_is_changed_behind_the_programs_back_is_named()
    {
        await using var under = new PostgresUnderTest(await postgres.CreateDatabaseAsync());
        var database = under.Database;
        await WriteAsync(await under.OpenAsync());
        await using var store = await PostgresStore.OpenAsync(database.ConnectionString, TimeProvider.System, Sample.Stop);
        Assert.Empty((await store.Record.CheckAsync(Sample.Stop)).Reports);
        foreach (var (change, id) in new[]
        {
            ("update reports set content = convert_to('{\"a\":3}', 'UTF8') where revision = 1", Key.IdOf(1)),
            ("update reports set status = 2 where revision = 2", Key.IdOf(2)),
            ("delete from reports where revision = 1", Key.IdOf(1)),
            ("insert into reports select unit, 'r~2014-H1', revision, regime, last_day, status, sha256, figures, data, content from reports",
                "u~r~2014-H1~2"),
        })
        {
            await using var connection = new NpgsqlConnection(database.ConnectionString);
            await connection.OpenAsync(Sample.Stop);
            await using var command = new NpgsqlCommand(change, connection);
            await command.ExecuteNonQueryAsync(Sample.Stop);
            Assert.Contains((await store.Record.CheckAsync(Sample.Stop)).Reports, wrong => wrong.Id == id);
        }
    }
}

namespace Hierarchy.Tests.Store;

/// <summary>Past days: lists and figures are what a plain replay of the events up to the day says, whoever keeps them.</summary>
public abstract class PastTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Figures_of_each_day_equal_the_recount(int seed)
    {
        var history = await PastHistory.WriteAsync(await OpenAsync(), seed);

        await CheckFiguresAsync(await OpenAsync(), history);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Lists_of_each_day_hold_what_there_was_as_it_was(int seed)
    {
        var store = await OpenAsync();
        var history = await PastHistory.WriteAsync(store, seed);
        foreach (var day in history.Days)
        {
            var owed = history.On(day);
            foreach (var order in Enum.GetValues<ObligationOrder>())
            {
                var query = new ObligationQuery("m", Below: true, day, 500) { IsPast = true, Order = order };
                var ordered = owed.OrderBy(o => KeyOf(ObligationCursor.Of(order, o))).ThenBy(o => o.Id, StringComparer.Ordinal).ToList();
                Assert.Equal(ordered, (await store.Queries.ObligationsAsync(query, Sample.Stop)).Items);
                var page = await store.Queries.ObligationsAsync(query with { First = 3 }, Sample.Stop);
                Assert.Equal(ordered.Take(3), page.Items);
                if (page.Items is [.., var last])
                {
                    var rest = query with { After = ObligationCursor.Of(order, last) };
                    Assert.Equal(ordered.Skip(3), (await store.Queries.ObligationsAsync(rest, Sample.Stop)).Items);
                }
            }
            await CheckListAsync(owed, day);
            await CheckListAsync(owed.Where(o => o.IsOverdue(day)), day, query => query with { Overdue = true });
            await CheckListAsync(owed.Where(o => !o.IsOverdue(day)), day, query => query with { Overdue = false });
            await CheckListAsync(
                owed.Where(o => o.TimelinessAt(day) is Timeliness.DoneLate or Timeliness.WithinTerm), day,
                query => query with { Timeliness = [Timeliness.DoneLate, Timeliness.WithinTerm] });
            await CheckListAsync(
                owed.Where(o => o.Status == ObligationStatus.Done), day, query => query with { Status = [ObligationStatus.Done] });
            await CheckListAsync(owed.Where(o => o.HasOpenDifficulty), day, query => query with { WithDifficulty = true });
            await CheckListAsync(owed.Where(o => o.IsPostponed), day, query => query with { Postponed = true });
            await CheckListAsync(owed.Where(o => o.Unit == "d"), day, query => query with { Unit = "d", Below = false });
            await CheckListAsync(
                owed.Where(o => !owed.Any(other => other.Unit == o.Unit && other.Reported)), day, query => query with { Silent = true });
            await CheckListAsync(
                owed.Where(o => o.Terms.Title.Contains("p1-t1", StringComparison.Ordinal)), day, query => query with { Text = "NHIEM VU P1-t1" });
            var lists = new ObligationLists.OfUnits(new ObligationQuery(null, false, day, 500) { IsPast = true }, ["d", "c1", "c2"]);
            Assert.Equal(
                lists.Units.Select(unit => owed.Count(o => o.Unit == unit)),
                (await store.Queries.ObligationsAsync(lists, Sample.Stop)).Select(page => page.Items.Length));
            Assert.Equal(
                lists.Units.Select(unit => owed.Count(o => o.Unit == unit)),
                (await store.Queries.SumObligationsAsync(lists, Sample.Stop)).Select(sums => sums.Count));
        }

        async Task CheckListAsync(IEnumerable<Obligation> expected, DateOnly day, Func<ObligationQuery, ObligationQuery>? filter = null)
        {
            var query = new ObligationQuery("m", Below: true, day, 500) { IsPast = true };
            query = filter?.Invoke(query) ?? query;
            Assert.Equal(
                expected.OrderBy(o => o.Id, StringComparer.Ordinal),
                (await store.Queries.ObligationsAsync(query, Sample.Stop)).Items.OrderBy(o => o.Id, StringComparer.Ordinal));
            Assert.Equal(expected.Count(), await store.Queries.CountObligationsAsync(query, Sample.Stop));
            Assert.Equal(expected.Sum(o => o.Spent), (await store.Queries.SumObligationsAsync(query, Sample.Stop)).Spent);
        }
    }

    [Fact]
    public async Task A_finding_that_was_handed_in_on_an_earlier_day_was_so_on_that_day()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("u"));
        var on = new DateOnly(2013, 3, 1);
        var state = UnitState.Empty.Apply(new StoredEvent("u", 1, new UnitEvent.UnitRegistered(Sample.Unit("u")), "an", Sample.At, null));
        foreach (var happened in new UnitEvent[]
        {
            new UnitEvent.UnitInspected(new Inspection("k", "m", "u", on, null, [new Finding("Thiếu", on.AddDays(30))])),
            new UnitEvent.Submitted("u~k~1", on.AddDays(9), null),
        })
        {
            var stored = new StoredEvent("u", state.Seq + 1, happened, "an", Sample.At, null);
            state = state.Apply(stored);
            var append = Sample.Append("u", stored.Seq - 1, happened) with { Obligations = Timeline.ChangedBy(stored, state) };
            Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(append, Sample.Stop));
        }
        foreach (var (day, status) in new[] { (on.AddDays(8), ObligationStatus.NotStarted), (on.AddDays(9), ObligationStatus.Submitted) })
        {
            var query = new ObligationQuery("u", Below: true, day) { IsPast = true };
            Assert.Equal(status, Assert.Single((await store.Queries.ObligationsAsync(query, Sample.Stop)).Items).Status);
        }
        // Its history begins with what found it.
        var history = Assert.Single(await store.Queries.HistoriesOfObligationsAsync(["u~k~1"], 10, null, Sample.Stop));
        Assert.Equal([3L, 2L], history.Items.Select(stored => stored.Seq));
    }

    [Fact]
    public async Task An_unknown_unit_has_no_past()
    {
        var store = await OpenAsync();
        Assert.Empty(await store.Queries.FiguresAsync(new FigureQuery("no such unit", Cell.General(null, null, null), [Sample.Today]), Sample.Stop));
    }

    internal static async Task CheckFiguresAsync(OpenStore store, PastHistory history)
    {
        var units = store.Directory.All();
        var recounts = history.Days.ToDictionary(day => day, day => history.RecountOn(day).Totals(units));
        foreach (var unit in units)
        {
            foreach (var cell in history.CellsAt(unit.Id, store.Directory))
            {
                var expected = history.Days.Select(day => At(recounts[day][unit.Id], cell)).ToList();
                Assert.Equal(expected, await ReadAsync(unit.Id, cell, history.Days));
                Assert.Equal(expected[^2], (await ReadAsync(unit.Id, cell, [history.Days[^2]]))[0]);
            }
            var general = Cell.General(2013, null, null, Scope.All);
            await CheckCutAsync(unit.Id, general, FigureCut.Child, (day, child) =>
                child == unit.Id ? At(history.RecountOn(day, unit.Id).Totals(units)[unit.Id], general) : At(recounts[day][child], general));
            await CheckCutAsync(unit.Id, general, FigureCut.ReformArea, (day, area) =>
                At(recounts[day][unit.Id], general with { Reform = Enum.Parse<ReformArea>(area) }));
            await CheckCutAsync(unit.Id, general, FigureCut.Plan, (day, plan) => OfPlan(day, plan));

            Measures OfPlan(DateOnly day, string plan)
            {
                // What was handed over to units beside the plan's owner rises from there.
                var owner = store.Directory.FindPlan(plan)!.Owner;
                var cell = Cell.OfPlan(owner, plan, null, null);
                var here = At(recounts[day][unit.Id], cell);
                return owner != unit.Id && store.Directory.IsAtOrBelow(owner, unit.Id) ? here + At(recounts[day][owner], cell) : here;
            }
        }
        await CheckCutAsync("p", Cell.OfPlan("p", "p1", null, null), FigureCut.Source, (day, source) =>
            recounts[day]["p"][Cell.OfSource("p", source)]);
        foreach (var day in history.Days)
        {
            var projected = new Recount();
            await foreach (var sum in store.Queries.SumsAsync(Sample.Stop, day))
            {
                projected.Add(sum);
            }
            await foreach (var money in store.Queries.MoneyAsync(Sample.Stop))
            {
                if (money.From <= day)
                {
                    projected.Add(money);
                }
            }
            Assert.Equal(recounts[day].SelectMany(Named), projected.Totals(units).SelectMany(Named));
        }

        async Task<List<Measures>> ReadAsync(string unit, Cell cell, ImmutableArray<DateOnly> days)
        {
            var figures = await store.Queries.FiguresAsync(new FigureQuery(unit, cell, days), Sample.Stop);
            return [.. days.Select(day => figures.SingleOrDefault(figure => figure.Day == day)?.Measures ?? Measures.Zero)];
        }

        async Task CheckCutAsync(string unit, Cell cell, FigureCut cut, Func<DateOnly, string, Measures> expected)
        {
            var figures = await store.Queries.FiguresAsync(new FigureQuery(unit, cell, history.Days, cut), Sample.Stop);
            Assert.All(figures, figure => Assert.Equal(expected(figure.Day, figure.Slice), figure.Measures));
            var whole = await ReadAsync(unit, cell, history.Days);
            Assert.Equal(
                whole.Select(measures => measures.Sums.Total),
                history.Days.Select(day => figures.Where(figure => figure.Day == day).Sum(figure => figure.Measures.Sums.Total)));
        }

        static Measures At(Dictionary<Cell, Measures> kept, Cell cell) => cell.Of(each => kept.GetValueOrDefault(each));

        static IEnumerable<(string, Cell, Measures)> Named(KeyValuePair<string, Dictionary<Cell, Measures>> unit) =>
            unit.Value.OrderBy(cell => cell.Key.ToString(), StringComparer.Ordinal).Select(cell => (unit.Key, cell.Key, cell.Value));
    }

    private static long KeyOf(ObligationCursor cursor) => cursor.Key is not { } key ? int.MaxValue
        : cursor.Order is ObligationOrder.DueAsc or ObligationOrder.PercentAsc ? key : -key;
}

public sealed class MemoryPastTests() : PastTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresPastTests(PostgresFixture postgres) : PastTests(postgres.CreateStoreAsync)
{
    [Fact]
    public async Task A_system_that_is_older_than_the_projection_gets_it_from_its_events()
    {
        await using var database = new PostgresUnderTest(await postgres.CreateDatabaseAsync());
        var history = await PastHistory.WriteAsync(await database.OpenAsync(), seed: 6);
        var written = await SpansAsync(database);
        Assert.NotEmpty(written);
        await ExecuteAsync(database, "truncate obligation_spans, plan_money, projections; update open_spans set from_day = '2000-01-01'");

        var opened = await database.OpenAsync();

        Assert.Equal(written, await SpansAsync(database));
        await PastTests.CheckFiguresAsync(opened, history);
    }

    private static async Task<List<string>> SpansAsync(PostgresUnderTest database)
    {
        await using var source = NpgsqlDataSource.Create(database.Database.ConnectionString);
        await using var command = source.CreateCommand("""
            select t from (select s::text as t, obligation, from_day from obligation_spans s union all select s::text, obligation, from_day from open_spans s) all_spans
            order by obligation, from_day
            """);
        await using var reader = await command.ExecuteReaderAsync(Sample.Stop);
        var rows = new List<string>();
        while (await reader.ReadAsync(Sample.Stop))
        {
            rows.Add(reader.GetString(0));
        }
        return rows;
    }

    private static async Task ExecuteAsync(PostgresUnderTest database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database.Database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Sample.Stop);
    }
}

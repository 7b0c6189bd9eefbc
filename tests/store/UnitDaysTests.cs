namespace Hierarchy.Tests.Store;

/// <summary>Units that are renamed, moved and closed, whichever store keeps them.</summary>
public abstract class UnitDaysTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    private static readonly DateOnly Day = new(2025, 7, 1);
    private static readonly Document Act = new("76/2025/UBTVQH15", new DateOnly(2025, 4, 14), null, null);

    [Fact]
    public async Task Every_process_tells_the_tree_of_each_day()
    {
        var store = await OpenAsync();
        var early = await OpenAsync();
        var country = await RegisterAsync(store);
        await country.DoAsync("p2", new UnitEvent.UnitRenamed("Tỉnh Mới", UnitKind.Province, "80", Day, Act));
        await country.DoAsync("d1", new UnitEvent.UnitMoved("p2", Day.AddDays(10), Act, "p1"));
        await country.DoAsync("c2", new UnitEvent.UnitClosed(Day, Act, [new Kin("c1", Extent.Full)]));
        await early.RefreshDirectoryAsync();

        foreach (var directory in new[] { store.Directory, early.Directory, (await OpenAsync()).Directory })
        {
            Assert.Equal(("Tỉnh Mới", "80"), (directory.Find("p2")!.Name, directory.Find("p2")!.Code));
            Assert.Equal("m p2", Ids(directory.Ancestors("d1")));
            Assert.Equal("m p2 d1", Ids(directory.Ancestors("c1")));
            Assert.Equal(Day.AddDays(-1), directory.Find("c2")!.To);
            Assert.Equal("c1", Ids(directory.Children("d1")));
            Assert.Equal("c2", Ids(directory.Closed("d1")));
            Assert.Equal("c1", Ids(directory.Below("m", UnitKind.Commune)));
            Assert.Equal("m p1 p2 d1 c1 c2", Ids(directory.All()));
            Assert.Equal(2, directory.CountInTree("m", UnitKind.Commune));
            Assert.True(directory.IsAtOrBelow("c2", "p2") && !directory.IsAtOrBelow("c1", "p1"));
            Assert.Equal(["72", "80"], directory.Names("p2").Select(name => name.Code));
            Assert.Equal([new Lineage("c2", "c1", Extent.Full, Day, null)], directory.Predecessors("c1"));
            Assert.Equal(directory.Predecessors("c1"), directory.Successors("c2"));
            Assert.Equal(["p2"], directory.ByCode("72").Select(unit => unit.Id));

            var before = directory.At(Day.AddDays(-1));
            Assert.Equal("Tỉnh Cũ", before.Find("p2")!.Name);
            Assert.Equal("m p1 d1", Ids(before.Ancestors("c2")));
            Assert.Equal("c1 c2", Ids(before.Children("d1")));
            Assert.Equal("c1 c2", Ids(before.Below("p1", UnitKind.Commune)));
            Assert.Equal("p2", Ids(before.ByCode("72")));
            Assert.Same(before, directory.At(new DateOnly(2013, 1, 1)));
            var between = directory.At(Day.AddDays(9));
            Assert.Equal(("Tỉnh Mới", "d1"), (between.Find("p2")!.Name, Ids(between.Children("p1"))));
            Assert.Null(between.Find("c2"));
            var today = directory.At(Day.AddDays(10));
            Assert.Null(today.Find("c2"));
            Assert.Equal(("d1", "", "p2"), (Ids(today.Children("p2")), Ids(today.ByCode("72")), Ids(today.ByCode("80"))));
            Assert.Same(today, directory.At(DateOnly.MaxValue));

            // Places are those of the day; names, and what has ended, are as they are now.
            var stood = directory.StandingOn(Day.AddDays(9));
            Assert.Equal(("d1", "", "m p1 d1"), (Ids(stood.Children("p1")), Ids(stood.Children("p2")), Ids(stood.Ancestors("c2"))));
            Assert.Equal(("Tỉnh Mới", "c2"), (stood.Find("p2")!.Name, Ids(stood.Closed("d1"))));
            Assert.Equal("m p1 d1 c1 c2 p2", Ids(stood.All()));
            Assert.Same(stood, directory.StandingOn(new DateOnly(2013, 1, 1)));
            Assert.Same(directory, stood.StandingOn(Day.AddDays(10)));
        }
    }

    [Fact]
    public async Task What_is_owed_moves_with_its_unit_and_stays_where_that_ended()
    {
        var store = await OpenAsync();
        var country = await RegisterAsync(store);
        foreach (var unit in (string[])["d1", "c1", "c2"])
        {
            await country.OweAsync(Sample.Obligation(unit, "t", title: $"Việc của {unit}"));
        }
        await country.DoAsync("c2", new UnitEvent.UnitClosed(Day, Act, []));
        await country.DoAsync("d1", new UnitEvent.UnitMoved("p2", Day, Act, "p1"));
        await country.OweAsync(Sample.Obligation("c1", "u"));

        Assert.Equal("", await OwedAsync(store, "p1", ObligationOrder.DueAsc));
        foreach (var order in Enum.GetValues<ObligationOrder>())
        {
            Assert.Equal("c1~t c1~u c2~t d1~t", await OwedAsync(store, "p2", order));
        }
        await country.DoAsync("c1", new UnitEvent.UnitRenamed("Phòng", UnitKind.Office, null, Day, Act));
        var offices = await store.Queries.ObligationsAsync(
            new ObligationQuery("p2", Below: true, Sample.Today) { UnitKind = UnitKind.Office }, Sample.Stop);
        Assert.Equal(["c1~t", "c1~u"], offices.Items.Select(o => o.Id).Order(StringComparer.Ordinal));
        var today = store.Directory.At(DateOnly.MaxValue);
        Assert.DoesNotContain("c1", UnitSearch.Find(today.Named(), today, "đơn vị c", null, 10).Select(unit => unit.Id));
        Assert.Equal(["c1"], UnitSearch.Find(today.Named(), today, "phong", null, 10).Select(unit => unit.Id));
    }

    [Fact]
    public async Task A_past_day_counts_each_unit_where_it_stood_then_or_stands_today()
    {
        var store = await OpenAsync();
        var country = await RegisterAsync(store);
        foreach (var unit in (string[])["d1", "c1", "c2", "p2"])
        {
            await country.OweAsync(Sample.Obligation(unit, "t"));
        }
        await country.DoAsync("c2", new UnitEvent.UnitClosed(Day, Act, []));
        await country.DoAsync("d1", new UnitEvent.UnitMoved("p2", Day, Act, "p1"));

        foreach (var (unit, cut, onTodaysMap, expected) in new[]
        {
            ("p1", FigureCut.Whole, false, "-1:3"), ("p2", FigureCut.Whole, false, "-1:1 0:4"), ("d1", FigureCut.Whole, false, "-1:3 0:3"),
            ("m", FigureCut.Whole, false, "-1:4 0:4"), ("m", FigureCut.Child, false, "p1-1:3 p2-1:1 p20:4"),
            ("p1", FigureCut.Child, false, "d1-1:3"), ("p2", FigureCut.Child, false, "p2-1:1 d10:3 p20:1"),
            ("p1", FigureCut.Whole, true, ""), ("p2", FigureCut.Whole, true, "-1:4 0:4"), ("m", FigureCut.Child, true, "p2-1:4 p20:4"),
        })
        {
            var figures = await store.Queries.FiguresAsync(
                new FigureQuery(unit, Cell.General(null, null, null), [Day.AddDays(-1), Day], cut) { OnTodaysMap = onTodaysMap }, Sample.Stop);
            var told = figures.OrderBy(figure => figure.Day).ThenBy(figure => figure.Slice, StringComparer.Ordinal)
                .Select(figure => $"{figure.Slice}{figure.Day.DayNumber - Day.DayNumber}:{figure.Measures.Sums.Total}");
            Assert.Equal((unit, cut, onTodaysMap, expected), (unit, cut, onTodaysMap, string.Join(' ', told)));
        }
    }

    [Fact]
    public async Task A_decision_about_another_tree_than_there_is_by_now_is_refused()
    {
        var store = await OpenAsync();
        var country = await RegisterAsync(store);
        await country.DoAsync("c2", new UnitEvent.UnitClosed(Day, Act, []));

        // A parent that has ended, a unit below itself, and an end before those below.
        Assert.IsType<AppendResult.Fenced>(await store.Events.AppendAsync(Sample.Registering(Sample.Unit("o", "c2", UnitKind.Office)), Sample.Stop));
        Assert.IsType<AppendResult.Fenced>(await country.TryAsync("p1", new UnitEvent.UnitMoved("d1", Day, Act, "m")));
        Assert.IsType<AppendResult.Fenced>(await country.TryAsync("d1", new UnitEvent.UnitClosed(Day, Act, [])));
        Assert.IsType<AppendResult.Fenced>(await country.TryAsync("c1", new UnitEvent.UnitMoved("c2", Day, Act, "d1")));
        await country.DoAsync("c1", new UnitEvent.UnitClosed(Day, Act, []));
        await country.DoAsync("d1", new UnitEvent.UnitClosed(Day, Act, []));
    }

    [Fact]
    public async Task A_parent_that_counts_a_unit_which_has_moved_is_stale()
    {
        var store = await OpenAsync();
        var country = await RegisterAsync(store);
        await country.DoAsync("d1", new UnitEvent.UnitMoved("p2", Day, Act, "p1"));
        (string Unit, (string, long)[] Included)[] written =
            [("c1", []), ("c2", []), ("d1", [("c1", 5), ("c2", 5)]), ("p1", [("d1", 5)]), ("p2", [("d1", 5)]), ("m", [("p1", 5), ("p2", 5)])];
        foreach (var (unit, included) in written)
        {
            await store.Checkpoints.SaveAsync(Sample.Checkpoint(unit, 9, 5, included), Sample.Stop);
        }

        Assert.Equal(["p1"], (await store.Checkpoints.StaleUnitsAsync(Sample.Stop)).Select(stale => stale.Unit));

        await store.Checkpoints.SaveAsync(Sample.Checkpoint("p1", 9, 6), Sample.Stop);
        Assert.Equal(["m"], (await store.Checkpoints.StaleUnitsAsync(Sample.Stop)).Select(stale => stale.Unit));
        Assert.Equal(["d1"], (await store.Checkpoints.OfChildrenAsync("p2", Sample.Stop)).Select(child => child.Unit));
    }

    private static string Ids(IEnumerable<Unit> units) => string.Join(' ', units.Select(unit => unit.Id));

    private static async Task<string> OwedAsync(OpenStore store, string unit, ObligationOrder order) => string.Join(' ',
        (await store.Queries.ObligationsAsync(new ObligationQuery(unit, Below: true, Sample.Today) { Order = order }, Sample.Stop))
        .Items.Select(o => o.Id).Order(StringComparer.Ordinal));

    private static async Task<Country> RegisterAsync(OpenStore store)
    {
        var country = new Country(store);
        await country.DoAsync("m", new UnitEvent.UnitRegistered(Sample.Unit("m", null, UnitKind.Ministry)));
        await country.DoAsync("p1", new UnitEvent.UnitRegistered(Sample.Unit("p1", "m", UnitKind.Province)));
        await country.DoAsync("p2", new UnitEvent.UnitRegistered(Sample.Unit("p2", "m", UnitKind.Province, "Tỉnh Cũ") with { Code = "72" }));
        await country.DoAsync("d1", new UnitEvent.UnitRegistered(Sample.Unit("d1", "p1", UnitKind.District)));
        await country.DoAsync("c1", new UnitEvent.UnitRegistered(Sample.Unit("c1", "d1")));
        await country.DoAsync("c2", new UnitEvent.UnitRegistered(Sample.Unit("c2", "d1")));
        return country;
    }

    /// <summary>Appends what happens as the grains do, with the rows that follow from it.</summary>
    protected sealed class Country(OpenStore store)
    {
        private readonly Dictionary<string, UnitState> _states = [];

        public async Task DoAsync(string unit, UnitEvent happened) => Assert.IsType<AppendResult.Appended>(await TryAsync(unit, happened));

        public Task OweAsync(Obligation obligation) =>
            DoAsync(obligation.Unit, new UnitEvent.ObligationsImposed("m", [obligation.Terms]));

        public async Task<AppendResult> TryAsync(string unit, UnitEvent happened)
        {
            var state = _states.GetValueOrDefault(unit) ?? UnitState.Empty;
            var next = state.Apply(new StoredEvent(unit, state.Seq + 1, happened, "test", Sample.At, null));
            var changed = happened is UnitEvent.ObligationsImposed imposed ? imposed.Obligations.Select(terms => next.Obligations[terms.Id]) : [];
            var result = await store.Events.AppendAsync(
                Sample.Append(unit, state.Seq, happened) with
                {
                    Registered = happened is UnitEvent.UnitRegistered ? next.Unit : null,
                    Changed = happened is UnitEvent.UnitRenamed or UnitEvent.UnitMoved or UnitEvent.UnitClosed ? next.Unit : null,
                    Names = happened is UnitEvent.ObligationsImposed ? [] : next.Names,
                    Lineage = happened is UnitEvent.UnitClosed closed
                        ? [.. closed.Heirs.Select(heir => new Lineage(unit, heir.Unit, heir.Extent, closed.On, null))]
                        : [],
                    Obligations = [.. changed],
                },
                Sample.Stop);
            if (result is AppendResult.Appended)
            {
                _states[unit] = next;
            }
            return result;
        }
    }
}

public sealed class MemoryUnitDaysTests() : UnitDaysTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresUnitDaysTests(PostgresFixture postgres) : UnitDaysTests(postgres.CreateStoreAsync);

namespace Hierarchy.Tests.Store;

/// <summary>Regimes and the periods of reports, whoever keeps them.</summary>
public abstract class PeriodTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    private const string Period = "r~2013-Q1";

    private static readonly DateOnly Due = new(2013, 3, 20);

    [Fact]
    public async Task A_regime_is_known_by_its_owner_and_shares_its_names_with_tasks_and_duties()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("u"), Sample.Unit("v"));
        Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(
            Sample.Append("u", 1) with { Plans = [Sample.Plan("p", "u")], Tasks = [Sample.Task("t", "p")], Named = ["r"] },
            Sample.Stop));
        Assert.Equal(
            new AppendResult.Taken("task", "t"),
            await store.Events.AppendAsync(Sample.Append("v", 1) with { Named = ["t"] }, Sample.Stop));
        Assert.Equal(
            new AppendResult.Taken("task", "r"),
            await store.Events.AppendAsync(Sample.Append("v", 1) with { Duties = [Sample.Duty("r", "p")] }, Sample.Stop));
        Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(Sample.Append("v", 1) with { Named = ["s"] }, Sample.Stop));

        store = await OpenAsync();
        Assert.Equal([KeyValuePair.Create("r", "u")], await store.Queries.OwnersOfRegimesAsync(["r", "t", "x"], Sample.Stop));
        Assert.Equal(
            [KeyValuePair.Create("r", "u"), KeyValuePair.Create("s", "v")],
            (await store.Queries.OwnersOfRegimesAsync(null, Sample.Stop)).OrderBy(one => one.Key));
        Assert.Equal([KeyValuePair.Create("t", "p")], await store.Queries.PlansOfTasksAsync(["t", "r"], Sample.Stop));
    }

    [Fact]
    public async Task What_is_owed_for_a_period_is_found_and_added_up_at_every_level_on_every_day()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(
            Sample.Unit("m", null, Grains.Units.UnitKind.Ministry), Sample.Unit("p", "m", Grains.Units.UnitKind.Province), Sample.Unit("a", "p"),
            Sample.Unit("b", "p"), Sample.Unit("c", "m"));
        await store.OweAsync(
            Report("a") with { Status = ObligationStatus.Submitted, CompletedOn = Due }, Report("b"),
            Report("c") with { Status = ObligationStatus.Done, CompletedOn = Due.AddDays(1) },
            // Of no period, and of another one.
            Sample.Obligation("a", "t", Due), Report("a", "r~2013-Q2"));
        store = await OpenAsync();

        foreach (var isPast in new[] { false, true })
        {
            var day = Sample.Today;
            var missing = new ObligationQuery("m", Below: true, day) { IsPast = isPast, Period = Period, Status = [ObligationStatus.NotStarted] };
            Assert.Equal("b", Assert.Single((await store.Queries.ObligationsAsync(missing, Sample.Stop)).Items).Unit);
            Assert.Equal(3, await store.Queries.CountObligationsAsync(missing with { Status = [] }, Sample.Stop));
            Assert.Equal(2, await store.Queries.CountObligationsAsync(missing with { Status = [], Unit = "p" }, Sample.Stop));
            Assert.Equal(3, (await store.Queries.SumObligationsAsync(missing with { Status = [] }, Sample.Stop)).Count);
        }
        foreach (var (unit, owed, done, late) in new[] { ("m", 3, 0, 1), ("p", 2, 0, 0), ("a", 1, 0, 0), ("c", 1, 0, 1) })
        {
            var figure = Assert.Single(await store.Queries.FiguresAsync(new FigureQuery(unit, Cell.OfPeriod(Period), [Sample.Today]), Sample.Stop));
            Assert.Equal((owed, done, late), (figure.Measures.Sums.Owed, figure.Measures.Sums.DoneOnTime, figure.Measures.Sums.DoneLate));
        }
        var children = await store.Queries.FiguresAsync(new FigureQuery("m", Cell.OfPeriod(Period), [Sample.Today], FigureCut.Child), Sample.Stop);
        Assert.Equal([("c", 1L), ("p", 2L)], children.Select(child => (child.Slice, child.Measures.Sums.Owed)));
        Assert.Empty(await store.Queries.FiguresAsync(new FigureQuery("m", Cell.OfPeriod("r~2014-Q1"), [Sample.Today]), Sample.Stop));
    }

    [Fact]
    public async Task What_no_plan_imposes_is_in_lists_and_sums_and_is_nobody_s_own()
    {
        var store = await OpenAsync();
        await store.OweAsync(Report("owner"), Report("a"), Sample.Obligation("a", "t"));
        var all = new ObligationQuery(null, true, Sample.Today);
        Assert.Equal(3, await store.Queries.CountObligationsAsync(all with { Own = false }, Sample.Stop));
        Assert.Equal(0, await store.Queries.CountObligationsAsync(all with { Own = true }, Sample.Stop));
        Assert.Equal(2, await store.Queries.CountObligationsAsync(all with { Silent = true, Own = false, Kind = ObligationKind.Report }, Sample.Stop));
        var sums = await Sample.ListAsync(store.Queries.SumsAsync(Sample.Stop));
        Assert.Equal([("a", null, Period), ("a", "plan", null), ("owner", null, Period)], sums.Select(sum => (sum.Unit, sum.Plan, sum.Period)));
        Assert.Empty(await store.Queries.FiguresAsync(
            new FigureQuery("owner", Cell.General(null, null, ObligationKind.Report), [Sample.Today], FigureCut.Plan), Sample.Stop));

        // The period is said later.
        var known = Sample.Obligation("a", "t");
        await store.Events.AppendAsync(
            Sample.Append("a", 2, new UnitEvent.ObligationsImposed("owner", [])) with
            {
                Obligations = [known with { Terms = known.Terms with { Period = Period }, Version = 2 }],
            },
            Sample.Stop);
        Assert.Equal(3, await store.Queries.CountObligationsAsync(all with { Period = Period }, Sample.Stop));
    }

    private static Obligation Report(string unit, string period = Period) => Sample.Obligation(unit, period.Replace('~', '/'), Due) is var owed
        ? owed with
        {
            Terms = owed.Terms with { Kind = ObligationKind.Report, Plan = null, Area = "", Period = period, StartYear = 2013, EndYear = 2013 },
        }
        : owed;
}

public sealed class MemoryPeriodTests() : PeriodTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresPeriodTests(PostgresFixture postgres) : PeriodTests(postgres.CreateStoreAsync);

namespace Hierarchy.Tests.Store;

/// <summary>The lists behind the figures of a roll-up, and what they add up to, whoever keeps them.</summary>
public abstract class FigureListTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    [Theory]
    [InlineData(ObligationStatus.Done, "2013-06-01", "2013-06-01", Timeliness.DoneOnTime)]
    [InlineData(ObligationStatus.Done, "2013-06-01", "2013-06-02", Timeliness.DoneLate)]
    [InlineData(ObligationStatus.Done, "2013-06-01", null, Timeliness.DoneOnTime)]
    [InlineData(ObligationStatus.Done, null, "2013-06-02", Timeliness.DoneOnTime)]
    [InlineData(ObligationStatus.Cancelled, "2013-06-01", null, Timeliness.Cancelled)]
    [InlineData(ObligationStatus.Waiting, null, null, Timeliness.WithinTerm)]
    [InlineData(ObligationStatus.NotStarted, null, null, Timeliness.WithinTerm)]
    [InlineData(ObligationStatus.Submitted, "2013-06-14", "2013-06-14", Timeliness.WithinTerm)]
    [InlineData(ObligationStatus.Submitted, "2013-06-13", "2013-06-14", Timeliness.Overdue)]
    [InlineData(ObligationStatus.InProgress, "2013-06-15", null, Timeliness.WithinTerm)]
    public async Task Each_obligation_is_in_exactly_one_list_by_timeliness(
        ObligationStatus status, string? due, string? completed, Timeliness expected)
    {
        var store = await OpenAsync();
        var owed = Sample.Obligation("u", "t") with
        {
            Status = status,
            Due = due is null ? null : DateOnly.Parse(due, CultureInfo.InvariantCulture),
            CompletedOn = completed is null ? null : DateOnly.Parse(completed, CultureInfo.InvariantCulture),
        };
        await store.OweAsync(owed);

        Assert.Equal(expected, owed.TimelinessAt(Sample.Today));
        foreach (var timeliness in Enum.GetValues<Timeliness>())
        {
            Assert.Equal(timeliness == expected ? 1 : 0, await store.Queries.CountObligationsAsync(
                new ObligationQuery("u", false, Sample.Today) { Timeliness = [timeliness] }, Sample.Stop));
        }
    }

    [Fact]
    public async Task What_is_a_unit_s_own_is_told_apart_in_lists_and_in_who_is_silent()
    {
        var store = await OpenAsync();
        Obligation Owed(string unit, string source, string owner, string plan = "plan") =>
            Sample.Obligation(unit, source) is var owed ? owed with { Terms = owed.Terms with { PlanOwner = owner, Plan = plan } } : owed;
        await store.OweAsync(
            Owed("a", "imposed", "owner"), Owed("a", "own", "a") with { Reported = true },
            // What a plan that ships leaves to its owner is imposed, and only there.
            Owed("vn24-33", "shipped", "vn24-33", "hung-yen-2016-2020"), Owed("a", "taken", "a", "hung-yen-2016-2020"));
        var all = new ObligationQuery(null, true, Sample.Today) { First = 10 };

        await CheckAsync("imposed shipped", all with { Own = false });
        await CheckAsync("own taken", all with { Own = true });
        await CheckAsync("imposed shipped", all with { Own = false, Silent = true });
        await CheckAsync("own taken", all with { Own = true, Silent = false });
        await CheckAsync("shipped", all with { Silent = true });
        await CheckAsync("own", all with { Unit = "a", Own = true, Text = "rà soát", Source = "own" });
        var lists = new ObligationLists.OfUnits(all with { Own = true }, ["a", "vn24-33"]);
        Assert.Equal([2, 0], (await store.Queries.ObligationsAsync(lists, Sample.Stop)).Select(page => page.Items.Length));
        Assert.Equal([2, 0], (await store.Queries.SumObligationsAsync(lists, Sample.Stop)).Select(sums => sums.Count));

        async Task CheckAsync(string expected, ObligationQuery query)
        {
            var page = await store.Queries.ObligationsAsync(query, Sample.Stop);
            Assert.Equal(expected, string.Join(' ', page.Items.Select(o => o.Terms.Source).Order(StringComparer.Ordinal)));
            Assert.Equal(page.Items.Length, await store.Queries.CountObligationsAsync(query, Sample.Stop));
            Assert.Equal(page.Items.Length, (await store.Queries.SumObligationsAsync(query, Sample.Stop)).Count);
        }
    }

    [Fact]
    public async Task Silent_units_are_those_that_never_reported_on_what_the_filter_names()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("p", kind: UnitKind.Province), Sample.Unit("a", "p"), Sample.Unit("b", "p"));
        var told = Sample.Obligation("a", "told") with { Reported = true };
        var other = Sample.Obligation("a", "other");
        await store.OweAsync(told, other with { Terms = other.Terms with { Plan = "plan2", Reform = ReformArea.Procedures } });
        await store.OweAsync(Sample.Obligation("b", "kept"), Sample.Obligation("b", "off") with { Status = ObligationStatus.Cancelled });
        var below = new ObligationQuery("p", true, Sample.Today);

        await CheckAsync("kept off", 1, below with { Silent = true });
        await CheckAsync("other told", 1, below with { Silent = false });
        await CheckAsync("other", 1, below with { Silent = true, Plan = "plan2" });
        await CheckAsync("other", 1, below with { Silent = true, ReformArea = ReformArea.Procedures });
        await CheckAsync("kept", 1, below with { Silent = true, Timeliness = [Timeliness.WithinTerm], Text = "ra soat" });
        await CheckAsync("off", 0, below with { Silent = true, Status = [ObligationStatus.Cancelled] });

        async Task CheckAsync(string expected, int units, ObligationQuery query)
        {
            var page = await store.Queries.ObligationsAsync(query, Sample.Stop);
            Assert.Equal(expected, string.Join(' ', page.Items.Select(o => o.Terms.Source).Order()));
            Assert.Equal(units, (await store.Queries.SumObligationsAsync(query, Sample.Stop)).Units);
        }
    }

    [Fact]
    public async Task A_list_adds_up_to_what_its_entries_carry()
    {
        var store = await OpenAsync();
        var owed = Sample.Obligation("u", "t1");
        Obligation With(string id, ObligationStatus status, int percent, long planned) => owed with
        {
            Terms = owed.Terms with { Id = $"u~{id}", Source = id, Weight = 2_500, Planned = planned },
            Status = status,
            Percent = percent,
            Spent = 3,
        };
        await store.OweAsync(
            With("t1", ObligationStatus.Done, 10_000, 10), With("t2", ObligationStatus.InProgress, 2_500, long.MaxValue / 4),
            With("t3", ObligationStatus.Cancelled, 9_000, 5));

        Assert.Equal(
            new ObligationSums(3, 1, 5_000, 31_250_000, long.MaxValue / 4 + 15, 9),
            await store.Queries.SumObligationsAsync(new ObligationQuery("u", true, Sample.Today), Sample.Stop));
        Assert.Equal(
            new ObligationSums(1, 1, 2_500, 6_250_000, long.MaxValue / 4, 3),
            await store.Queries.SumObligationsAsync(
                new ObligationQuery("u", true, Sample.Today) { Text = "ra soat", Status = [ObligationStatus.InProgress] }, Sample.Stop));
        Assert.Equal(
            new ObligationSums(0, 0, 0, 0, 0, 0),
            await store.Queries.SumObligationsAsync(new ObligationQuery("nobody", true, Sample.Today), Sample.Stop));
    }

    /// <summary>The first and the last day that the core accepts, and amounts that earlier versions accepted, whose sum no bigint
    /// holds.</summary>
    [Fact]
    public async Task The_outermost_days_are_found_and_the_largest_amounts_add_up()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("u"));
        var first = Sample.Obligation("u", "first", Limits.DayMin);
        var last = Sample.Obligation("u", "last", Limits.DayMax);
        const int Many = 1_100;
        var spent = Enumerable.Range(0, Many).Select(i => Sample.Obligation("u", "m" + i, new DateOnly(2013, 6, 1)) with { Spent = Limits.MoneyMax }).ToArray();
        await store.OweAsync([first, last, .. spent]);
        var all = new ObligationQuery("u", false, Sample.Today) { First = 1 };

        foreach (var order in Enum.GetValues<ObligationOrder>())
        {
            var found = await store.Queries.ObligationsAsync(all with { Order = order, DueTo = Limits.DayMin, DueFrom = Limits.DayMin }, Sample.Stop);
            Assert.Equal(first.Id, Assert.Single(found.Items).Id);
            found = await store.Queries.ObligationsAsync(all with { Order = order, DueFrom = Limits.DayMax, DueTo = Limits.DayMax }, Sample.Stop);
            Assert.Equal(last.Id, Assert.Single(found.Items).Id);
        }
        Assert.Equal(Many + 2, await store.Queries.CountObligationsAsync(all with { DueFrom = Limits.DayMin, DueTo = Limits.DayMax }, Sample.Stop));
        Assert.Equal(Many + 1, await store.Queries.CountObligationsAsync(new ObligationQuery("u", false, Limits.DayMax) { Overdue = true }, Sample.Stop));
        var sum = Many * (Int128)Limits.MoneyMax;
        Assert.True(sum > long.MaxValue);
        Assert.Equal(sum, (await store.Queries.SumObligationsAsync(all, Sample.Stop)).Spent);
        Assert.Equal(sum, (await Sample.ListAsync(store.Queries.SumsAsync(Sample.Stop))).Aggregate(Int128.Zero, (spent, part) => spent + part.Spent));
    }
}

public sealed class MemoryFigureListTests() : FigureListTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresFigureListTests(PostgresFixture postgres) : FigureListTests(postgres.CreateStoreAsync);

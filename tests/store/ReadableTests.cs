namespace Hierarchy.Tests.Store;

/// <summary>A list holds what may be read and counts no more, in every order and page by page.</summary>
public abstract class ReadableTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    private static readonly Readable _district = new("h", null);
    private static readonly Readable _other = new("g", [ReformArea.Procedures, ReformArea.Other]);

    public static TheoryData<string?, bool, string[]> Lists { get; } = new()
    {
        { "p", true, ["h~I", "h~P", "h-1~I", "h-1~P", "g~P"] },
        { "h", true, ["h~I", "h~P", "h-1~I", "h-1~P"] },
        { "h-1", true, ["h-1~I", "h-1~P"] },
        { "g", true, ["g~P"] },
        { "g", false, ["g~P"] },
        { "p", false, [] },
        // Its id begins like that of one that may be read.
        { "h-10", true, [] },
        { "q", true, [] },
        { null, false, ["h~I", "h~P", "h-1~I", "h-1~P", "g~P"] },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_holds_what_may_be_read(string? unit, bool below, string[] ids)
    {
        var store = await OweAsync();
        foreach (var order in Enum.GetValues<ObligationOrder>())
        {
            foreach (var text in new[] { null, "ra soat" })
            {
                var query = new ObligationQuery(unit, below, Sample.Today, 2) { Order = order, Text = text, Readable = [_district, _other] };
                Assert.Equal(ids.Order(), (await AllAsync(store, query)).Order());
                Assert.Equal(ids.Length, await store.Queries.CountObligationsAsync(query, Sample.Stop));
                Assert.Equal(ids.Length, (await store.Queries.SumObligationsAsync(query, Sample.Stop)).Count);
            }
        }
    }

    [Fact]
    public async Task Nothing_is_read_where_nothing_may_be_and_all_where_nothing_is_said()
    {
        var store = await OweAsync();
        var query = new ObligationQuery("p", true, Sample.Today, 50);

        Assert.Empty(await AllAsync(store, query with { Readable = [] }));
        Assert.Empty(await AllAsync(store, query with { Readable = [new Readable("nowhere", null)] }));
        Assert.Equal(10, (await AllAsync(store, query)).Count);
    }

    [Fact]
    public async Task Lists_that_are_read_together_hold_what_may_be_read()
    {
        var store = await OweAsync();
        var query = new ObligationQuery(null, false, Sample.Today, 50) { Readable = [_district, _other] };

        var pages = await store.Queries.ObligationsAsync(new ObligationLists.OfUnits(query, ["p", "h", "g"]), Sample.Stop);
        var sums = await store.Queries.SumObligationsAsync(new ObligationLists.OfSources(query, [("plan", "I"), ("plan", "P")]), Sample.Stop);

        Assert.Equal([[], ["h~I", "h~P"], ["g~P"]], pages.Select(page => page.Items.Select(o => o.Id).Order().ToArray()));
        Assert.Equal([2, 3], sums.Select(sum => sum.Count));
    }

    [Fact]
    public async Task A_list_of_several_units_holds_what_each_owes_itself()
    {
        var store = await OweAsync();
        foreach (var order in Enum.GetValues<ObligationOrder>())
        {
            foreach (var text in new[] { null, "ra soat" })
            {
                foreach (var isPast in new[] { false, true })
                {
                    var query = new ObligationQuery("h-10", true, Sample.Today, 2) { Order = order, Text = text, IsPast = isPast, Units = ["q", "h", "h-10"] };
                    string[] ids = ["q~I", "q~P", "h~I", "h~P", "h-10~I", "h-10~P"];
                    Assert.Equal(ids.Order(), (await AllAsync(store, query)).Order());
                    Assert.Equal(ids.Length, await store.Queries.CountObligationsAsync(query, Sample.Stop));
                    Assert.Equal(ids.Length, (await store.Queries.SumObligationsAsync(query, Sample.Stop)).Count);

                    var readable = query with { Readable = [_district, new Readable("q", [ReformArea.Procedures])] };
                    Assert.Equal(new[] { "q~P", "h~I", "h~P" }.Order(), (await AllAsync(store, readable)).Order());
                    Assert.Empty(await AllAsync(store, query with { Units = ["nowhere"] }));
                    Assert.Empty(await AllAsync(store, query with { Units = [] }));
                }
            }
        }
    }

    private static async Task<List<string>> AllAsync(OpenStore store, ObligationQuery query)
    {
        var all = new List<string>();
        while (true)
        {
            var page = await store.Queries.ObligationsAsync(query, Sample.Stop);
            all.AddRange(page.Items.Select(o => o.Id));
            if (!page.HasNext)
            {
                return all;
            }
            query = query with { After = ObligationCursor.Of(query.Order, page.Items[^1]) };
        }
    }

    private async Task<OpenStore> OweAsync()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(
            Sample.Unit("m", kind: UnitKind.Ministry), Sample.Unit("p", "m", UnitKind.Province), Sample.Unit("q", "m", UnitKind.Province),
            Sample.Unit("h", "p", UnitKind.District), Sample.Unit("g", "p", UnitKind.District), Sample.Unit("h-1", "h"), Sample.Unit("h-10", "g"));
        foreach (var unit in new[] { "p", "q", "h", "g", "h-1", "h-10" })
        {
            await store.OweAsync(Owed(unit, "I", ReformArea.Institutions), Owed(unit, "P", unit == "h-10" ? ReformArea.Institutions : ReformArea.Procedures));
        }
        return store;
    }

    private static Obligation Owed(string unit, string source, ReformArea area)
    {
        var obligation = Sample.Obligation(unit, source, Sample.Today);
        return obligation with { Terms = obligation.Terms with { Reform = area } };
    }
}

public sealed class MemoryReadableTests() : ReadableTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresReadableTests(PostgresFixture postgres) : ReadableTests(postgres.CreateStoreAsync);

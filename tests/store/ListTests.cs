namespace Hierarchy.Tests.Store;

/// <summary>Several lists that are read together hold what each holds that is read alone.</summary>
public abstract class ListTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    private static readonly DateOnly _june = new(2013, 6, 1);
    private static readonly string[] _units = ["u", "empty", "v", "nowhere", "w"];

    [Theory]
    [InlineData(ObligationOrder.DueAsc)]
    [InlineData(ObligationOrder.DueDesc)]
    [InlineData(ObligationOrder.PercentAsc)]
    [InlineData(ObligationOrder.PercentDesc)]
    [InlineData(ObligationOrder.UpdatedDesc)]
    public async Task Lists_of_units_are_as_each_by_itself(ObligationOrder order)
    {
        var store = await OweAsync();
        var plain = new ObligationQuery(null, false, Sample.Today, 3) { Order = order };
        ObligationQuery[] queries =
        [
            plain,
            plain with { First = 50 },
            plain with { Text = "ra soat" },
            plain with { Text = "15" },
            plain with { Status = [ObligationStatus.InProgress, ObligationStatus.Done] },
            plain with { Overdue = true },
            plain with { Timeliness = [Timeliness.Overdue] },
            plain with { Silent = true },
            plain with { Silent = false, Source = "t3" },
            plain with { DueFrom = _june.AddDays(1), DueTo = _june.AddDays(2) },
            plain with { Plan = "plan", Source = "t3" },
            plain with { After = ObligationCursor.Of(order, Owed("v", 4)) },
        ];
        foreach (var query in queries)
        {
            await CheckAsync(store, new ObligationLists.OfUnits(query, [.. _units]));
        }
    }

    [Fact]
    public async Task The_history_of_an_obligation_is_what_was_done_to_it_and_to_no_other()
    {
        var store = await OpenAsync();
        ObligationTerms Terms(string id) => Sample.Obligation("u", "x").Terms with { Id = id };
        await store.Events.AppendAsync(
            Sample.Append(
                "u", 0,
                new UnitEvent.ObligationsImposed("p", [Terms("u~t"), Terms("u~đ.1")]),
                new UnitEvent.ProgressReported("u~t", 1, "\"obligation\":\"u~đ.1\"", null),
                new UnitEvent.ProgressReported("u~đ.1", 2, null, null),
                new UnitEvent.ObligationsImposed("p", [Terms("u~t~2013")]),
                new UnitEvent.ProgressReported("u~t~2013", 3, null, null),
                new UnitEvent.Submitted("u~t", Sample.Today, null),
                new UnitEvent.DifficultyReceived("v", "v~t", "u~t", "u~t")),
            Sample.Stop);
        await store.Events.AppendAsync(Sample.Append("v", 0, new UnitEvent.ProgressReported("u~t", 4, null, null)), Sample.Stop);

        Assert.Equal(["6 2 1", "3 1", "5 4", "", "", "6 2 1"], await ReadAsync(9, null, "u~t", "u~đ.1", "u~t~2013", "u~2013", "nobody~t", "u~t"));
        Assert.Equal(["6 2 +"], await ReadAsync(2, null, "u~t"));
        Assert.Equal(["1"], await ReadAsync(2, 2, "u~t"));
        Assert.Equal(["2 1"], await ReadAsync(2, 6, "u~t"));

        async Task<IEnumerable<string>> ReadAsync(int first, long? before, params string[] obligations) =>
            (await store.Queries.HistoriesOfObligationsAsync(obligations, first, before, Sample.Stop))
                .Select(page => string.Join(' ', [.. page.Items.Select(e => e.Seq), .. page.HasNext ? ["+"] : Array.Empty<object>()]));
    }

    [Fact]
    public async Task Lists_of_lines_are_as_each_by_itself()
    {
        var store = await OweAsync();
        var query = new ObligationQuery(null, false, Sample.Today, 2);

        await CheckAsync(store, new ObligationLists.OfSources(
            query, [("plan", "t1"), ("plan", "none"), ("other", "t1"), ("plan", "t6"), ("\0", "\uD800")]));
        await CheckAsync(store, new ObligationLists.OfSources(query with { Text = "15" }, [("plan", "t1"), ("plan", "t2")]));
    }

    [Fact]
    public async Task Histories_of_units_are_as_each_by_itself()
    {
        var store = await OpenAsync();
        foreach (var (unit, count) in new[] { ("u", 5), ("v", 2) })
        {
            await store.Events.AppendAsync(
                Sample.Append(unit, 0, [.. Enumerable.Range(1, count).Select(i => Sample.Event($"{i}"))]), Sample.Stop);
        }

        foreach (var before in new long?[] { null, 4, 1 })
        {
            var together = await store.Queries.HistoriesAsync(["v", "nobody", "u", "v"], 2, before, Sample.Stop);
            var alone = new List<Page<StoredEvent>>();
            foreach (var unit in new[] { "v", "nobody", "u", "v" })
            {
                alone.Add(await store.Queries.HistoryAsync(unit, 2, before, Sample.Stop));
            }
            Assert.Equal(alone.Select(TextOf), together.Select(TextOf));
        }

        static string TextOf(Page<StoredEvent> page) => string.Join(' ', page.Items.Select(e => $"{e.Unit}{e.Seq}")) + (page.HasNext ? " +" : "");
    }

    private static async Task CheckAsync(OpenStore store, ObligationLists lists)
    {
        var pages = await store.Queries.ObligationsAsync(lists, Sample.Stop);
        var sums = await store.Queries.SumObligationsAsync(lists with { Query = lists.Query with { After = null } }, Sample.Stop);

        var alone = new List<string>();
        var summed = new List<ObligationSums>();
        foreach (var query in lists.Each())
        {
            alone.Add(TextOf(await store.Queries.ObligationsAsync(query, Sample.Stop)));
            summed.Add(await store.Queries.SumObligationsAsync(query with { After = null }, Sample.Stop));
        }
        Assert.Equal(alone, pages.Select(TextOf));
        Assert.Equal(summed, sums);

        static string TextOf(Page<Obligation> page) => string.Join(' ', page.Items.Select(o => o.Id)) + (page.HasNext ? " +" : "");
    }

    private async Task<OpenStore> OweAsync()
    {
        var store = await OpenAsync();
        // A unit whose path begins like another's, and one below another: neither counts for it.
        await store.RegisterAsync(Sample.Unit("empty"), Sample.Unit("u"), Sample.Unit("v", "u"), Sample.Unit("w"));
        foreach (var unit in new[] { "u", "v", "w" })
        {
            await store.OweAsync([.. Enumerable.Range(0, 8).Select(i => Owed(unit, i))]);
        }
        var other = Owed("w", 1);
        await store.OweAsync(other with { Terms = other.Terms with { Id = "w~t1~other", Plan = "other" } });
        return store;
    }

    private static Obligation Owed(string unit, int i) => Sample.Obligation(unit, $"t{i}", title: $"Rà soát {i % 3} theo 15/QĐ") with
    {
        Due = i < 2 ? null : _june.AddDays(i % 4),
        Percent = i % 3 * 1_000,
        Status = i % 2 == 0 ? ObligationStatus.InProgress : ObligationStatus.NotStarted,
        UpdatedAt = Sample.At.AddTicks(i * 7 % 8),
    };
}

public sealed class MemoryListTests() : ListTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresListTests(PostgresFixture postgres) : ListTests(postgres.CreateStoreAsync);

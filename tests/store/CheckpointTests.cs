namespace Hierarchy.Tests.Store;

/// <summary>What <see cref="IRollupCheckpoints"/> promises, whoever keeps it.</summary>
public abstract class CheckpointTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    [Fact]
    public async Task A_parent_finds_the_checkpoints_of_its_children_alone()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(
            Sample.Unit("r"), Sample.Unit("a", "r"), Sample.Unit("b", "r"), Sample.Unit("c", "r"), Sample.Unit("a1", "a"));
        RollupCheckpoint[] all = [Sample.Checkpoint("b", 1, 7), Sample.Checkpoint("a", 1, 5, ("a1", 3)), Sample.Checkpoint("a1", 1, 3)];
        foreach (var saved in all)
        {
            await store.Checkpoints.SaveAsync(saved, Sample.Stop);
        }

        var found = await store.Checkpoints.OfChildrenAsync("r", Sample.Stop);

        Assert.Equal([("a", 1L, 5L), ("b", 1, 7)], found.Select(c => (c.Unit, c.Seq, c.Rollup.Version)));
        Assert.Equal(3, found[0].Included["a1"]);
        Assert.Equal("a", found[0].Rollup.Unit);
        Assert.Equal(Sample.Checkpoint("a", 1, 5).Rollup.Cells, found[0].Rollup.Cells);
        Assert.Empty(await store.Checkpoints.OfChildrenAsync("c", Sample.Stop));
    }

    [Fact]
    public async Task The_second_book_stays_beside_a_checkpoint_that_does_not_bring_it_and_goes_when_a_unit_has_none()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("r"), Sample.Unit("a", "r"));
        var cell = new IndicatorCell("r", "i", 2013, "", UnitKind.Commune);
        var sums = new IndicatorSums(3, 1L << 40, 1, -1, 0);
        RollupCheckpoint With(long version, long since, bool keeps, params (IndicatorCell, IndicatorSums)[] book)
        {
            var plain = Sample.Checkpoint("a", 1, version);
            return plain with
            {
                KeepsIndicators = keeps,
                Rollup = plain.Rollup with { IndicatorsSince = since, Indicators = book.ToImmutableDictionary(one => one.Item1, one => one.Item2) },
            };
        }
        async Task<ChildRollup> KeptAsync() => Assert.Single(await store.Checkpoints.OfChildrenAsync("r", Sample.Stop)).Rollup;

        await store.Checkpoints.SaveAsync(With(10, 9, false, (cell, sums)), Sample.Stop);
        Assert.Equal((10, 9, sums), ((await KeptAsync()).Version, (await KeptAsync()).IndicatorsSince, (await KeptAsync()).Indicators[cell]));

        await store.Checkpoints.SaveAsync(With(11, 9, true, (cell, sums)), Sample.Stop);
        Assert.Equal((11, 9, sums), ((await KeptAsync()).Version, (await KeptAsync()).IndicatorsSince, (await KeptAsync()).Indicators[cell]));

        // Whoever is behind changes nothing.
        await store.Checkpoints.SaveAsync(With(8, 8, false, (cell, default)), Sample.Stop);
        Assert.Equal(sums, (await KeptAsync()).Indicators[cell]);

        await store.Checkpoints.SaveAsync(With(12, 12, false, (cell, sums + sums)), Sample.Stop);
        Assert.Equal((12, sums + sums), ((await KeptAsync()).IndicatorsSince, (await KeptAsync()).Indicators[cell]));

        await store.Checkpoints.SaveAsync(With(20, 0, false), Sample.Stop);
        Assert.Equal((20, 0), ((await KeptAsync()).Version, (await KeptAsync()).Indicators.Count));
    }

    [Fact]
    public async Task A_checkpoint_never_goes_back()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("r"), Sample.Unit("a", "r"));
        await store.Checkpoints.SaveAsync(Sample.Checkpoint("a", 4, 10), Sample.Stop);
        await store.Checkpoints.SaveAsync(Sample.Checkpoint("a", 5, 9), Sample.Stop);
        await store.Checkpoints.SaveAsync(Sample.Checkpoint("a", 6, 10), Sample.Stop);

        var kept = Assert.Single(await store.Checkpoints.OfChildrenAsync("r", Sample.Stop));
        Assert.Equal((4, 10), (kept.Seq, kept.Rollup.Version));

        await store.Checkpoints.SaveAsync(Sample.Checkpoint("a", 6, 11), Sample.Stop);
        kept = Assert.Single(await store.Checkpoints.OfChildrenAsync("r", Sample.Stop));
        Assert.Equal((6, 11), (kept.Seq, kept.Rollup.Version));
        Assert.Equal(11, kept.Rollup.Cells[Cell.General(2013, null, null)].Sums.NotStarted);
    }

    [Fact]
    public async Task A_unit_is_stale_without_a_checkpoint_or_when_that_misses_an_event_or_a_child()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(
            Sample.Unit("r"), Sample.Unit("a", "r"), Sample.Unit("b", "r"), Sample.Unit("a1", "a"), Sample.Unit("a2", "a"));
        Assert.Equal(["a1 1>0", "a2 1>0", "a 1>0", "b 1>0", "r 1>0"], await StaleAsync(store));

        foreach (var saved in new[]
        {
            Sample.Checkpoint("a1", 1, 10), Sample.Checkpoint("a2", 1, 10), Sample.Checkpoint("b", 1, 10),
            Sample.Checkpoint("a", 1, 10, ("a1", 10), ("a2", 10)), Sample.Checkpoint("r", 1, 10, ("a", 10), ("b", 10)),
        })
        {
            await store.Checkpoints.SaveAsync(saved, Sample.Stop);
        }
        Assert.Empty(await store.Checkpoints.StaleUnitsAsync(Sample.Stop));

        await store.Events.AppendAsync(Sample.Append("b", 1), Sample.Stop);
        Assert.Equal(["b 2>10"], await StaleAsync(store));

        await store.Checkpoints.SaveAsync(Sample.Checkpoint("b", 2, 11), Sample.Stop);
        Assert.Equal(["r 1>10 b:11"], await StaleAsync(store));

        await store.Checkpoints.SaveAsync(Sample.Checkpoint("a", 1, 11, ("a1", 10)), Sample.Stop);
        Assert.Equal(["a 1>11 a2:10", "r 1>10 a:11 b:11"], await StaleAsync(store));
    }

    [Fact]
    public async Task A_unit_is_stale_when_its_parent_includes_a_version_that_it_has_not_written_down()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("r"), Sample.Unit("a", "r"), Sample.Unit("b", "r"));
        await store.Checkpoints.SaveAsync(Sample.Checkpoint("a", 1, 10), Sample.Stop);
        await store.Checkpoints.SaveAsync(Sample.Checkpoint("b", 1, 10), Sample.Stop);
        await store.Checkpoints.SaveAsync(Sample.Checkpoint("r", 1, 10, ("a", 10), ("b", 12)), Sample.Stop);
        Assert.Equal(["b 1>12"], await StaleAsync(store));

        await store.Checkpoints.SaveAsync(Sample.Checkpoint("b", 1, 12), Sample.Stop);
        Assert.Empty(await store.Checkpoints.StaleUnitsAsync(Sample.Stop));
    }

    [Fact]
    public async Task A_unit_is_overtaken_by_a_later_event_or_a_checkpoint_of_a_higher_version()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("a"));
        await store.Checkpoints.SaveAsync(Sample.Checkpoint("a", 1, 10), Sample.Stop);

        var overtaken = await Task.WhenAll(
            store.Checkpoints.IsOvertakenAsync("a", 1, 10, Sample.Stop),
            store.Checkpoints.IsOvertakenAsync("a", 0, 10, Sample.Stop),
            store.Checkpoints.IsOvertakenAsync("a", 1, 9, Sample.Stop),
            store.Checkpoints.IsOvertakenAsync("nobody", 0, 0, Sample.Stop));
        Assert.Equal([false, true, true, false], overtaken);
    }

    [Fact]
    public async Task As_many_units_as_a_country_has_may_ask_at_once_whether_they_are_overtaken()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("a"));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 2_500).Select(i => store.Checkpoints.IsOvertakenAsync(i % 2 == 0 ? "a" : "nobody", i % 3 == 0 ? 0 : 1, 0, Sample.Stop)));
        Assert.Equal(Enumerable.Range(0, 2_500).Select(i => i % 6 == 0), answers);
        Assert.True(await store.Checkpoints.IsOvertakenAsync("a", 0, 0, Sample.Stop));
    }

    /// <summary>Each as "unit last-event&gt;version child:version …".</summary>
    protected static async Task<IEnumerable<string>> StaleAsync(OpenStore store) =>
        (await store.Checkpoints.StaleUnitsAsync(Sample.Stop)).Select(unit => string.Join(' ', unit.Children
            .OrderBy(child => child.Key, StringComparer.Ordinal)
            .Select(child => $"{child.Key}:{child.Value}")
            .Prepend($"{unit.Unit} {unit.Seq}>{unit.Version}")));
}

public sealed class MemoryCheckpointTests() : CheckpointTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresCheckpointTests(PostgresFixture postgres) : CheckpointTests(postgres.CreateStoreAsync)
{
    /// <summary>Else totals would be without those units until each had been asked.</summary>
    [Theory]
    [InlineData("''::bytea")]
    [InlineData(@"'\x03'::bytea || substring(data from 2)")]
    [InlineData(@"'\x040b'::bytea || substring(data from 3)")]
    public async Task What_an_earlier_program_wrote_in_another_form_counts_as_not_written_once_the_store_is_open(string written)
    {
        await using var database = new PostgresUnderTest(await postgres.CreateDatabaseAsync());
        var store = await database.OpenAsync();
        await store.RegisterAsync(Sample.Unit("r"), Sample.Unit("a", "r"), Sample.Unit("b", "r"));
        await store.Checkpoints.SaveAsync(Sample.Checkpoint("a", 1, 10), Sample.Stop);
        await store.Checkpoints.SaveAsync(Sample.Checkpoint("b", 1, 10), Sample.Stop);
        await store.Checkpoints.SaveAsync(Sample.Checkpoint("r", 1, 10, ("a", 10), ("b", 10)), Sample.Stop);
        Assert.Empty(await StaleAsync(store));
        await using var rewrite = database.Database.Source.CreateCommand($"update rollup_checkpoints set data = {written} where unit in ('a', 'r')");
        Assert.Equal(2, await rewrite.ExecuteNonQueryAsync(Sample.Stop));

        var next = await database.OpenAsync();

        Assert.Equal(["a 1>0", "r 1>0 b:10"], await StaleAsync(next));
        Assert.Equal("b", Assert.Single(await next.Checkpoints.OfChildrenAsync("r", Sample.Stop)).Unit);
    }
}

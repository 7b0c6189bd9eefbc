namespace Hierarchy.Tests.Store;

/// <summary>What units were asked and have given of indicators, whoever keeps it.</summary>
public abstract class MeasuringTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    [Fact]
    public async Task Of_some_units_the_events_about_one_indicator_or_about_inspections_are_told_in_their_order()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("m", null, Grains.Units.UnitKind.Ministry), Sample.Unit("a", "m"), Sample.Unit("b", "m"), Sample.Unit("c", "m"));
        var inspected = new UnitEvent.UnitInspected(new Inspection("k", "m", "b", new DateOnly(2013, 3, 1), null, []));
        await AppendAsync("a", Imposed("i"), Imposed("i2"), Given("i", 1), Sample.Event("\"indicator\":\"i\""), Given("i2", 2, "xem \"indicator\":\"i\""), Given("i", 3));
        await AppendAsync("b", Imposed("i"), Given("i", 4), inspected, new UnitEvent.IndicatorVerified("i", 2013, null, null));
        await AppendAsync("c", Imposed("i"));

        store = await OpenAsync();
        Assert.Equal(["a#2", "a#4", "a#7", "b#2", "b#3", "b#5"], await FindAsync("i", "b", "a", "a", "x"));
        Assert.Equal(["a#3", "a#6"], await FindAsync("i2", "a", "b", "c"));
        Assert.Equal(["b#4"], await FindAsync(null, "a", "b", "c"));
        Assert.Empty(await FindAsync("i", []));
        Assert.Empty(await FindAsync("none", "a", "b"));

        async Task AppendAsync(string unit, params UnitEvent[] events)
        {
            foreach (var (i, happened) in events.Index())
            {
                Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(Sample.Append(unit, i + 1, happened), Sample.Stop));
            }
        }

        async Task<string[]> FindAsync(string? indicator, params string[] units) =>
            [.. (await store.Queries.MeasuringAsync(indicator, units, Sample.Stop)).Select(stored => $"{stored.Unit}#{stored.Seq}")];
    }

    private static UnitEvent Imposed(string indicator) =>
        new UnitEvent.IndicatorImposed(new IndicatorTerms(indicator, "m", "Chỉ tiêu", IndicatorMethod.Sum, Grains.Units.UnitKind.Commune, null));

    private static UnitEvent Given(string indicator, long value, string? note = null) =>
        new UnitEvent.IndicatorReported(indicator, 2013, null, value, 0, note, null, null);
}

public sealed class MemoryMeasuringTests() : MeasuringTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresMeasuringTests(PostgresFixture postgres) : MeasuringTests(postgres.CreateStoreAsync);

namespace Hierarchy.Tests.Store;

/// <summary>PostgreSQL answers a frequent text in another way than a rare one; both stores must agree on either, page by page.</summary>
public sealed class ManyRowsTests(PostgresFixture postgres)
{
    private const int Rows = 6_000;

    [Fact]
    public async Task Both_stores_answer_alike_over_thousands_of_obligations()
    {
        await using var database = new PostgresUnderTest(await postgres.CreateDatabaseAsync());
        await using var reference = new MemoryUnderTest();
        OpenStore[] stores = [await database.OpenAsync(), await reference.OpenAsync()];
        foreach (var store in stores)
        {
            await store.RegisterAsync(
                Sample.Unit("r", kind: UnitKind.Province), Sample.Unit("a", "r"), Sample.Unit("b", "r"), Sample.Unit("b1", "b"));
            await store.OweAsync([.. Enumerable.Range(0, Rows).Select(Owed)]);
        }
        await using (var analyze = database.Database.Source.CreateCommand("analyze"))
        {
            await analyze.ExecuteNonQueryAsync(Sample.Stop);
        }

        foreach (var order in Enum.GetValues<ObligationOrder>())
        {
            var all = new ObligationQuery("r", true, Sample.Today, 400) { Order = order };
            await AlikeAsync(stores, all);
            await AlikeAsync(stores, all with { Unit = "b" });
            await AlikeAsync(stores, all with { Unit = "b1", Below = false });
            await AlikeAsync(stores, all with { Text = "văn bản" });
            await AlikeAsync(stores, all with { Text = "rà" });
            await AlikeAsync(stores, all with { Text = "đợt 77", Unit = "b" });
            await AlikeAsync(stores, all with { Overdue = true });
            await AlikeAsync(stores, all with { Overdue = false, Text = "van ban" });
            await AlikeAsync(stores, all with { DueFrom = Sample.Today, DueTo = Sample.Today.AddDays(30) });
            await AlikeAsync(stores, all with { DueTo = Sample.Today, Status = [ObligationStatus.Done, ObligationStatus.Waiting] });
        }
    }

    private static async Task AlikeAsync(OpenStore[] stores, ObligationQuery query)
    {
        Assert.Equal(await stores[1].Queries.CountObligationsAsync(query, Sample.Stop),
            await stores[0].Queries.CountObligationsAsync(query, Sample.Stop));
        for (var pages = 0; pages < 3; pages++)
        {
            var expected = await stores[1].Queries.ObligationsAsync(query, Sample.Stop);
            var page = await stores[0].Queries.ObligationsAsync(query, Sample.Stop);
            Assert.Equal(expected.Items, page.Items);
            Assert.Equal(expected.HasNext, page.HasNext);
            if (!page.HasNext)
            {
                break;
            }
            query = query with { After = ObligationCursor.Of(query.Order, page.Items[^1]) };
        }
    }

    private static Obligation Owed(int i)
    {
        var due = i % 11 == 0 ? (DateOnly?)null : new DateOnly(2013, 1, 1).AddDays(i * 31 % 365);
        return Sample.Obligation(
            i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "b1", $"t{i * 7919 % Rows}", due, $"Rà soát văn bản đợt {i % 100}") with
        {
            Status = (ObligationStatus)(i % 6),
            Percent = i * 37 % 100 * 100,
            UpdatedAt = Sample.At.AddTicks(i / 2),
        };
    }
}

namespace Hierarchy.Tests.Store;

/// <summary>What <see cref="IDrafts"/> promises, whichever store keeps them.</summary>
public abstract class DraftsTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    [Fact]
    public async Task What_one_process_writes_another_one_reads_and_a_known_version_is_not_read_again()
    {
        var (here, there) = (await OpenAsync(), await OpenAsync());
        Assert.Equal(DraftSaving.Saved, await SaveAsync(here, Draft("u:1", 1, "Một")));
        Assert.Equal(DraftSaving.Saved, await SaveAsync(here, Draft("u:1", 2, "Hai\u0111 \uD83D\uDE00")));

        var found = await there.Drafts.FindAsync("u:1", 0, Sample.Stop);
        Assert.Equal((2, "Hai\u0111 \uD83D\uDE00"), (found!.Version, found.Draft!.Text.Title));
        Assert.Equal(2, found.Draft.Version);
        Assert.Equal(new FoundDraft(2, null), await there.Drafts.FindAsync("u:1", 2, Sample.Stop));
        Assert.NotNull((await there.Drafts.FindAsync("u:1", 1, Sample.Stop))!.Draft);
        Assert.Null(await there.Drafts.FindAsync("u:2", 0, Sample.Stop));
        Assert.Equal("of 2", await there.Drafts.FindRequestAsync("u:1", "r2", Sample.Stop));
        Assert.Null(await there.Drafts.FindRequestAsync("u:1", "r3", Sample.Stop));
    }

    [Fact]
    public async Task Of_two_who_write_the_same_version_one_is_overtaken_and_changes_nothing()
    {
        var (here, there) = (await OpenAsync(), await OpenAsync());
        await SaveAsync(here, Draft("u:1", 1, "Một"));
        var both = await Task.WhenAll(SaveAsync(here, Draft("u:1", 2, "Hai"), "a"), SaveAsync(there, Draft("u:1", 2, "Hai"), "b"));
        Assert.Equal([DraftSaving.Saved, DraftSaving.Overtaken], both.Order());
        Assert.Equal(both[0] == DraftSaving.Saved, await here.Drafts.FindRequestAsync("u:1", "a", Sample.Stop) is not null);
        Assert.Equal(both[1] == DraftSaving.Saved, await here.Drafts.FindRequestAsync("u:1", "b", Sample.Stop) is not null);
        Assert.Equal(DraftSaving.Overtaken, await SaveAsync(here, Draft("u:1", 1, "Một"), "c"));
        Assert.Equal(DraftSaving.Overtaken, await SaveAsync(here, Draft("u:9", 2, "Không có")));
    }

    [Fact]
    public async Task What_is_removed_is_gone_and_is_not_made_again_by_what_made_it()
    {
        var store = await OpenAsync();
        await SaveAsync(store, Draft("u:1", 1, "Một"));
        await SaveAsync(store, Draft("u:1", 2, "Hai"));
        for (var again = 0; again < 2; again++)
        {
            await store.Drafts.RemoveAsync("u:1", new DraftRequest("end", "of end"), Sample.Stop);
            Assert.Null(await store.Drafts.FindAsync("u:1", 0, Sample.Stop));
            Assert.Equal(
                ["of 1", null, "of end"],
                [
                    await store.Drafts.FindRequestAsync("u:1", "r1", Sample.Stop), await store.Drafts.FindRequestAsync("u:1", "r2", Sample.Stop),
                    await store.Drafts.FindRequestAsync("u:1", "end", Sample.Stop),
                ]);
            Assert.Equal(DraftSaving.Overtaken, await SaveAsync(store, Draft("u:1", 1, "Một")));
        }
        await store.Drafts.RemoveAsync("u:2", request: null, Sample.Stop);
    }

    [Fact]
    public async Task An_owner_has_its_own_newest_first_and_so_many()
    {
        var store = await OpenAsync();
        for (var i = 1; i <= Limits.DraftsMax; i++)
        {
            Assert.Equal(DraftSaving.Saved, await SaveAsync(store, Draft($"u:{i}", 1, "Kế hoạch"), at: Now.AddSeconds(i)));
        }
        Assert.Equal(DraftSaving.TooMany, await SaveAsync(store, Draft("u:more", 1, "Kế hoạch")));
        Assert.Equal(DraftSaving.Saved, await SaveAsync(store, Draft("v:1", 1, "Kế hoạch")));
        await SaveAsync(store, Draft("u:1", 2, "Kế hoạch"), at: Now.AddDays(1));
        Assert.Equal(Enumerable.Range(1, Limits.DraftsMax).Reverse().Select(i => $"u:{i}"), await OfAsync(store, "u"));
        Assert.Equal(["v:1"], await OfAsync(store, "v"));
        await store.Drafts.RemoveAsync("u:3", request: null, Sample.Stop);
        Assert.Equal(DraftSaving.Saved, await SaveAsync(store, Draft("u:more", 1, "Kế hoạch")));
    }

    [Fact]
    public async Task One_whose_owner_has_adopted_it_is_gone_whether_or_not_its_row_is()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("u"));
        await store.RegisterAsync(Sample.Unit("v"));
        await SaveAsync(store, Draft("u:1", 1, "Một"));
        await SaveAsync(store, Draft("u:2", 1, "Hai"));
        await AdoptAsync(store, "v", "u:2");
        Assert.NotNull(await store.Drafts.FindAsync("u:2", 0, Sample.Stop));
        await AdoptAsync(store, "u", "u:1");
        Assert.Null(await store.Drafts.FindAsync("u:1", 1, Sample.Stop));
        Assert.Equal(["u:2"], await OfAsync(store, "u"));
        Assert.Equal(DraftSaving.Overtaken, await SaveAsync(store, Draft("u:1", 2, "Một")));
    }

    private static async Task AdoptAsync(OpenStore store, string owner, string id)
    {
        var plan = Sample.Plan(id, owner);
        Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(
            new Append(owner, 1, [new UnitEvent.PlanAdopted(plan)], "test", Now, null, null, [plan], [], [], []), Sample.Stop));
    }

    private static async Task<IEnumerable<string>> OfAsync(OpenStore store, string owner) =>
        (await store.Drafts.OfOwnersAsync(["none", owner], Sample.Stop)).Single().Value;

    private static PlanDraft Draft(string id, long version, string title) =>
        new(id, id.Split(':')[0], version, DraftRules.Nothing with { Title = title }, 0);

    private static Task<DraftSaving> SaveAsync(OpenStore store, PlanDraft draft, string? request = null, DateTimeOffset? at = null) =>
        store.Drafts.SaveAsync(draft, new DraftRequest(request ?? $"r{draft.Version}", $"of {draft.Version}"), at ?? Now, Sample.Stop);
}

public sealed class MemoryDraftsTests() : DraftsTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresDraftsTests(PostgresFixture postgres) : DraftsTests(postgres.CreateStoreAsync);

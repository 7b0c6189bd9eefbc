namespace Hierarchy.Tests.Store;

/// <summary>What <see cref="IUnitDirectory"/> promises, whichever store fills it.</summary>
public abstract class DirectoryTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    [Fact]
    public async Task The_hierarchy_is_told_in_the_order_of_kinds_and_of_the_alphabet()
    {
        var store = await OpenAsync();
        await RegisterProvinceAsync(store);
        await CheckAsync(store.Directory);
        await CheckAsync((await OpenAsync()).Directory);

        static Task CheckAsync(IUnitDirectory directory)
        {
            Assert.Equal("p d d1 c4 c1 c3 c2", Ids(directory.All()));
            Assert.Equal("d c4 c1 c3 c2", Ids(directory.Children("p")));
            Assert.Equal("p d", Ids(directory.Ancestors("d1")));
            Assert.Equal("c4 c1 c3 c2", Ids(directory.Below("p", UnitKind.Commune).Where(u => u.Parent == "p")));
            Assert.Equal("d1 c4 c1 c3 c2", Ids(directory.Below("p", UnitKind.Commune)));
            Assert.Equal("", Ids(directory.Below("p", UnitKind.Province)));
            Assert.True(directory.IsAtOrBelow("d1", "p") && directory.IsAtOrBelow("p", "p"));
            Assert.False(directory.IsAtOrBelow("p", "d1") || directory.IsAtOrBelow("c1", "d") || directory.IsAtOrBelow("x", "x"));
            Assert.Equal(new Unit("c1", "Ấp Bắc", UnitKind.Commune, "p", "101"), directory.Find("c1"));
            Assert.Null(directory.Find("x"));
            Assert.Equal("", Ids(
                [.. directory.Children("x"), .. directory.Ancestors("x"), .. directory.Ancestors("p"),
                .. directory.Below("x", UnitKind.Commune)]));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Plans_are_told_newest_first_for_their_owner_and_those_above()
    {
        var store = await OpenAsync();
        await RegisterProvinceAsync(store);
        var adopted = new[]
        {
            Sample.Plan("old", "p", new DateOnly(2011, 5, 1)),
            Sample.Plan("undated", "p", startYear: 2014),
            Sample.Plan("mid", "d", new DateOnly(2013, 1, 1)),
            Sample.Plan("twin", "d1", new DateOnly(2013, 1, 1)),
        };
        foreach (var plan in adopted)
        {
            Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(
                Sample.Append(plan.Owner, plan.Id == "undated" ? 2 : 1) with { Plans = [plan] }, Sample.Stop));
        }
        foreach (var directory in new[] { store.Directory, (await OpenAsync()).Directory })
        {
            Assert.Equal(["undated", "mid", "twin", "old"], directory.PlansAtOrBelow("p").Select(p => p.Id));
            Assert.Equal(["mid", "twin"], directory.PlansAtOrBelow("d").Select(p => p.Id));
            Assert.Empty(directory.PlansAtOrBelow("c1").Concat(directory.PlansAtOrBelow("x")));
            Assert.Equal(new PlanEntry("old", "p", "Kế hoạch old", 2013, 2013, new DateOnly(2011, 5, 1), adopted[0].Number), directory.FindPlan("old"));
            Assert.Null(directory.FindPlan("x"));
        }
        var retitled = Sample.Append("p", 3) with { Retitled = [adopted[0] with { Title = "Kế hoạch sửa đổi" }] };
        Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(retitled, Sample.Stop));
        foreach (var directory in new[] { store.Directory, (await OpenAsync()).Directory })
        {
            Assert.Equal("Kế hoạch sửa đổi", directory.FindPlan("old")!.Title);
            Assert.Equal(
                ["Kế hoạch undated", "Kế hoạch mid", "Kế hoạch twin", "Kế hoạch sửa đổi"], directory.PlansAtOrBelow("p").Select(p => p.Title));
        }
    }

    [Fact]
    public async Task A_registration_is_visible_before_its_caller_hears_of_it_and_watchers_are_told()
    {
        var store = await OpenAsync();
        var told = 0;
        store.Directory.Changed += () => Interlocked.Increment(ref told);
        store.Directory.Changed += () => throw new InvalidOperationException("a bad watcher");
        for (var i = 0; i < 50; i++)
        {
            Assert.IsType<AppendResult.Appended>(
                await store.Events.AppendAsync(Sample.Registering(Sample.Unit($"u{i}", i == 0 ? null : "u0")), Sample.Stop));
            Assert.NotNull(store.Directory.Find($"u{i}"));
        }
        Assert.Equal(49, store.Directory.Children("u0").Count);
        Assert.Equal(50, told);
        await store.Events.AppendAsync(Sample.Append("u0", 1), Sample.Stop);
        Assert.Equal(50, told);
    }

    [Fact]
    public async Task What_another_store_registered_comes_with_a_refresh()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        await RegisterProvinceAsync(one);
        Assert.Empty(two.Directory.All());

        await two.RefreshDirectoryAsync();
        await two.RefreshDirectoryAsync();

        Assert.Equal(Ids(one.Directory.All()), Ids(two.Directory.All()));
        await two.RegisterAsync(Sample.Unit("d2", "d1"));
        Assert.Equal("p d d1", Ids(two.Directory.Ancestors("d2")));
    }

    private static Task RegisterProvinceAsync(OpenStore store) => store.RegisterAsync(
        Sample.Unit("p", kind: UnitKind.Province),
        Sample.Unit("c2", "p", name: "Đồng Khởi"),
        Sample.Unit("c1", "p", name: "Ấp Bắc") with { Code = "101" },
        Sample.Unit("c3", "p", name: "Dương Minh Châu"),
        Sample.Unit("c4", "p", name: "An Hòa"),
        Sample.Unit("d", "p", UnitKind.Department, "Sở Nội vụ"),
        Sample.Unit("d1", "d", name: "Ban"));

    private static string Ids(IEnumerable<Unit> units) => string.Join(' ', units.Select(u => u.Id));
}

public sealed class MemoryDirectoryTests() : DirectoryTests(MemoryUnderTest.CreateAsync)
{
    [Fact]
    public async Task Thirteen_thousand_registrations_one_by_one_stay_quick_even_below_one_parent()
    {
        var store = await new MemoryUnderTest().OpenAsync();
        await store.RegisterAsync(Sample.Unit("r"));
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 13_000; i++)
        {
            await store.Events.AppendAsync(Sample.Registering(Sample.Unit($"u{i * 7919 % 13_000}", "r")), Sample.Stop);
        }

        Assert.Equal(13_000, store.Directory.Children("r").Count);
        // About half a second; a sort of the whole list for each would take minutes.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 15);
    }
}

public sealed class PostgresDirectoryTests(PostgresFixture postgres) : DirectoryTests(postgres.CreateStoreAsync);

using Hierarchy.Api.Changes;
using Microsoft.Extensions.Time.Testing;

namespace Hierarchy.UnitTests.Api;

public sealed class LiveChangesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(Given.Now);
    private readonly LiveChanges _live;

    public LiveChangesTests() => _live = new LiveChanges(Given.Country(), _time);

    [Fact]
    public async Task A_watcher_gets_the_unit_at_once_and_again_after_a_change()
    {
        await using var watcher = Watch(Given.Province);
        Assert.Equal(Given.Province, await NextAsync(watcher));

        _live.RollupChanged(Given.Province, 2);

        Assert.Equal(Given.Province, await NextAsync(watcher));
    }

    [Fact]
    public async Task A_watcher_looks_again_when_a_day_begins()
    {
        await using var watcher = await WatchProvinceAsync();

        _live.DayBegan();

        Assert.Equal(Given.Province, await NextAsync(watcher));
    }

    [Fact]
    public async Task Changes_within_the_window_come_as_one_and_the_last_always_comes()
    {
        await using var watcher = await WatchProvinceAsync();
        _live.RollupChanged(Given.Province, 2);
        await NextAsync(watcher);

        var next = watcher.MoveNextAsync().AsTask();
        for (var version = 3; version < 50; version++)
        {
            _live.RollupChanged(Given.Province, version);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.False(next.IsCompleted);
        _time.Advance(LiveChanges.Window);

        Assert.True(await next.WaitAsync(Patience));
        var another = watcher.MoveNextAsync().AsTask();
        _time.Advance(LiveChanges.Window * 10);
        await ToldByAsync(another, version: 50);
    }

    [Fact]
    public async Task A_slow_watcher_keeps_one_change_whatever_it_misses()
    {
        await using var watcher = await WatchProvinceAsync();
        for (var version = 2; version < 100; version++)
        {
            _live.RollupChanged(Given.Province, version);
            _time.Advance(LiveChanges.Window);
        }

        await NextAsync(watcher);

        var next = watcher.MoveNextAsync().AsTask();
        _time.Advance(LiveChanges.Window);
        await ToldByAsync(next, version: 100);
    }

    [Fact]
    public async Task A_change_of_another_unit_is_not_told()
    {
        await using var watcher = await WatchProvinceAsync();

        var next = watcher.MoveNextAsync().AsTask();
        _live.RollupChanged(Given.Ministry, 2);
        _live.RollupChanged(Given.District, 2);
        _time.Advance(LiveChanges.Window * 2);

        await ToldByAsync(next, version: 2);
    }

    [Fact]
    public async Task A_watcher_that_leaves_is_forgotten()
    {
        var watcher = await WatchProvinceAsync();
        Assert.Equal(1, _live.Watchers);

        await watcher.DisposeAsync();

        Assert.Equal(0, _live.Watchers);
        _live.RollupChanged(Given.Province, 2);
    }

    [Fact]
    public async Task An_unknown_unit_is_refused()
    {
        await using var progress = Watch("nowhere");
        await using var obligations = _live.ObligationsAsync("nowhere", default).GetAsyncEnumerator();

        Assert.Equal("NOT_FOUND", (await Assert.ThrowsAsync<FieldError>(() => NextAsync(progress))).Code);
        Assert.Equal("NOT_FOUND", (await Assert.ThrowsAsync<FieldError>(async () => await obligations.MoveNextAsync())).Code);
        Assert.Equal(0, _live.Watchers);
    }

    [Theory]
    [InlineData(Given.Ministry, true)]
    [InlineData(Given.Province, true)]
    [InlineData(Given.District, true)]
    [InlineData(Given.Commune, true)]
    [InlineData("tn-go", false)]
    [InlineData("hoa-2", false)]
    public async Task An_obligation_is_told_at_its_unit_and_above(string under, bool told)
    {
        await using var watcher = _live.ObligationsAsync(under, default).GetAsyncEnumerator();
        var next = watcher.MoveNextAsync().AsTask();

        _live.ObligationChanged(Owed(Given.Commune));
        _live.ObligationChanged(Owed(under) with { Version = 2 });

        Assert.True(await next.WaitAsync(Patience));
        Assert.Equal(told ? 1 : 2, watcher.Current.Version);
    }

    [Fact]
    public async Task Every_change_of_obligations_is_told_in_order()
    {
        await using var watcher = _live.ObligationsAsync(Given.Province, default).GetAsyncEnumerator();
        var first = watcher.MoveNextAsync();
        for (var version = 1; version <= LiveChanges.QueueMax; version++)
        {
            _live.ObligationChanged(Owed(Given.Commune) with { Version = version });
        }

        Assert.True(await first.AsTask().WaitAsync(Patience));
        for (var version = 1; version < LiveChanges.QueueMax; version++)
        {
            Assert.Equal(version, watcher.Current.Version);
            Assert.True(await watcher.MoveNextAsync());
        }
    }

    [Fact]
    public async Task A_watcher_of_obligations_that_falls_behind_is_cut_off()
    {
        await using var watcher = _live.ObligationsAsync(Given.Province, default).GetAsyncEnumerator();
        var first = watcher.MoveNextAsync();
        for (var version = 0; version < LiveChanges.QueueMax + 2; version++)
        {
            _live.ObligationChanged(Owed(Given.Commune));
        }
        await first;

        var error = await Assert.ThrowsAsync<FieldError>(async () =>
        {
            while (await watcher.MoveNextAsync())
            {
                Assert.Equal(Given.Commune, watcher.Current.Unit);
            }
        });

        Assert.Equal(Codes.Limit, error.Code);
    }

    /// <summary>A watcher who has been told what there is.</summary>
    private async Task<IAsyncEnumerator<Unit>> WatchProvinceAsync()
    {
        var watcher = Watch(Given.Province);
        await NextAsync(watcher);
        return watcher;
    }

    private IAsyncEnumerator<Unit> Watch(string unit) => _live.ProgressAsync(unit, default).GetAsyncEnumerator();

    private static async Task<string> NextAsync(IAsyncEnumerator<Unit> watcher)
    {
        Assert.True(await watcher.MoveNextAsync().AsTask().WaitAsync(Patience));
        return watcher.Current.Id;
    }

    /// <summary>Expects that the change which comes next is the first that is told.</summary>
    private async Task ToldByAsync(Task<bool> next, long version)
    {
        Assert.False(next.IsCompleted);
        _live.RollupChanged(Given.Province, version);
        Assert.True(await next.WaitAsync(Patience));
    }

    private static Obligation Owed(string unit) => ObligationRules.Imposed(unit, Given.Terms(unit), Given.Now);
}

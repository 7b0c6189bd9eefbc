using Microsoft.Extensions.Time.Testing;

namespace Hierarchy.Tests.System;

/// <summary>Events of a day, with PostgreSQL and a controlled clock for reminders.</summary>
public sealed class DayTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Whoever_watches_hears_of_the_new_day_and_of_the_next_one_after_a_restart()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var clock = new FakeTimeProvider(new DateTimeOffset(2013, 6, 30, 16, 52, 0, TimeSpan.Zero));
        await using (var first = await SystemOnDisk.StartAsync(database.ConnectionString, clock))
        {
            await first.DoAsync("bnv", new UnitCommand.RegisterUnit(new Unit("bnv", "Bộ Nội vụ", UnitKind.Ministry, null, null)));
            await HearsAsync(first, clock);
            Assert.Equal(new DateOnly(2013, 7, 1), VietnameseDay.Today(clock));
        }
        await using (var again = await SystemOnDisk.StartAsync(database.ConnectionString, clock))
        {
            clock.Advance(TimeSpan.FromHours(23.75));
            await HearsAsync(again, clock);
            Assert.Equal(new DateOnly(2013, 7, 2), VietnameseDay.Today(clock));
        }
        await using var kept = database.Source.CreateCommand("select count(*) from reminders");
        Assert.Equal(1L, await kept.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Advances the clock until a watcher is notified, since nothing else changes.</summary>
    private static async Task HearsAsync(SystemOnDisk system, FakeTimeProvider clock)
    {
        // A starting node does this itself, but at an unknown time: a jump of the clock would put the reminder a day off.
        await system.Calendar.KeepAsync();
        using var patience = new CancellationTokenSource(Patience);
        await using var watcher = system.Changes.ProgressAsync("bnv", patience.Token).GetAsyncEnumerator(patience.Token);
        Assert.True(await watcher.MoveNextAsync());
        var told = watcher.MoveNextAsync().AsTask();
        while (!told.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(told, Task.Delay(100, patience.Token));
        }
        Assert.True(await told);
    }
}

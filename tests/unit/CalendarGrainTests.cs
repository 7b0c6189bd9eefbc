using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Orleans.Reminders;

namespace Hierarchy.UnitTests;

/// <summary>The reminders' clock is moved; every other one goes on.</summary>
public sealed class CalendarGrainTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<DateOnly> _days = [];

    // Eight minutes before the first of July in Vietnam, where it is seven hours later than in UTC.
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2013, 6, 30, 16, 52, 0, TimeSpan.Zero));

    [Fact]
    public async Task Each_day_is_announced_once_when_it_begins()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<TimeProvider>(TimeProvider.System).AddSingleton<IChangeFeed>(new Feed(this))
            .AddKeyedSingleton(KeyedService.AnyKey, (_, _) => TimeProvider.System)
            .AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, _clock);
        builder.AddOneSilo();
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var calendar = host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICalendarGrain>(ICalendarGrain.Key);
        await calendar.KeepAsync();
        // A second node that starts changes nothing.
        await calendar.KeepAsync();

        _clock.Advance(TimeSpan.FromMinutes(7));
        Assert.False(_days.TryTake(out _, TimeSpan.FromSeconds(1)), "a day was announced before it began");
        Assert.Equal(new DateOnly(2013, 7, 1), await NextAsync());
        _clock.Advance(TimeSpan.FromHours(23.75));
        Assert.Equal(new DateOnly(2013, 7, 2), await NextAsync());
        Assert.Empty(_days);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Lets the clock go on in steps until a day is announced: what is far off is read from the table minutes before it is
    /// due.</summary>
    private async Task<DateOnly> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            if (_days.TryTake(out var day))
            {
                return day;
            }
            await Task.Delay(100, patience.Token);
        }
    }

    private sealed class Feed(CalendarGrainTests test) : IChangeFeed
    {
        public void DayBegan() => test._days.Add(VietnameseDay.Today(test._clock));

        public void RollupChanged(string unit, long version)
        {
        }

        public void ObligationChanged(Obligation obligation)
        {
        }
    }
}

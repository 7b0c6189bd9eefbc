using Microsoft.Extensions.DependencyInjection;
using Orleans.Reminders;

namespace Hierarchy.Grains;

/// <summary>Announces once in the whole cluster that a day has begun, so that watchers learn what became overdue. Nothing else may depend
/// on it: what is overdue follows from the day of the query. There is one such grain, under <see cref="Key"/>.</summary>
[Alias("hierarchy.calendar-grain")]
public interface ICalendarGrain : IGrainWithStringKey
{
    /// <summary>The key of the only grain.</summary>
    const string Key = "calendar";

    /// <summary>Sets or renews the daily reminder. Idempotent; each node calls it when it starts.</summary>
    [Alias("keep")]
    Task KeepAsync();
}

internal sealed class CalendarGrain(IChangeFeed feed, [FromKeyedServices(ReminderTimeProviderNames.Reminders)] TimeProvider time)
    : Grain, ICalendarGrain, IRemindable
{
    private const string Day = "day";

    /// <summary>Time after midnight, so that rounding never yields the day before.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    public Task KeepAsync()
    {
        var now = time.GetUtcNow() - Margin;
        var left = VietnameseDay.BeginningOf(VietnameseDay.Of(now).AddDays(1)) - now;
        return this.RegisterOrUpdateReminder(Day, left, TimeSpan.FromDays(1));
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        feed.DayBegan();
        return Task.CompletedTask;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Orleans.Reminders;

namespace Hierarchy.Grains;

/// <summary>Says once in all nodes together that a day has begun, so that whoever watches hears of what became overdue without asking.
/// Nothing else may hang on it: what is overdue follows from the day on which somebody asks. There is one, under
/// <see cref="Key"/>.</summary>
[Alias("hierarchy.calendar-grain")]
public interface ICalendarGrain : IGrainWithStringKey
{
    /// <summary>The key of the only one.</summary>
    const string Key = "calendar";

    /// <summary>Has it begin, or go on. Idempotent; called by each node that starts.</summary>
    [Alias("keep")]
    Task KeepAsync();
}

internal sealed class CalendarGrain(IChangeFeed feed, [FromKeyedServices(ReminderTimeProviderNames.Reminders)] TimeProvider time)
    : Grain, ICalendarGrain, IRemindable
{
    private const string Day = "day";

    /// <summary>Behind midnight, so that no rounding makes it the day before.</summary>
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

namespace Hierarchy.Api.Plans;

/// <summary>A schedule as given: missing years come from the plan.</summary>
internal sealed record ScheduleDraft(
    ScheduleKind Kind, string Text, DateOnly? Date, int? Month, ImmutableArray<int> Quarters, int? StartYear, int? EndYear,
    ImmutableArray<Recurrence> Every, ImmutableArray<MonthDay> Days, int? EveryYears, DateOnly? First)
{
    /// <summary>Placeholder in a task or duty until the plan is known.</summary>
    public static readonly Schedule None = new(ScheduleKind.Unspecified, "", null, null, [], null, null, [], []);

    /// <summary>The schedule within a plan. Members that its kind does not use are dropped.</summary>
    public Schedule Within(Plan plan)
    {
        var start = StartYear ?? plan.StartYear;
        var blank = None with { Kind = Kind, Text = Text };
        return Kind switch
        {
            ScheduleKind.Date or ScheduleKind.AfterEvent => blank with { Date = Date },
            ScheduleKind.Month => blank with { Month = Month, StartYear = start },
            ScheduleKind.Quarters => blank with { Quarters = Quarters, StartYear = start, EndYear = EndYear },
            ScheduleKind.Year => blank with { StartYear = start },
            // Only the last year matters; a span that ends before the plan begins starts with its own last year.
            ScheduleKind.Years => blank with
            {
                StartYear = StartYear ?? Math.Min(plan.StartYear, EndYear ?? plan.StartYear),
                EndYear = EndYear ?? Math.Max(start, plan.EndYear),
            },
            ScheduleKind.Recurring => blank with
            {
                StartYear = start,
                EndYear = EndYear ?? Math.Max(start, plan.EndYear),
                Every = Every,
                Days = Days,
                EveryYears = EveryYears,
                First = First,
            },
            _ => blank,
        };
    }

    public static ImmutableArray<MonthDay> DaysOf(IReadOnlyList<string> texts)
    {
        var days = new List<MonthDay>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            if (!MonthDay.TryParse(texts[i], out var day))
            {
                throw ApiError.Invalid("Write a day of the year as MM-DD, such as 06-30.", "days", i);
            }
            if (days.Contains(day))
            {
                throw ApiError.Invalid($"{day} is named twice.", "days", i);
            }
            days.Add(day);
        }
        // The days of a year define its periods in order: the first is quarter I.
        return [.. days.OrderBy(day => day.Month).ThenBy(day => day.Day)];
    }
}

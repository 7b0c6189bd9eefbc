namespace Hierarchy.Grains.Plans;

public enum ScheduleKind { Date, Month, Quarters, Year, Years, Recurring, Continuous, AfterEvent, Unspecified }

/// <summary>How often a recurring task falls due: 12, 4, 2 (30 June and 31 December), 1 (30 September) or 1 times a year, every week, or
/// every second week.</summary>
public enum Recurrence { Month, Quarter, HalfYear, NineMonths, Year, Week, Fortnight }

/// <summary>A day of any year, such as 9 March. 29 February means the last day of February.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.month-day")]
public readonly record struct MonthDay(int Month, int Day)
{
    public DateOnly In(int year) => new(year, Month, Math.Min(Day, DateTime.DaysInMonth(year, Month)));

    /// <summary>Reads "MM-DD".</summary>
    public static bool TryParse(string text, out MonthDay day)
    {
        day = default;
        if (text.Length != 5 || text[2] != '-'
            || !int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var month)
            || !int.TryParse(text.AsSpan(3, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || month is < 1 or > 12 || number < 1 || number > DateTime.DaysInMonth(2000, month))
        {
            return false;
        }
        day = new MonthDay(month, number);
        return true;
    }

    public override string ToString() => $"{Month:00}-{Day:00}";
}

/// <summary>One due time of a task.</summary>
/// <param name="Key">Unique within the schedule; empty when there is only one.</param>
/// <param name="Label">The name for readers of a list; empty when there is only one.</param>
public readonly record struct Occurrence(string Key, string Label, DateOnly? Due);

/// <summary>When a task is due. <see cref="Kind"/> decides which of the other members apply. <see cref="Text"/> is the plan's
/// wording.</summary>
/// <param name="EndYear">For Quarters: the year of the last quarter, if it is not that of the first, or if the quarters cross a year's
/// end.</param>
/// <param name="Days">For Recurring: the days of each year on which it falls due, instead of the last days of its periods.</param>
/// <param name="EveryYears">For Recurring with Year: the interval in years; null for every year.</param>
/// <param name="First">For Recurring: the first possible due day. Weeks, and intervals of several years, are counted from it.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.schedule")]
public sealed record Schedule(
    ScheduleKind Kind, string Text, DateOnly? Date, int? Month, ImmutableArray<int> Quarters, int? StartYear, int? EndYear,
    ImmutableArray<Recurrence> Every, ImmutableArray<MonthDay> Days, int? EveryYears = null, DateOnly? First = null)
{
    /// <summary>Maximum number of due times of a recurring task: fifty years of monthly, quarterly and yearly reports.</summary>
    public const int OccurrencesMax = 1_000;

    private static readonly Recurrence[] Recurrences = Enum.GetValues<Recurrence>();

    /// <summary>Whether it waits for an event that has not been recorded.</summary>
    public bool Waits => Kind == ScheduleKind.AfterEvent && Date is null;

    /// <summary>Due day of the last occurrence; null when open-ended or waiting.</summary>
    public DateOnly? Due => Kind switch
    {
        ScheduleKind.Date or ScheduleKind.AfterEvent => Date,
        ScheduleKind.Month => LastDay(StartYear!.Value, Month!.Value),
        // Earlier versions accepted quarters out of order and meant the last one in that year.
        ScheduleKind.Quarters => EndYear is { } last ? LastDay(last, Quarters[^1] * 3) : LastDay(StartYear!.Value, Quarters.Max() * 3),
        ScheduleKind.Year => new DateOnly(StartYear!.Value, 12, 31),
        ScheduleKind.Years => new DateOnly(EndYear!.Value, 12, 31),
        ScheduleKind.Recurring => Occurrences().Max(o => o.Due),
        _ => null,
    };

    /// <summary>Whether another schedule is equal, including its wording.</summary>
    public bool IsSame(Schedule other) =>
        this with { Quarters = [], Every = [], Days = [] } == other with { Quarters = [], Every = [], Days = [] }
        && Quarters.SequenceEqual(other.Quarters) && Every.SequenceEqual(other.Every) && Days.SequenceEqual(other.Days);

    /// <summary>Also works for an invalid schedule, whose days cannot be computed.</summary>
    public override string ToString() => $"{Kind} '{Text}'";

    /// <summary>The number of due times.</summary>
    public long Count => Kind != ScheduleKind.Recurring ? 1
        : EveryYears is null or 1 && First is null && (Days.Length > 0 || !Every.Any(IsOfWeeks))
            ? (long)(Days.Length > 0 ? Days.Length : Every.Sum(PerYear)) * (EndYear!.Value - StartYear!.Value + 1)
        : Times().LongCount();

    /// <summary>All due times, by recurrence in the order given, then by day; one unless it recurs.</summary>
    public ImmutableArray<Occurrence> Occurrences()
    {
        if (Kind != ScheduleKind.Recurring)
        {
            return [new Occurrence("", "", Due)];
        }
        return [.. Times()];
    }

    private IEnumerable<Occurrence> Times()
    {
        for (var year = StartYear!.Value; year <= EndYear!.Value; year++)
        {
            var times = Days.Length > 0
                ? IsYearOf(Every.FirstOrDefault(), year) ? Days.Select((day, i) => OnDay(year, i, day)) : []
                : Every.Where(every => IsYearOf(every, year)).SelectMany(every => IsOfWeeks(every) ? InWeeks(year, every) : InPeriods(year, every));
            foreach (var time in times.Where(time => !(time.Due < First)))
            {
                yield return time;
            }
        }
    }

    /// <summary>Whether it falls due in the year, for intervals of several years.</summary>
    private bool IsYearOf(Recurrence every, int year) =>
        every != Recurrence.Year || EveryYears is not { } years || (year - (First?.Year ?? StartYear!.Value)) % years == 0;

    private static bool IsOfWeeks(Recurrence every) => every is Recurrence.Week or Recurrence.Fortnight;

    /// <summary>Weeks end on Sunday unless a first day is given. Every second week is counted from the first.</summary>
    private IEnumerable<Occurrence> InWeeks(int year, Recurrence every)
    {
        var step = every == Recurrence.Week ? 7 : 14;
        var from = First ?? SundayFrom(new DateOnly(StartYear!.Value, 1, 1));
        var begin = new DateOnly(year, 1, 1);
        var due = from >= begin ? from : from.AddDays((begin.DayNumber - from.DayNumber + step - 1) / step * step);
        for (; due.Year == year; due = due.AddDays(step))
        {
            yield return every == Recurrence.Week
                ? new Occurrence($"{due:yyyy-MM-dd}-W1", $"tuần đến {due:dd/MM/yyyy}", due)
                : new Occurrence($"{due:yyyy-MM-dd}-W2", $"hai tuần đến {due:dd/MM/yyyy}", due);
        }
    }

    private static DateOnly SundayFrom(DateOnly day) => day.AddDays((7 - (int)day.DayOfWeek) % 7);

    /// <summary>What is wrong with it, for its author; null when nothing is.</summary>
    public string? Fault()
    {
        if (StartYear is < Limits.YearMin or > Limits.YearMax || EndYear is < Limits.YearMin or > Limits.YearMax)
        {
            return $"years must lie in {Limits.YearMin}..{Limits.YearMax}";
        }
        return Kind switch
        {
            _ when !Enum.IsDefined(Kind) => "kind is none of its words",
            ScheduleKind.Date when Date is null => "DATE needs date",
            ScheduleKind.Month when Month is null or < 1 or > 12 => "MONTH needs month, 1..12",
            ScheduleKind.Month when StartYear is null => "MONTH needs startYear",
            ScheduleKind.Quarters when Quarters.Length is 0 or > 4 || Quarters.Any(q => q is < 1 or > 4) => "QUARTERS needs quarters, each 1..4",
            ScheduleKind.Quarters when StartYear is null => "QUARTERS needs startYear",
            ScheduleKind.Quarters when StartYear > EndYear => "startYear lies after endYear",
            ScheduleKind.Quarters when !(EndYear > StartYear) && !IsInOrder() =>
                "quarters stand in their order, each once; for some of a later year, endYear says the year of the last one",
            ScheduleKind.Year when StartYear is null => "YEAR needs startYear",
            ScheduleKind.Years when EndYear is null => "YEARS needs endYear",
            ScheduleKind.Years when StartYear > EndYear => "startYear lies after endYear",
            ScheduleKind.Recurring => RecurringFault(),
            _ => UnusedFault(),
        };
    }

    private string? RecurringFault()
    {
        if (Every.Length == 0 && Days.Length == 0)
        {
            return "RECURRING needs every";
        }
        if (UnusedFault() is { } fault)
        {
            return fault;
        }
        if (Every.Distinct().Count() != Every.Length)
        {
            return "every names a recurrence twice";
        }
        if (Days.Distinct().Count() != Days.Length)
        {
            return "days names a day twice";
        }
        if (!Days.All(day => MonthDay.TryParse(day.ToString(), out _)))
        {
            return "days must be days of a year, MM-DD";
        }
        if (StartYear is not { } start || EndYear is not { } end)
        {
            return "RECURRING needs startYear and endYear";
        }
        if (start > end)
        {
            return "startYear lies after endYear";
        }
        if (Days.Length > 0 && Every.Any(IsOfWeeks))
        {
            return "days do not go with WEEK and FORTNIGHT";
        }
        if (EveryYears > 1 && (!Every.Contains(Recurrence.Year) || (Days.Length > 0 && Every.Length > 1)))
        {
            return "everyYears goes with YEAR in every, and where there are days, with YEAR alone";
        }
        return Count switch
        {
            > OccurrencesMax => $"it would fall due more than {OccurrencesMax} times",
            0 => "it would never fall due",
            _ => null,
        };
    }

    private bool IsInOrder()
    {
        for (var i = 1; i < Quarters.Length; i++)
        {
            if (Quarters[i] <= Quarters[i - 1])
            {
                return false;
            }
        }
        return true;
    }

    // Fields that the kind does not use are stored, too, and so are checked.
    private string? UnusedFault() =>
        Month is < 1 or > 12 ? "month must lie in 1..12"
        : Quarters.Length > 4 || Quarters.Any(q => q is < 1 or > 4) ? "there are at most four quarters, each 1..4"
        : Every.Length > Recurrences.Length || !Every.All(Enum.IsDefined) ? "every holds what is none of its words"
        : EveryYears is < 1 or > Limits.PlanYearsMax ? $"everyYears must lie in 1..{Limits.PlanYearsMax}"
        : First < Limits.DayMin || First > Limits.DayMax ? $"first must lie in {Limits.DayMin:yyyy-MM-dd}..{Limits.DayMax:yyyy-MM-dd}"
        : Days.Length > Limits.DaysMax ? $"there are at most {Limits.DaysMax} days"
        : null;

    private static int PerYear(Recurrence every) => every switch
    {
        Recurrence.Month => 12,
        Recurrence.Quarter => 4,
        Recurrence.HalfYear => 2,
        _ => 1,
    };

    private static IEnumerable<Occurrence> InPeriods(int year, Recurrence every) => every switch
    {
        Recurrence.Month => Enumerable.Range(1, 12).Select(m => new Occurrence($"{year}-M{m:00}", $"tháng {m}/{year}", LastDay(year, m))),
        Recurrence.Quarter => Enumerable.Range(1, 4).Select(q => new Occurrence($"{year}-Q{q}", $"{Quarter(q)}/{year}", LastDay(year, q * 3))),
        Recurrence.HalfYear =>
        [
            new Occurrence($"{year}-H1", $"6 tháng đầu năm {year}", LastDay(year, 6)),
            new Occurrence($"{year}-H2", $"6 tháng cuối năm {year}", LastDay(year, 12)),
        ],
        Recurrence.NineMonths => [new Occurrence($"{year}-N9", $"9 tháng năm {year}", LastDay(year, 9))],
        _ => [new Occurrence($"{year}", $"năm {year}", LastDay(year, 12))],
    };

    private Occurrence OnDay(int year, int index, MonthDay day)
    {
        var label = Every is [var only] && PerYear(only) == Days.Length
            ? InPeriods(year, only).ElementAt(index).Label
            : Every switch
            {
                [Recurrence.HalfYear] when Days.Length == 1 => $"6 tháng năm {year}",
                _ => $"hạn {day.Day:00}/{day.Month:00}/{year}",
            };
        return new Occurrence($"{year}-{day}", label, day.In(year));
    }

    private static string Quarter(int number) => "quý " + number switch { 1 => "I", 2 => "II", 3 => "III", _ => "IV" };

    private static DateOnly LastDay(int year, int month) => new(year, month, DateTime.DaysInMonth(year, month));
}

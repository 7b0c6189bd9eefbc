namespace Hierarchy.UnitTests.Plans;

public sealed class ScheduleTests
{
    public static TheoryData<string, Schedule, string?> DueDays { get; } = new()
    {
        { "a day", Schedules.Date(new DateOnly(2018, 6, 30)), "2018-06-30" },
        { "a month ends on its last day", Schedules.Month(2018, 2), "2018-02-28" },
        { "in a leap year too", Schedules.Month(2016, 2), "2016-02-29" },
        { "December", Schedules.Month(2013, 12), "2013-12-31" },
        { "one quarter", Schedules.Quarters(2013, 1), "2013-03-31" },
        { "the last of several quarters", Schedules.Quarters(2013, 1, 2), "2013-06-30" },
        { "quarters over a year's end", Schedules.Quarters(2026, 4, 1, 2) with { EndYear = 2027 }, "2027-06-30" },
        { "the same quarter of the next year", Schedules.Quarters(2026, 4) with { EndYear = 2027 }, "2027-12-31" },
        { "quarters of one year, said so", Schedules.Quarters(2026, 1, 2) with { EndYear = 2026 }, "2026-06-30" },
        { "the fourth quarter", Schedules.Quarters(2012, 4), "2012-12-31" },
        { "a year", Schedules.Year(2020), "2020-12-31" },
        { "a span", Schedules.Years(2011, 2013), "2011..2013-12-31" },
        { "a span without a beginning", Schedules.Years(null, 2013), "..2013-12-31" },
        { "recurring: the last of them", Schedules.Recurring(2013, 2014, Recurrence.NineMonths), "2014-09-30" },
        { "on days of the year", Schedules.OnDays(2013, 2014, Recurrence.Year, new MonthDay(11, 9), new MonthDay(3, 9)), "2014-11-09" },
        { "continuous", Schedules.Continuous, null },
        { "unspecified", Schedules.Unspecified, null },
        { "after an event that has not come", Schedules.AfterEvent, null },
        { "after an event that is recorded", Schedules.AfterEvent with { Date = new DateOnly(2018, 5, 1) }, "2018-05-01" },
    };

    [Theory]
    [MemberData(nameof(DueDays))]
    public void The_due_day_is_the_last_day_on_which_nothing_is_late(string because, Schedule schedule, string? due)
    {
        Assert.NotEmpty(because);
        Assert.Null(schedule.Fault());
        Assert.Equal(due?[^10..], schedule.Due?.ToString("yyyy-MM-dd"));
        Assert.Equal(schedule.Due, schedule.Occurrences().Max(o => o.Due));
    }

    public static TheoryData<Schedule, string> Recurring { get; } = new()
    {
        { Schedules.Recurring(2013, 2013, Recurrence.Quarter, Recurrence.Year),
            "2013-Q1 2013-03-31 quý I/2013|2013-Q2 2013-06-30 quý II/2013|2013-Q3 2013-09-30 quý III/2013|2013-Q4 2013-12-31 quý IV/2013"
            + "|2013 2013-12-31 năm 2013" },
        { Schedules.Recurring(2011, 2012, Recurrence.HalfYear),
            "2011-H1 2011-06-30 6 tháng đầu năm 2011|2011-H2 2011-12-31 6 tháng cuối năm 2011"
            + "|2012-H1 2012-06-30 6 tháng đầu năm 2012|2012-H2 2012-12-31 6 tháng cuối năm 2012" },
        { Schedules.Recurring(2013, 2013, Recurrence.NineMonths), "2013-N9 2013-09-30 9 tháng năm 2013" },
        { Schedules.OnDays(2013, 2013, Recurrence.Quarter, new MonthDay(3, 9), new MonthDay(6, 9), new MonthDay(9, 9), new MonthDay(12, 9)),
            "2013-03-09 2013-03-09 quý I/2013|2013-06-09 2013-06-09 quý II/2013|2013-09-09 2013-09-09 quý III/2013"
            + "|2013-12-09 2013-12-09 quý IV/2013" },
        { Schedules.OnDays(2013, 2013, Recurrence.HalfYear, new MonthDay(6, 9)), "2013-06-09 2013-06-09 6 tháng năm 2013" },
        { Schedules.OnDays(2012, 2012, Recurrence.Quarter, new MonthDay(3, 31)), "2012-03-31 2012-03-31 hạn 31/03/2012" },
        { Schedules.OnDays(2012, 2012, Recurrence.Year, new MonthDay(2, 29)), "2012-02-29 2012-02-29 năm 2012" },
        { Schedules.OnDays(2013, 2013, Recurrence.Year, new MonthDay(2, 29)), "2013-02-29 2013-02-28 năm 2013" },
    };

    public static TheoryData<Schedule, string> Days { get; } = new()
    {
        // 4 January 2026 is a Sunday.
        { Schedules.Recurring(2026, 2026, Recurrence.Week) with { First = new(2026, 12, 9) }, "2026-12-09 2026-12-16 2026-12-23 2026-12-30" },
        {
            Schedules.Recurring(2025, 2027, Recurrence.Fortnight) with { First = new(2026, 12, 20) },
            "2026-12-20 " + string.Join(' ', Enumerable.Range(0, 26).Select(i => new DateOnly(2027, 1, 3).AddDays(14 * i).ToString("yyyy-MM-dd")))
        },
        { Schedules.Recurring(2026, 2026, Recurrence.Quarter) with { First = new(2026, 7, 1) }, "2026-09-30 2026-12-31" },
        { Schedules.Recurring(2016, 2020, Recurrence.Year) with { EveryYears = 2 }, "2016-12-31 2018-12-31 2020-12-31" },
        { Schedules.Recurring(2016, 2021, Recurrence.Year) with { EveryYears = 2, First = new(2017, 1, 1) }, "2017-12-31 2019-12-31 2021-12-31" },
        { Schedules.OnDays(2016, 2021, Recurrence.Year, new MonthDay(3, 9)) with { EveryYears = 5 }, "2016-03-09 2021-03-09" },
        {
            Schedules.Recurring(2026, 2028, Recurrence.HalfYear, Recurrence.Year) with { EveryYears = 3 },
            "2026-06-30 2026-12-31 2026-12-31 2027-06-30 2027-12-31 2028-06-30 2028-12-31"
        },
    };

    [Theory]
    [MemberData(nameof(Days))]
    public void A_first_day_and_years_of_several_leave_out_what_is_not_owed(Schedule schedule, string expected)
    {
        Assert.Null(schedule.Fault());
        var times = schedule.Occurrences();
        Assert.Equal(expected, string.Join(' ', times.Select(time => $"{time.Due:yyyy-MM-dd}")));
        Assert.Equal((times.Length, times.Length), (schedule.Count, times.Select(time => time.Key).Distinct().Count()));
    }

    [Fact]
    public void Weeks_end_on_Sundays_and_no_week_is_lost_at_the_end_of_a_year()
    {
        foreach (var (every, step) in new[] { (Recurrence.Week, 7), (Recurrence.Fortnight, 14) })
        {
            var times = Schedules.Recurring(2024, 2029, every).Occurrences();
            Assert.All(times, time => Assert.Equal(DayOfWeek.Sunday, time.Due!.Value.DayOfWeek));
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(step, pair.Second.Due!.Value.DayNumber - pair.First.Due!.Value.DayNumber));
            Assert.Equal(new DateOnly(2024, 1, 7), times[0].Due);
        }
        Assert.Equal(
            [("2026-01-04-W1", "tuần đến 04/01/2026"), ("2026-01-11-W1", "tuần đến 11/01/2026")],
            Schedules.Recurring(2026, 2026, Recurrence.Week).Occurrences().Take(2).Select(time => (time.Key, time.Label)));
    }

    [Fact]
    public void Quarters_that_were_stored_out_of_order_are_due_as_they_were() =>
        Assert.Equal(new DateOnly(2013, 6, 30), Schedules.Quarters(2013, 2, 1).Due);

    [Theory]
    [MemberData(nameof(Recurring))]
    public void A_recurring_schedule_names_each_time(Schedule schedule, string expected)
    {
        Assert.Null(schedule.Fault());
        Assert.Equal(expected.Split('|'), schedule.Occurrences().Select(o => $"{o.Key} {o.Due:yyyy-MM-dd} {o.Label}"));
    }

    [Fact]
    public void Months_give_twelve_times_a_year()
    {
        var months = Schedules.Recurring(2012, 2015, Recurrence.Month).Occurrences();
        Assert.Equal(48, months.Length);
        Assert.Equal(new Occurrence("2012-M02", "tháng 2/2012", new DateOnly(2012, 2, 29)), months[1]);
        Assert.Equal(48, months.Select(o => o.Key).Distinct().Count());
    }

    [Fact]
    public void What_does_not_recur_falls_due_once_and_without_a_key()
    {
        foreach (var schedule in DueDays.Select(row => row.Data.Item2).Where(s => s.Kind != ScheduleKind.Recurring))
        {
            Assert.Equal([new Occurrence("", "", schedule.Due)], schedule.Occurrences());
        }
    }

    [Fact]
    public void Only_an_event_that_has_not_come_makes_it_wait()
    {
        Assert.Equal(
            [ScheduleKind.AfterEvent],
            Enum.GetValues<ScheduleKind>().Where(kind => (Schedules.Of(kind) with { StartYear = 2013 }).Waits));
        Assert.False((Schedules.AfterEvent with { Date = Given.Today }).Waits);
    }

    private const string OutOfOrder = "quarters stand in their order, each once; for some of a later year, endYear says the year of the last one";

    public static TheoryData<Schedule, string> Wrong { get; } = new()
    {
        { Schedules.Of(ScheduleKind.Date), "DATE needs date" },
        { Schedules.Of(ScheduleKind.Month) with { StartYear = 2013 }, "MONTH needs month, 1..12" },
        { Schedules.Month(2013, 0), "MONTH needs month, 1..12" },
        { Schedules.Month(2013, 13), "MONTH needs month, 1..12" },
        { Schedules.Of(ScheduleKind.Month) with { Month = 1 }, "MONTH needs startYear" },
        { Schedules.Quarters(2013), "QUARTERS needs quarters, each 1..4" },
        { Schedules.Quarters(2013, 1, 5), "QUARTERS needs quarters, each 1..4" },
        { Schedules.Quarters(2013, 0), "QUARTERS needs quarters, each 1..4" },
        { Schedules.Quarters(2013, 1) with { StartYear = null }, "QUARTERS needs startYear" },
        { Schedules.Quarters(2013, 2, 1), OutOfOrder },
        { Schedules.Quarters(2013, 2, 2), OutOfOrder },
        { Schedules.Quarters(2013, 4, 1) with { EndYear = 2013 }, OutOfOrder },
        { Schedules.Quarters(2013, 4, 1) with { EndYear = 2012 }, "startYear lies after endYear" },
        { Schedules.Recurring(2013, 2013, Recurrence.Year) with { EveryYears = 0 }, "everyYears must lie in 1..50" },
        { Schedules.Recurring(2013, 2013, Recurrence.Year) with { First = new(1899, 1, 1) }, "first must lie in 1900-01-01..2200-12-31" },
        { Schedules.Recurring(2013, 2013, Recurrence.Year) with { First = new(2014, 1, 1) }, "it would never fall due" },
        {
            Schedules.Recurring(2013, 2013, Recurrence.Month) with { EveryYears = 2 },
            "everyYears goes with YEAR in every, and where there are days, with YEAR alone"
        },
        { Schedules.OnDays(2013, 2013, Recurrence.Week, new MonthDay(3, 9)), "days do not go with WEEK and FORTNIGHT" },
        { Schedules.Recurring(2013, 2062, Recurrence.Week), "it would fall due more than 1000 times" },
        { Schedules.Of(ScheduleKind.Year), "YEAR needs startYear" },
        { Schedules.Of(ScheduleKind.Years) with { StartYear = 2013 }, "YEARS needs endYear" },
        { Schedules.Years(2014, 2013), "startYear lies after endYear" },
        { Schedules.Year(1899), "years must lie in 1900..2200" },
        { Schedules.Years(2013, 2201), "years must lie in 1900..2200" },
        { Schedules.Recurring(2013, 2013), "RECURRING needs every" },
        { Schedules.Recurring(2013, 2013, Recurrence.Year, Recurrence.Year), "every names a recurrence twice" },
        { Schedules.Recurring(2013, 2013, Recurrence.Year) with { StartYear = null }, "RECURRING needs startYear and endYear" },
        { Schedules.Recurring(2013, 2013, Recurrence.Year) with { EndYear = null }, "RECURRING needs startYear and endYear" },
        { Schedules.Recurring(2014, 2013, Recurrence.Year), "startYear lies after endYear" },
        { Schedules.Recurring(2000, 2083, Recurrence.Month), "it would fall due more than 1000 times" },
        { Schedules.OnDays(2013, 2013, Recurrence.Year, new MonthDay(3, 9), new MonthDay(3, 9)), "days names a day twice" },
        { Schedules.OnDays(2013, 2013, Recurrence.Year, new MonthDay(13, 1)), "days must be days of a year, MM-DD" },
        { Schedules.OnDays(2013, 2013, Recurrence.Year, new MonthDay(4, 31)), "days must be days of a year, MM-DD" },
        { Schedules.OnDays(2013, 2013, Recurrence.Year, default(MonthDay)), "days must be days of a year, MM-DD" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_schedule_says_what_is_wrong(Schedule schedule, string fault) => Assert.Equal(fault, schedule.Fault());

    [Theory]
    [InlineData("03-09", 3, 9)]
    [InlineData("02-29", 2, 29)]
    [InlineData("12-31", 12, 31)]
    public void A_day_of_the_year_is_read(string text, int month, int day)
    {
        Assert.True(MonthDay.TryParse(text, out var read));
        Assert.Equal((new MonthDay(month, day), text), (read, read.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3-9")]
    [InlineData("03/09")]
    [InlineData("13-01")]
    [InlineData("00-10")]
    [InlineData("02-30")]
    [InlineData("04-31")]
    [InlineData("01-00")]
    [InlineData("+1-01")]
    [InlineData(" 1-01")]
    [InlineData("01-01 ")]
    public void What_is_no_day_of_the_year_is_not_read(string text) => Assert.False(MonthDay.TryParse(text, out _));
}

using Hierarchy.Api.Plans;

namespace Hierarchy.UnitTests.Api;

public sealed class InputTests
{
    private static readonly Plan Plan = Given.Plan(startYear: 2011, endYear: 2015);

    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(0.001, 1)]
    [InlineData(2.345, 2_345)]
    [InlineData(10_000, 10_000_000)]
    public void A_weight_is_kept_in_thousandths(double weight, int thousandths) => Assert.Equal(thousandths, PlanInputs.WeightOf(weight));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0.0001)]
    [InlineData(1.23456)]
    [InlineData(10_000.001)]
    [InlineData(1e300)]
    public void A_weight_out_of_bounds_is_refused(double weight) =>
        Assert.Equal("INVALID", Assert.Throws<FieldError>(() => PlanInputs.WeightOf(weight)).Code);

    [Fact]
    public void Years_that_a_schedule_does_not_name_are_those_of_the_plan()
    {
        Check(Draft(ScheduleKind.Year), new DateOnly(2011, 12, 31));
        Check(Draft(ScheduleKind.Years), new DateOnly(2015, 12, 31));
        Check(Draft(ScheduleKind.Years) with { EndYear = 2010 }, new DateOnly(2010, 12, 31));
        Check(Draft(ScheduleKind.Month) with { Month = 2 }, new DateOnly(2011, 2, 28));
        Check(Draft(ScheduleKind.Quarters) with { Quarters = [1, 2], StartYear = 2012 }, new DateOnly(2012, 6, 30));
        Check(Draft(ScheduleKind.Recurring) with { Every = [Recurrence.Year] }, new DateOnly(2015, 12, 31));
        Check(Draft(ScheduleKind.Recurring) with { Every = [Recurrence.Year], StartYear = 2017 }, new DateOnly(2017, 12, 31));
    }

    [Fact]
    public void What_a_kind_does_not_count_is_left_out()
    {
        var draft = Draft(ScheduleKind.Continuous) with { Month = 99, StartYear = 7, Date = new DateOnly(2013, 1, 1) };

        var schedule = draft.Within(Plan);

        Assert.Null(schedule.Fault());
        Assert.Null(schedule.Due);
        Assert.Null(schedule.StartYear);
    }

    [Theory]
    [InlineData("areas[2].id", "input/areas/2/id")]
    [InlineData("leads[0]", "input/leads/0")]
    [InlineData("schedule.text", "input/schedule/text")]
    [InlineData("requestId", "requestId")]
    public void A_refusal_tells_the_way_to_the_input(string field, string path)
    {
        var error = ApiError.From(Grains.Refusal.Invalid("Wrong.", field), "input");

        Assert.Equal(path, string.Join('/', error.Input!));
        Assert.Equal("INVALID", error.Code);
    }

    private static ScheduleDraft Draft(ScheduleKind kind) => new(kind, "như kế hoạch", null, null, [], null, null, [], [], null, null);

    private static void Check(ScheduleDraft draft, DateOnly due)
    {
        var schedule = draft.Within(Plan);
        Assert.Null(schedule.Fault());
        Assert.Equal(due, schedule.Due);
        Assert.Equal("như kế hoạch", schedule.Text);
    }
}

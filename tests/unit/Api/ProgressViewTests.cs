using Hierarchy.Api.Progress;

namespace Hierarchy.UnitTests.Api;

public sealed class ProgressViewTests
{
    private static readonly DateOnly AsOf = new(2013, 6, 30);

    /// <summary>Two waiting, four open (due yesterday, today, in thirty days, and never), five done, one cancelled.</summary>
    private static readonly Measures Sample = new(
        new Sums
        {
            Waiting = 2,
            NotStarted = 1,
            InProgress = 2,
            Submitted = 1,
            DoneOnTime = 3,
            DoneLate = 2,
            Cancelled = 1,
            Weight = 11_000,
            WeightedPercent = 60_500_000,
            Planned = 30,
            Allocated = 20,
            Spent = 10,
            Units = 3,
            UnitsSilent = 1,
            UnitPercents = 10_000,
        },
        [new(AsOf.DayNumber - 1, 1), new(AsOf.DayNumber, 1), new(AsOf.DayNumber + 30, 1)]);

    private readonly ProgressView _view = new(Sample, AsOf, 7);

    [Fact]
    public void The_total_is_the_sum_of_its_parts_on_any_day()
    {
        for (var day = -40; day < 40; day++)
        {
            var view = new ProgressView(Sample, AsOf.AddDays(day), 7);

            var finished = view.Sums.DoneOnTime + view.Sums.DoneLate + view.Sums.Cancelled;
            Assert.Equal(view.Sums.Total, finished + view.WithinTerm + view.Overdue);
        }
    }

    [Fact]
    public void Overdue_is_open_and_due_before_the_day()
    {
        Assert.Equal(1, _view.Overdue);
        Assert.Equal(5, _view.WithinTerm);
        Assert.Equal(0, new ProgressView(Sample, AsOf.AddDays(-1), 7).Overdue);
        Assert.Equal(3, new ProgressView(Sample, AsOf.AddDays(31), 7).Overdue);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(29, 1)]
    [InlineData(30, 2)]
    [InlineData(36_600, 2)]
    public void Due_within_counts_from_the_day_itself_to_the_last(int days, long due) => Assert.Equal(due, _view.DueWithin(days));

    [Theory]
    [InlineData(-1)]
    [InlineData(36_601)]
    public void Due_within_looks_ahead_a_hundred_years_and_never_back(int days) =>
        Assert.Equal("INVALID", Assert.Throws<FieldError>(() => _view.DueWithin(days)).Code);

    [Fact]
    public void Division_comes_last_and_hits_the_nearest_number()
    {
        Assert.Equal(500.0 / 6, _view.CompletionRate);
        Assert.Equal(55, _view.Percent);
        Assert.Equal(10_000 / 300.0, _view.UnitPercent);
        Assert.Equal(33.33, new ProgressView(new Measures(new Sums { Weight = 1_000, WeightedPercent = 3_333_000 }, []), AsOf, 1).Percent);
    }

    [Fact]
    public void An_empty_denominator_gives_null_not_zero()
    {
        var view = new ProgressView(Measures.Zero, AsOf, 0);

        Assert.Null(view.CompletionRate);
        Assert.Null(view.Percent);
        Assert.Null(view.UnitPercent);
        Assert.Equal(0, view.WithinTerm);
    }
}

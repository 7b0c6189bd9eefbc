namespace Hierarchy.UnitTests.Rollup;

/// <summary>What a unit had given of an indicator on a past day.</summary>
public sealed class IndicatorsOnDayTests
{
    private static readonly Unit Commune = Given.Unit("u", UnitKind.Commune, "p");
    private static readonly IndicatorTerms Terms = new("i", "p", "Chỉ tiêu", IndicatorMethod.Ratio, UnitKind.Commune, null);

    [Fact]
    public void It_is_what_was_recorded_by_then_and_the_last_of_it()
    {
        StoredEvent[] history =
        [
            At(1, 1, new UnitEvent.IndicatorImposed(Terms)), At(2, 3, Reported(2013, 1)), At(3, 5, new UnitEvent.IndicatorVerified("i", 2013, null, null)),
            At(4, 7, Reported(2013, 2)), At(5, 7, Reported(2012, 9)),
        ];
        Assert.Empty(IndicatorsOnDay.Of(Commune, history, Day(0)));
        Assert.Equal([(0, new IndicatorSums(0, 0, 0, 1, 0))], On(Commune, history, 2));
        Assert.Equal([(0, new(0, 0, 0, 1, 0)), (2013, new IndicatorSums(1, 10, 1, 0, 0))], On(Commune, history, 3));
        Assert.Equal([(0, new(0, 0, 0, 1, 0)), (2013, new IndicatorSums(1, 10, 1, 0, 1))], On(Commune, history, 6));
        Assert.Equal(
            [(0, new(0, 0, 0, 1, 0)), (2012, new(9, 10, 1, 0, 0)), (2013, new IndicatorSums(2, 10, 1, 0, 0))], On(Commune, history, 7));
    }

    [Fact]
    public void Nothing_counts_before_what_was_recorded_before_it_whatever_the_clock_said()
    {
        StoredEvent[] history = [At(1, 1, new UnitEvent.IndicatorImposed(Terms)), At(2, 5, Reported(2012, 1)), At(3, 3, Reported(2013, 2))];
        Assert.Equal([(0, new IndicatorSums(0, 0, 0, 1, 0))], On(Commune, history, 4));
        Assert.Equal(3, On(Commune, history, 5).Length);
    }

    [Fact]
    public void A_unit_ends_with_its_last_day_and_an_inspection_counts_from_its_day()
    {
        var ended = Commune with { To = Day(4) };
        StoredEvent[] history =
        [
            At(1, 1, new UnitEvent.IndicatorImposed(Terms)), At(2, 9, new UnitEvent.UnitInspected(new Inspection("k", "p", "u", Day(2), null, []))),
        ];
        Assert.Equal([(0, new(0, 0, 0, 1, 0)), (2013, new IndicatorSums(1, 0, 0, 0, 0))], On(ended, history, 4));
        Assert.Equal(
            [(0, new(0, 0, 0, 1, 0)), (2013, new(1, 1, 0, 0, 0)), (2014, new IndicatorSums(0, 0, 0, -1, 0))], On(ended, history, 5));
        Assert.Equal([(0, new IndicatorSums(0, 0, 0, 1, 0))], On(ended, history, 1));
    }

    private static (int Year, IndicatorSums Sums)[] On(Unit unit, StoredEvent[] history, int day) =>
        [.. IndicatorsOnDay.Of(unit, history, Day(day)).Select(cell => (cell.Key.Year, cell.Value)).OrderBy(cell => cell.Year)];

    private static DateOnly Day(int day) => new DateOnly(2013, 3, 1).AddDays(day);

    private static StoredEvent At(long seq, int day, UnitEvent happened) =>
        new("u", seq, happened, "ai", VietnameseDay.BeginningOf(Day(day)).AddHours(9), null);

    private static UnitEvent Reported(int year, long numerator) => new UnitEvent.IndicatorReported("i", year, null, numerator, 10, null, null, null);
}

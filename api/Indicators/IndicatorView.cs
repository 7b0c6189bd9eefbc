namespace Hierarchy.Api.Indicators;

/// <summary>The value of an indicator at a unit and below.</summary>
/// <param name="Period">Null for the year itself.</param>
/// <param name="Target">The applicable target; null for none.</param>
internal sealed record IndicatorView(
    int Year, ReportPeriod? Period, Rate Rate, long Given, long Expected, long Verified, Target? Target, TargetStatus Status)
{
    /// <summary>The view of reported values.</summary>
    /// <param name="figures">All figures of the indicator at a unit.</param>
    /// <param name="unitKind">Only this class; null for all together.</param>
    public static IndicatorView Of(Indicator indicator, IEnumerable<IndicatorFigure> figures, int year, ReportPeriod? period, UnitKind? unitKind)
    {
        var ofClasses = new Dictionary<UnitKind, IndicatorSums>();
        foreach (var (cell, part) in figures.Where(figure => unitKind is null || figure.Cell.Class == unitKind))
        {
            var ofCell = cell.Year == year && cell.Period == (period?.Key ?? "") ? part with { Expected = 0 } : default;
            if (cell.Period.Length == 0 && cell.Year <= year)
            {
                ofCell = ofCell with { Expected = part.Expected };
            }
            ofClasses[cell.Class] = ofClasses.GetValueOrDefault(cell.Class) + ofCell;
        }
        // Classes without expected or reported values, such as those of units that had ended before, do not determine the target.
        List<UnitKind> classes = [.. ofClasses.Where(one => one.Value.Expected != 0 || one.Value.Given != 0).Select(one => one.Key)];
        classes = classes.Count == 0 ? [.. ofClasses.Keys] : classes;
        var sums = ofClasses.Values.Aggregate(default(IndicatorSums), (sum, one) => sum + one);
        var expected = sums.Expected;
        // The share among all units of the class, including those that have not reported.
        var denominator = indicator.Method == IndicatorMethod.Units ? expected : sums.Denominator;
        return Judged(
            indicator, year, period, unitKind ?? (classes is [var only] ? only : null), new Rate(sums.Numerator, denominator),
            sums.Given, expected, sums.Verified);
    }

    /// <summary>The view of a counted value, which is complete and needs no verification.</summary>
    /// <param name="counted">Number of units counted.</param>
    public static IndicatorView Counted(Indicator indicator, int year, UnitKind? ofClass, Rate rate, long counted) =>
        Judged(indicator, year, null, ofClass, rate, counted, counted, counted);

    private static IndicatorView Judged(
        Indicator indicator, int year, ReportPeriod? period, UnitKind? ofClass, Rate rate, long given, long expected, long verified)
    {
        var target = indicator.TargetOf(ofClass, year);
        var isEmpty = given == 0 || (indicator.Method != IndicatorMethod.Sum && rate.Denominator == 0);
        var status = target is null ? TargetStatus.NoTarget
            : isEmpty ? TargetStatus.NoData
            : given < expected ? TargetStatus.Provisional
            : target.IsReached(rate.Numerator, rate.Denominator) ? TargetStatus.Achieved
            : TargetStatus.NotAchieved;
        return new IndicatorView(year, period, rate, given, expected, verified, target, status);
    }
}

internal sealed record IndicatorSlice(Unit Unit, IndicatorView Value);

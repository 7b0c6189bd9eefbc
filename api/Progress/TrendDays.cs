namespace Hierarchy.Api.Progress;

/// <summary>The step between the days of a trend.</summary>
internal enum TrendStep { Day, Week, Month, Quarter, Year }

/// <summary>The tree of the figures. Both are the same as long as no unit has ended.</summary>
internal enum TreeView { AsIs, Restated }

/// <summary>The days of a trend.</summary>
internal static class TrendDays
{
    public const int PointsMax = 400;

    /// <summary>The first day, each whole step after it, and the last day; ascending, without duplicates.</summary>
    /// <exception cref="FieldError">The last day is before the first, or there are too many days.</exception>
    public static ImmutableArray<DateOnly> Of(DateOnly from, DateOnly to, TrendStep step)
    {
        if (to < from)
        {
            throw ApiError.Invalid("to must not lie before from.", "to");
        }
        var days = ImmutableArray.CreateBuilder<DateOnly>();
        for (var i = 0; ; i++)
        {
            // Each is counted from the first day, so that a short month does not shift later days.
            var day = step switch
            {
                TrendStep.Day => from.AddDays(i),
                TrendStep.Week => from.AddDays(7 * i),
                TrendStep.Month => from.AddMonths(i),
                TrendStep.Quarter => from.AddMonths(3 * i),
                _ => from.AddYears(i),
            };
            if (day >= to)
            {
                days.Add(to);
                return days.ToImmutable();
            }
            days.Add(day);
            if (days.Count == PointsMax)
            {
                throw ApiError.Invalid(
                    $"From {from:yyyy-MM-dd} to {to:yyyy-MM-dd} are more than {PointsMax} days of this step: take a longer one or fewer days.", "step");
            }
        }
    }
}

/// <summary>A point of a trend.</summary>
internal sealed record TrendPoint(DateOnly On, ProgressView Progress);

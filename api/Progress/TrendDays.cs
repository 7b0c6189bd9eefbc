namespace Hierarchy.Api.Progress;

/// <summary>Which past or future day a curve goes on to.</summary>
internal enum TrendStep { Day, Week, Month, Quarter, Year }

/// <summary>Which tree figures are of. As long as no unit has ended both are the same.</summary>
internal enum TreeView { AsIs, Restated }

/// <summary>The days of a curve.</summary>
internal static class TrendDays
{
    public const int PointsMax = 400;

    /// <summary>From the first day on each whole step after it, and the last day; each once, ascending.</summary>
    /// <exception cref="FieldError">The last day lies before the first, or there are too many.</exception>
    public static ImmutableArray<DateOnly> Of(DateOnly from, DateOnly to, TrendStep step)
    {
        if (to < from)
        {
            throw ApiError.Invalid("to must not lie before from.", "to");
        }
        var days = ImmutableArray.CreateBuilder<DateOnly>();
        for (var i = 0; ; i++)
        {
            // Each from the first day, so that a month without that day of it does not shorten those after it.
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

/// <summary>A day of a curve.</summary>
internal sealed record TrendPoint(DateOnly On, ProgressView Progress);

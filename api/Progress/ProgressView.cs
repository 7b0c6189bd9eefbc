namespace Hierarchy.Api.Progress;

/// <summary>One cell of a roll-up, judged on a day. Only here, at the end, numerators are divided by denominators.</summary>
internal sealed class ProgressView(Measures measures, DateOnly asOf, long version)
{
    /// <summary>Maximum number of days for <c>dueWithin</c>: a hundred years.</summary>
    public const int DaysMax = 36_600;

    private long? _overdue;

    public static ProgressView Of(Reading reading, DateOnly asOf) => new(reading.Measures, asOf, reading.Version);

    public Sums Sums => measures.Sums;

    public long Version => version;

    public long Overdue => _overdue ??= measures.OverdueAt(asOf);

    /// <summary>Submitted, accepted or not.</summary>
    public long HandedIn => Sums.Submitted + Sums.Done;

    /// <summary>The submitted ones that were completed by their due day, for a cell whose obligations all have one.</summary>
    public long HandedInInTime => Sums.DoneOnTime + Sums.Open - Sums.Undated - measures.Due.Sum(due => (long)due.Count);

    public long WithinTerm => Sums.Open + Sums.Waiting - Overdue;

    public double? CompletionRate => Ratio(Sums.Done * 100, Sums.Done + Overdue);

    public double? Percent => Ratio(Sums.WeightedPercent, Sums.Weight * 100);

    public double? UnitPercent => Ratio(Sums.UnitPercents, Sums.Units * 100);

    public Budget Budget => new(Sums.Planned, Sums.Allocated, Sums.Spent);

    public long DueWithin(int days) => days is >= 0 and <= DaysMax
        ? measures.DueWithin(asOf, days)
        : throw ApiError.Invalid($"days lies in 0..{DaysMax}.", "days");

    // A single division of two whole numbers: the double nearest to the exact quotient.
    private static double? Ratio(Int128 numerator, long denominator) =>
        denominator == 0 ? null : numerator <= long.MaxValue ? (double)(long)numerator / denominator : (double)numerator / denominator;
}

/// <summary>Whole đồng.</summary>
internal sealed record Budget(Int128 Planned, Int128 Allocated, Int128 Spent)
{
    /// <summary>The sum as returned by the API.</summary>
    /// <exception cref="FieldError">The sum is too large: only earlier versions accepted such amounts.</exception>
    public static long? Written(Int128 sum) => Int128.Abs(sum) <= Limits.MoneyMax ? (long)sum : throw ApiError.OutOfRange();
}

/// <summary>One slice of a roll-up.</summary>
internal sealed record Slice(string Key, string Label, ProgressView Progress);

internal enum Dimension { ReformArea, Child, Plan, PlanTask }

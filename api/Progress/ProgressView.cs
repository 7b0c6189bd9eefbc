namespace Hierarchy.Api.Progress;

/// <summary>One cell of a roll-up, judged on a day. Numerators and denominators have travelled; division happens here, last.</summary>
internal sealed class ProgressView(Measures measures, DateOnly asOf, long version)
{
    /// <summary>Days that <c>dueWithin</c> may look ahead: a hundred years.</summary>
    public const int DaysMax = 36_600;

    private long? _overdue;

    public static ProgressView Of(Reading reading, DateOnly asOf) => new(reading.Measures, asOf, reading.Version);

    public Sums Sums => measures.Sums;

    public long Version => version;

    public long Overdue => _overdue ??= measures.OverdueAt(asOf);

    /// <summary>Handed in, accepted or not.</summary>
    public long HandedIn => Sums.Submitted + Sums.Done;

    /// <summary>Of those, the ones that were completed by their due day; of a cell whose obligations all have one.</summary>
    public long HandedInInTime => Sums.DoneOnTime + Sums.Open - Sums.Undated - measures.Due.Sum(due => (long)due.Count);

    public long WithinTerm => Sums.Open + Sums.Waiting - Overdue;

    public double? CompletionRate => Ratio(Sums.Done * 100, Sums.Done + Overdue);

    public double? Percent => Ratio(Sums.WeightedPercent, Sums.Weight * 100);

    public double? UnitPercent => Ratio(Sums.UnitPercents, Sums.Units * 100);

    public Budget Budget => new(Sums.Planned, Sums.Allocated, Sums.Spent);

    public long DueWithin(int days) => days is >= 0 and <= DaysMax
        ? measures.DueWithin(asOf, days)
        : throw ApiError.Invalid($"days lies in 0..{DaysMax}.", "days");

    // One division of two whole numbers: the nearest double of the exact quotient.
    private static double? Ratio(Int128 numerator, long denominator) =>
        denominator == 0 ? null : numerator <= long.MaxValue ? (double)(long)numerator / denominator : (double)numerator / denominator;
}

/// <summary>Whole đồng.</summary>
internal sealed record Budget(Int128 Planned, Int128 Allocated, Int128 Spent)
{
    /// <summary>The sum as the API writes it.</summary>
    /// <exception cref="FieldError">It is wider: only earlier versions accepted what adds up to that.</exception>
    public static long? Written(Int128 sum) => Int128.Abs(sum) <= Limits.MoneyMax ? (long)sum : throw ApiError.OutOfRange();
}

/// <summary>One part of a roll-up that was cut along a dimension.</summary>
internal sealed record Slice(string Key, string Label, ProgressView Progress);

internal enum Dimension { ReformArea, Child, Plan, PlanTask }

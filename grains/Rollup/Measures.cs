namespace Hierarchy.Grains.Rollup;

/// <summary>
/// What rolls up: whole numbers only, so that adding and subtracting never drifts. Percentages are not in here: their numerators and
/// denominators are, and division comes last. Money and weight × percent are wide: earlier versions accepted amounts whose sum no long
/// holds, and no tree that <see cref="TreeBound"/> admits reaches the end of any other member.
/// </summary>
/// <param name="Reported">Obligations that have been reported on at least once.</param>
/// <param name="Weight">Of the obligations that are not cancelled, in thousandths.</param>
/// <param name="WeightedPercent">Sum of weight × percent (hundredths) over the obligations that are not cancelled.</param>
/// <param name="Planned">Whole đồng, like the two that follow.</param>
/// <param name="Units">Units that owe anything that is not cancelled.</param>
/// <param name="UnitsSilent">Of those, the ones that never reported.</param>
/// <param name="UnitPercents">Sum over those units of the unit's own percent, in hundredths.</param>
/// <param name="Due">Open obligations by due day, ascending; no entry is zero.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.measures")]
public sealed record Measures(
    long Waiting, long NotStarted, long InProgress, long Submitted, long DoneOnTime, long DoneLate, long Cancelled, long Reported,
    long Weight, Int128 WeightedPercent, Int128 Planned, Int128 Allocated, Int128 Spent, long Units, long UnitsSilent, long UnitPercents,
    ImmutableArray<DueCount> Due)
{
    public static readonly Measures Zero = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, []);

    public long Done => DoneOnTime + DoneLate;

    public long Total => Waiting + NotStarted + InProgress + Submitted + Done + Cancelled;

    public long Open => NotStarted + InProgress + Submitted;

    public bool IsZero => this == Zero;

    /// <summary>Open obligations with a due day before this one.</summary>
    public long OverdueAt(DateOnly asOf) => DueBetween(int.MinValue, asOf.DayNumber - 1);

    /// <summary>Open obligations with a due day from this one to as many days later, both included.</summary>
    public long DueWithin(DateOnly asOf, int days) => DueBetween(asOf.DayNumber, asOf.DayNumber + (long)days);

    public bool Equals(Measures? other) =>
        other is not null
        && Waiting == other.Waiting && NotStarted == other.NotStarted && InProgress == other.InProgress && Submitted == other.Submitted
        && DoneOnTime == other.DoneOnTime && DoneLate == other.DoneLate && Cancelled == other.Cancelled && Reported == other.Reported
        && Weight == other.Weight && WeightedPercent == other.WeightedPercent && Planned == other.Planned && Allocated == other.Allocated
        && Spent == other.Spent && Units == other.Units && UnitsSilent == other.UnitsSilent && UnitPercents == other.UnitPercents
        && Due.AsSpan().SequenceEqual(other.Due.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Total, Weight, WeightedPercent, Planned, Units, Due.Length);

    /// <summary>Every member but the histogram, in the order of declaration.</summary>
    public Int128[] Scalars() =>
    [
        Waiting, NotStarted, InProgress, Submitted, DoneOnTime, DoneLate, Cancelled, Reported, Weight, WeightedPercent, Planned, Allocated,
        Spent, Units, UnitsSilent, UnitPercents,
    ];

    /// <summary>Adds every member but the histogram, times the sign, to sums in the order of declaration, the wide ones apart; without
    /// garbage.</summary>
    /// <param name="sign">1 or -1.</param>
    internal void AddTo(Span<long> sums, ref WideSums wide, int sign)
    {
        sums[0] += sign * Waiting;
        sums[1] += sign * NotStarted;
        sums[2] += sign * InProgress;
        sums[3] += sign * Submitted;
        sums[4] += sign * DoneOnTime;
        sums[5] += sign * DoneLate;
        sums[6] += sign * Cancelled;
        sums[7] += sign * Reported;
        sums[8] += sign * Weight;
        sums[9] += sign * Units;
        sums[10] += sign * UnitsSilent;
        sums[11] += sign * UnitPercents;
        if (sign > 0)
        {
            wide.WeightedPercent += WeightedPercent;
            wide.Planned += Planned;
            wide.Allocated += Allocated;
            wide.Spent += Spent;
        }
        else
        {
            wide.WeightedPercent -= WeightedPercent;
            wide.Planned -= Planned;
            wide.Allocated -= Allocated;
            wide.Spent -= Spent;
        }
    }

    private long DueBetween(long from, long to)
    {
        long count = 0;
        foreach (var due in Due)
        {
            count += due.Day >= from && due.Day <= to ? due.Count : 0;
        }
        return count;
    }
}

/// <summary>The members of measures that are wider than a long, while they are added up.</summary>
internal struct WideSums
{
    public Int128 WeightedPercent;
    public Int128 Planned;
    public Int128 Allocated;
    public Int128 Spent;
}

/// <param name="Day">Day number of the due day.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.due-count")]
public readonly record struct DueCount(int Day, int Count);

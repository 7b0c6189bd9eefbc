namespace Hierarchy.Grains.Rollup;

/// <summary>The content of a cell: whole numbers only, so that adding and subtracting never drifts. It holds numerators and denominators
/// instead of percentages; division comes last.</summary>
/// <param name="Due">Open obligations by due day, ascending, without those submitted by their due day; no entry is zero.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.measures")]
public sealed record Measures(Sums Sums, ImmutableArray<DueCount> Due)
{
    public static readonly Measures Zero = new(default, []);

    public bool IsZero => this == Zero;

    public static Measures operator +(Measures left, Measures right) =>
        right.IsZero ? left : left.IsZero ? right : new(left.Sums + right.Sums, Merge(left.Due, right.Due, 1));

    /// <summary>Subtracts a part of the whole.</summary>
    public static Measures operator -(Measures whole, Measures part) =>
        part.IsZero ? whole : new(whole.Sums - part.Sums, Merge(whole.Due, part.Due, -1));

    /// <summary>The measures after a change of the sums and of the open obligations by due day. Most changes move no due day.</summary>
    internal Measures Changed(in Sums change, ImmutableArray<DueCount> removed, ImmutableArray<DueCount> added)
    {
        var due = removed.AsSpan().SequenceEqual(added.AsSpan()) ? Due : Merge(Merge(Due, removed, -1), added, 1);
        return new(Sums + change, due);
    }

    /// <summary>Adds the per-unit members to the sums of a unit's own obligations.</summary>
    internal Measures WithUnitPart()
    {
        var part = Sums.ToUnitPart();
        return part == default ? this : new(Sums + part, Due);
    }

    /// <summary>Number of obligations in <see cref="Due"/> due before this day.</summary>
    public long OverdueAt(DateOnly asOf) => DueBetween(int.MinValue, asOf.DayNumber - 1);

    /// <summary>Number of obligations in <see cref="Due"/> due from this day to <paramref name="days"/> days later, both
    /// inclusive.</summary>
    public long DueWithin(DateOnly asOf, int days) => DueBetween(asOf.DayNumber, asOf.DayNumber + (long)days);

    public bool Equals(Measures? other) => other is not null && Sums == other.Sums && Due.AsSpan().SequenceEqual(other.Due.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Sums, Due.Length);

    private static ImmutableArray<DueCount> Merge(ImmutableArray<DueCount> left, ImmutableArray<DueCount> right, int sign)
    {
        var merged = ImmutableArray.CreateBuilder<DueCount>(left.Length + right.Length);
        for (var (i, j) = (0, 0); i < left.Length || j < right.Length;)
        {
            var order = i == left.Length ? 1 : j == right.Length ? -1 : left[i].Day.CompareTo(right[j].Day);
            var day = order <= 0 ? left[i].Day : right[j].Day;
            var count = (order <= 0 ? left[i++].Count : 0) + (order >= 0 ? sign * right[j++].Count : 0);
            if (count != 0)
            {
                merged.Add(new DueCount(day, count));
            }
        }
        return merged.DrainToImmutable();
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

/// <param name="Day">Day number of the due day.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.due-count")]
public readonly record struct DueCount(int Day, int Count);

namespace Hierarchy.Grains.Rollup;

/// <summary>
/// What rolls up: whole numbers only, so that adding and subtracting never drifts. Percentages are not in here: their numerators and
/// denominators are, and division comes last.
/// </summary>
/// <param name="Due">Open obligations by due day, ascending, but for those that were handed in by theirs; no entry is zero.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.measures")]
public sealed record Measures(Sums Sums, ImmutableArray<DueCount> Due)
{
    public static readonly Measures Zero = new(default, []);

    public bool IsZero => this == Zero;

    public static Measures operator +(Measures left, Measures right)
    {
        if (right.IsZero)
        {
            return left;
        }
        if (left.IsZero)
        {
            return right;
        }
        var due = new SortedDictionary<int, int>();
        foreach (var count in (ReadOnlySpan<DueCount>)[.. left.Due, .. right.Due])
        {
            due[count.Day] = due.GetValueOrDefault(count.Day) + count.Count;
        }
        return new(left.Sums + right.Sums, [.. due.Select(count => new DueCount(count.Key, count.Value))]);
    }

    /// <summary>What is left without a part of it.</summary>
    public static Measures operator -(Measures whole, Measures part)
    {
        if (part.IsZero)
        {
            return whole;
        }
        var due = whole + new Measures(default, [.. part.Due.Select(count => count with { Count = -count.Count })]);
        return new(whole.Sums - part.Sums, [.. due.Due.Where(count => count.Count != 0)]);
    }

    /// <summary>Such obligations with a due day before this one.</summary>
    public long OverdueAt(DateOnly asOf) => DueBetween(int.MinValue, asOf.DayNumber - 1);

    /// <summary>Such obligations with a due day from this one to as many days later, both included.</summary>
    public long DueWithin(DateOnly asOf, int days) => DueBetween(asOf.DayNumber, asOf.DayNumber + (long)days);

    public bool Equals(Measures? other) => other is not null && Sums == other.Sums && Due.AsSpan().SequenceEqual(other.Due.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Sums, Due.Length);

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

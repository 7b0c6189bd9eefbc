using System.Runtime.CompilerServices;

namespace Hierarchy.Grains.Rollup;

/// <summary>
/// What rolls up, but for the due days: one vector of whole numbers with a name for each, declared here and nowhere else. It is added,
/// compared, sent and stored as it stands. Counts come first, wide numbers last: earlier versions accepted amounts whose sum no long holds,
/// while no tree that <see cref="TreeBound"/> admits reaches the end of a count.
/// </summary>
/// <remarks>A new measure goes behind those of its width: what was stored without it is counted anew.</remarks>
/// <param name="Reported">Obligations that have been reported on at least once.</param>
/// <param name="Weight">Of the obligations that are not cancelled, in thousandths.</param>
/// <param name="Units">Units that owe anything that is not cancelled.</param>
/// <param name="UnitsSilent">Of those, the ones that never reported.</param>
/// <param name="UnitPercents">Sum over those units of the unit's own percent, in hundredths.</param>
/// <param name="Postponed">Obligations whose due day has been moved later at least once, whatever has become of them.</param>
/// <param name="Undated">Open obligations without a due day.</param>
/// <param name="WeightedPercent">Sum of weight × percent (hundredths) over the obligations that are not cancelled.</param>
/// <param name="Planned">Whole đồng, like the two that follow.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.sums")]
public readonly record struct Sums(
    long Waiting, long NotStarted, long InProgress, long Submitted, long DoneOnTime, long DoneLate, long Cancelled, long Reported,
    long Weight, long Units, long UnitsSilent, long UnitPercents, long Postponed, long Undated,
    Int128 WeightedPercent, Int128 Planned, Int128 Allocated, Int128 Spent)
{
    /// <summary>The names, in the order of the vector.</summary>
    public static readonly ImmutableArray<string> Names;

    private static readonly int CountsLength;
    private static readonly int WideLength;

    static Sums()
    {
        var declared = typeof(Sums).GetConstructors().Single(constructor => constructor.GetParameters().Length > 0).GetParameters();
        Names = [.. declared.Select(measure => measure.Name!)];
        CountsLength = declared.Count(measure => measure.ParameterType == typeof(long));
        WideLength = declared.Length - CountsLength;
    }

    public long Done => DoneOnTime + DoneLate;

    public long Open => NotStarted + InProgress + Submitted;

    /// <summary>Obligations that are not cancelled.</summary>
    public long Owed => Waiting + Open + Done;

    public long Total => Owed + Cancelled;

    /// <summary>What a unit whose own obligations add up to this adds as one of many: whether it owes, whether it is silent, and its own
    /// percent.</summary>
    public Sums ToUnitPart() => Owed == 0 ? default : new Sums
    {
        Units = 1,
        UnitsSilent = Reported == 0 ? 1 : 0,
        UnitPercents = Percent(WeightedPercent, Weight),
    };

    internal static (int Counts, int Wide) Shape => (CountsLength, WideLength);

    public static Sums operator +(Sums left, Sums right)
    {
        Add(ref left, in right);
        return left;
    }

    public static Sums operator -(Sums left, Sums right)
    {
        var counts = Counts(ref left);
        var others = Counts(ref right);
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] -= others[i];
        }
        var wide = Wide(ref left);
        var othersWide = Wide(ref right);
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] -= othersWide[i];
        }
        return left;
    }

    /// <summary>Every number, in the order of <see cref="Names"/>.</summary>
    public Int128[] ToArray()
    {
        var copy = this;
        return [.. Counts(ref copy), .. Wide(ref copy)];
    }

    /// <summary>Adds to a vector where it stands.</summary>
    internal static void Add(ref Sums sums, ref readonly Sums change)
    {
        ref var other = ref Unsafe.AsRef(in change);
        var counts = Counts(ref sums);
        var others = Counts(ref other);
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] += others[i];
        }
        var wide = Wide(ref sums);
        var othersWide = Wide(ref other);
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] += othersWide[i];
        }
    }

    // Division of wide numbers is slow, and what one unit owes hardly ever needs it.
    private static long Percent(Int128 weighted, long weight) =>
        weight == 0 ? 0
        : weighted < long.MaxValue / 2 ? ((long)weighted + weight / 2) / weight
        : (long)((weighted + weight / 2) / weight);

    /// <summary>The part of the vector that is made of longs.</summary>
    internal static Span<long> Counts(ref Sums sums) => MemoryMarshal.Cast<byte, long>(Bytes(ref sums)[..(CountsLength * sizeof(long))]);

    internal static Span<Int128> Wide(ref Sums sums) => MemoryMarshal.Cast<byte, Int128>(Bytes(ref sums)[^(WideLength * Unsafe.SizeOf<Int128>())..]);

    private static Span<byte> Bytes(ref Sums sums) => MemoryMarshal.AsBytes(new Span<Sums>(ref sums));
}

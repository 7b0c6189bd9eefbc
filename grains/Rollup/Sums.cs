using System.Runtime.CompilerServices;

namespace Hierarchy.Grains.Rollup;

/// <summary>The measures without the due days: one vector of named whole numbers, declared only here, and added, compared, sent and stored
/// as a block. Counts come first, wide numbers last: earlier versions accepted amounts whose sum exceeds a long, while no tree that
/// <see cref="TreeBound"/> admits overflows a count.</summary>
/// <remarks>Add a new measure after those of its width: data stored without it is counted anew.</remarks>
/// <param name="Reported">Obligations that have been reported on at least once.</param>
/// <param name="Weight">Sum of the weights of obligations that are not cancelled, in thousandths.</param>
/// <param name="Units">Number of units with obligations that are not cancelled.</param>
/// <param name="UnitsSilent">Number of those units that never reported.</param>
/// <param name="UnitPercents">Sum over those units of the unit's own percent, in hundredths.</param>
/// <param name="Postponed">Number of obligations, in any status, whose due day was moved later at least once.</param>
/// <param name="Undated">Number of open obligations without a due day.</param>
/// <param name="WeightedPercent">Sum of weight × percent (hundredths) over the obligations that are not cancelled.</param>
/// <param name="Planned">Whole đồng, like the next two.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.sums")]
public readonly record struct Sums(
    long Waiting, long NotStarted, long InProgress, long Submitted, long DoneOnTime, long DoneLate, long Cancelled, long Reported,
    long Weight, long Units, long UnitsSilent, long UnitPercents, long Postponed, long Undated,
    Int128 WeightedPercent, Int128 Planned, Int128 Allocated, Int128 Spent)
{
    /// <summary>The names of the measures, in the order of the vector.</summary>
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

    /// <summary>Number of obligations that are not cancelled.</summary>
    public long Owed => Waiting + Open + Done;

    public long Total => Owed + Cancelled;

    /// <summary>The per-unit members for a unit whose own obligations have these sums: whether it has obligations, whether it is silent,
    /// and its percent.</summary>
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

    /// <summary>Adds to a vector in place.</summary>
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

    // Division of wide numbers is slow, and the sums of one unit hardly ever need it.
    private static long Percent(Int128 weighted, long weight) =>
        weight == 0 ? 0
        : weighted < long.MaxValue / 2 ? ((long)weighted + weight / 2) / weight
        : (long)((weighted + weight / 2) / weight);

    /// <summary>The part of the vector that consists of longs.</summary>
    internal static Span<long> Counts(ref Sums sums) => MemoryMarshal.Cast<byte, long>(Bytes(ref sums)[..(CountsLength * sizeof(long))]);

    internal static Span<Int128> Wide(ref Sums sums) => MemoryMarshal.Cast<byte, Int128>(Bytes(ref sums)[^(WideLength * Unsafe.SizeOf<Int128>())..]);

    private static Span<byte> Bytes(ref Sums sums) => MemoryMarshal.AsBytes(new Span<Sums>(ref sums));
}

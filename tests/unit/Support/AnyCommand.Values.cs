using FsCheck;
using FsCheck.Fluent;

namespace Hierarchy.UnitTests.Support;

/// <summary>Values at, within and beyond their bounds.</summary>
public static partial class AnyCommand
{
    // What is right comes often, so that commands of many members have a chance to be accepted.
    private static Gen<string> Texts() => Mostly("Một lời văn", "", " ", "a\nb", "a\0", "\u202Eabc", "\u200B", "a\uD83D", "\uDE00", "\uD83D\uDE00",
        new string('a', Limits.NameMax), new string('a', Limits.NameMax + 1), new string('a', Limits.TextMax),
        new string('a', Limits.TextMax + 1), "\U000E0041");

    private static Gen<string> Ids(params string[] more) => Mostly("x1", [.. more, "", "a b", "a~b", "a\0", "a\u200B", "\u0661", "\u0430",
        "đ", "p/", "p/a/b", "p/\u202E", new string('a', Limits.IdMax), new string('a', Limits.IdMax + 1), "a\uD83D"]);

    private static Gen<DateOnly> Days() => Mostly(
        Given.Today, DateOnly.MinValue, DateOnly.MaxValue, Limits.DayMin, Limits.DayMax, Limits.DayMin.AddDays(-1), Limits.DayMax.AddDays(1));

    private static Gen<DateOnly?> MaybeDay() => Maybe(Days());

    private static Gen<int> Years() => Mostly(2013, 1899, 1900, 2200, 2201, 0, -1, 2062, 2063, int.MaxValue, int.MinValue);

    private static Gen<int> Ints() => Mostly(1, 0, -1, 4, 5, 12, 13, Limits.WeightMax, Limits.WeightMax + 1, int.MaxValue, int.MinValue);

    private static Gen<double> Numbers() => Mostly(
        50, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.01, 0, 100, 100.01, 33.333, 1e12, 1.1e12, -1e12, double.MaxValue);

    private static Gen<long> Money() => Mostly(5L, 0, -1, Limits.MoneyMax, Limits.MoneyMax + 1, -Limits.MoneyMax, long.MaxValue, long.MinValue,
        TreeBound.Of(UnitKind.Province).MoneyMax, TreeBound.Of(UnitKind.Province).MoneyMax + 1, TreeBound.Of(UnitKind.Department).MoneyMax,
        TreeBound.Of(UnitKind.Department).MoneyMax + 1);

    private static Gen<T> Words<T>() where T : struct, Enum =>
        Gen.Frequency((19, Gen.Elements(Enum.GetValues<T>())), (1, Gen.Elements((T)(object)99, (T)(object)(-1))));

    private static Gen<T> Mostly<T>(T right, params T[] edges) => Gen.Frequency((8, Gen.Constant(right)), (3, Gen.Elements(edges)));

    private static Gen<T?> Maybe<T>(Gen<T> gen) where T : struct => Gen.OneOf(Gen.Constant<T?>(null), gen.Select(value => (T?)value));

    private static Gen<T?> OrNull<T>(Gen<T> gen) where T : class => Gen.OneOf(Gen.Constant<T?>(null), gen.Select(value => (T?)value));
}

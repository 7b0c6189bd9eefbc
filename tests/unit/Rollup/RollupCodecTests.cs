using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Hierarchy.UnitTests.Rollup;

public sealed class RollupCodecTests
{
    /// <summary>One line a roll-up of one cell: a checkpoint that an older release wrote must still be read.</summary>
    [Fact]
    public void The_stored_form_is_as_approved()
    {
        Repository.CheckApproved("rollups.txt", string.Concat(Samples.Select(cells => Convert.ToBase64String(RollupCodec.Encode(cells)) + "\n")));
        Assert.Equal(
            Samples.Select(cells => cells.RemoveRange(cells.Where(cell => cell.Value.IsZero).Select(cell => cell.Key))),
            Stored("rollups.txt").Select(data => RollupCodec.Decode(data)!.ToImmutableDictionary()));
    }

    [Property(Arbitrary = [typeof(Cells)], MaxTest = 100)]
    public void What_is_encoded_decodes_to_the_same(ImmutableDictionary<Cell, Measures> cells)
    {
        var decoded = RollupCodec.Decode(RollupCodec.Encode(cells));
        Assert.NotNull(decoded);
        Assert.Equal(cells.Count, decoded.Count());
        Assert.All(cells, cell => Assert.Equal(cell.Value, decoded[cell.Key]));
    }

    [Property(Arbitrary = [typeof(Cells)], MaxTest = 20)]
    public void What_is_cut_short_is_nothing(ImmutableDictionary<Cell, Measures> cells)
    {
        var data = RollupCodec.Encode(cells);
        for (var length = 0; length < data.Length; length += 1 + data.Length / 100)
        {
            Assert.Null(RollupCodec.Decode(data.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Another_head_is_nothing()
    {
        var data = RollupCodec.Encode(Samples[0]);
        Assert.NotNull(RollupCodec.Decode(data));
        for (var i = 0; i < RollupCodec.Head.Length; i++)
        {
            byte[] other = [.. data];
            other[i]++;
            Assert.Null(RollupCodec.Decode(other));
        }
    }

    /// <summary>The first three do not tell what is imposed from what is own, the fourth not what may be late from what was handed in in
    /// time.</summary>
    [Theory]
    [InlineData("rollups-1.txt")]
    [InlineData("rollups-2.txt")]
    [InlineData("rollups-3.txt")]
    [InlineData("rollups-4.txt")]
    public void What_an_earlier_form_kept_is_counted_anew(string file)
    {
        Assert.NotEmpty(Stored(file));
        Assert.All(Stored(file), data => Assert.Null(RollupCodec.Decode(data)));
    }

    [Property(MaxTest = 200)]
    public void Rubbish_is_nothing_or_a_rollup_but_never_a_fault(byte[] rubbish) =>
        Assert.True(RollupCodec.Decode((byte[])[.. RollupCodec.Head, .. rubbish]) is null or { Measures.IsDefault: false });

    private static IEnumerable<byte[]> Stored(string file) =>
        File.ReadLines(Path.Combine(Repository.Root, "tests/unit/Approved", file)).Select(Convert.FromBase64String);

    private static ImmutableDictionary<Cell, Measures>[] Samples { get; } =
    [
        ImmutableDictionary<Cell, Measures>.Empty,
        ImmutableDictionary<Cell, Measures>.Empty.Add(
            Cell.General(2013, ReformArea.Institutions, null),
            new Measures(
                new Sums(0, 1, 2, 3, 4, 5, 6, 7, 257, 9, 10, 11, 12, 13, 1_001, 100_000_000, long.MaxValue, 8),
                [new DueCount(734_618, 3), new DueCount(734_619, 127)])),
        ImmutableDictionary<Cell, Measures>.Empty.Add(Cell.OfPlanArea("tn", "tay-ninh-2013", "II", ObligationKind.Plan), Measures.Zero),
        ImmutableDictionary<Cell, Measures>.Empty.Add(Cell.OfSource("tn", "I.1.1"), Measures.Zero),
    ];

    public static class Cells
    {
        public static Arbitrary<ImmutableDictionary<Cell, Measures>> Any() => Arb.From(
            from cells in (from cell in Cell() from measures in Measures() select KeyValuePair.Create(cell, measures)).ListOf()
            select cells.DistinctBy(c => c.Key).ToImmutableDictionary());

        private static Gen<Cell> Cell() =>
            from scope in Gen.Elements(Enum.GetValues<CellScope>())
            from texts in Gen.Elements("", "tn", "kế-hoạch", new string('x', 130)).ArrayOf(3)
            from year in Gen.Choose(0, 2_200)
            from reform in Gen.Choose(-1, 7)
            from kind in Gen.Choose(-1, 2)
            select new Cell(
                scope, texts[0], texts[1], texts[2], year, reform < 0 ? null : (ReformArea)reform, kind < 0 ? null : (ObligationKind)kind);

        private static Gen<Measures> Measures() =>
            from s in Gen.OneOf(Gen.Choose(0, 300).Select(n => (long)n), Gen.Choose(0, int.MaxValue).Select(n => (long)n << 31)).ArrayOf(18)
            from wide in Gen.Choose(0, 3).ArrayOf(4)
            from due in Gen.Choose(0, 3_652_058).Select(day => new DueCount(day, 1 + day % 1_000)).ArrayOf()
            select new Measures(
                new Sums(
                    s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9], s[10], s[11], s[12], s[13],
                    Wide(s[14], wide[0]), Wide(s[15], wide[1]), Wide(s[16], -wide[2]), Wide(s[17], wide[3])),
                [.. due]);

        private static Int128 Wide(long lower, int times) => lower + times * (Int128)long.MaxValue;
    }
}

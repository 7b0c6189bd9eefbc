namespace Hierarchy.UnitTests.Rollup;

public sealed class SumsTests
{
    [Fact]
    public void Each_name_stands_for_its_own_number_of_the_vector() => Assert.All(Sums.Names.Index(), measure =>
    {
        var one = Counting(start: 0);
        Assert.Equal(measure.Index, Value(one, measure.Item));
        Assert.Equal(measure.Index, one.ToArray()[measure.Index]);
    });

    [Fact]
    public void Adding_and_taking_away_concern_each_measure_alone()
    {
        var (left, right) = (Counting(start: 100), Counting(start: 1_000));
        var sum = left + right;
        Assert.All(Sums.Names, name => Assert.Equal(Value(left, name) + Value(right, name), Value(sum, name)));
        Assert.Equal(left, sum - right);
        Assert.NotEqual(left, sum);
    }

    [Fact]
    public void Wide_numbers_carry_over_the_end_of_a_long()
    {
        var sums = new Sums { Spent = long.MaxValue };
        Assert.Equal((Int128)long.MaxValue * 2, (sums + sums).Spent);
        Assert.Equal(-2 * (Int128)long.MaxValue, (default(Sums) - sums - sums).Spent);
    }

    private static Sums Counting(int start)
    {
        object sums = default(Sums);
        foreach (var (index, name) in Sums.Names.Index())
        {
            var property = typeof(Sums).GetProperty(name)!;
            property.SetValue(sums, property.PropertyType == typeof(long) ? (object)(long)(start + index) : (Int128)(start + index));
        }
        return (Sums)sums;
    }

    private static Int128 Value(Sums sums, string name) =>
        typeof(Sums).GetProperty(name)!.GetValue(sums) is var value && value is long count ? count : (Int128)value!;
}

namespace Hierarchy.Grains.Reorganisations;

/// <summary>One figure of the carrier before and after a reorganisation.</summary>
/// <param name="Foretold">The figure that the preview predicted.</param>
public sealed record BalanceLine(string Measure, Int128 Before, Int128 After, Int128 Foretold)
{
    public bool IsEqual => Before == After;

    public bool IsForetold => After == Foretold;
}

/// <summary>Compares the carrier's figures before a reorganisation with those after it.</summary>
public static class Balance
{
    private const string Due = "Due";

    /// <summary>A line for every measure, and for each due day.</summary>
    public static ImmutableArray<BalanceLine> Of(Measures before, Measures change, Measures after)
    {
        var (was, by, now) = (before.Sums.ToArray(), change.Sums.ToArray(), after.Sums.ToArray());
        return
        [
            new("Total", before.Sums.Total, after.Sums.Total, before.Sums.Total + change.Sums.Total),
            .. Sums.Names.Select((name, i) => new BalanceLine(name, was[i], now[i], was[i] + by[i])),
            .. before.Due.Concat(change.Due).Concat(after.Due).Select(day => day.Day).Distinct().Order().Select(day => new BalanceLine(
                $"{Due} {DateOnly.FromDayNumber(day):yyyy-MM-dd}", Count(before, day), Count(after, day), Count(before, day) + Count(change, day))),
        ];
    }

    public static bool Holds(ImmutableArray<BalanceLine> lines) => lines.All(line => line.IsForetold);

    private static long Count(Measures measures, int day) => measures.Due.FirstOrDefault(count => count.Day == day).Count;
}

/// <summary>What a reorganisation handed over, as counted at the givers and at the receivers.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.handed-balance")]
public sealed record HandedBalance(Measures Given, Measures Taken)
{
    public ImmutableArray<BalanceLine> Lines => Balance.Of(Given, Measures.Zero, Taken);

    public static HandedBalance operator +(HandedBalance left, HandedBalance right) => new(left.Given + right.Given, left.Taken + right.Taken);
}

namespace Hierarchy.Grains;

/// <summary>
/// Bounds that keep every sum of a tree within numbers that the API can write: the number of units of some kinds, times what each may add.
/// Each unit keeps within its own share, so no sum has to be queried.
/// </summary>
/// <param name="UnitsMax">Units of these kinds in one tree.</param>
/// <param name="MoneyMax">Whole đồng: of all plans of one such unit, and separately of all that it reports as spent.</param>
/// <param name="ObligationsMax">Obligations that all plans of one such unit give.</param>
public sealed record TreeBound(ImmutableArray<UnitKind> Kinds, int UnitsMax, long MoneyMax, int ObligationsMax)
{
    private const long Billion = 1_000_000_000;

    /// <summary>
    /// Money: 40 × 40,000 + 125 × 16,000 + 4,000 × 500 + 30,000 × 100 billion = 8.6 × 10^15 &lt; 2^53. Obligations: 40 × 10 million +
    /// 125 × 4 million + 4,000 × 100,000 + 30,000 × 20,000 = 1.9 × 10^9 &lt; 2^31. The rest is room for registrations under way at once.
    /// </summary>
    public static readonly ImmutableArray<TreeBound> All =
    [
        new([UnitKind.Ministry, UnitKind.Government], 40, 40_000 * Billion, 10_000_000),
        new([UnitKind.Province], 125, 16_000 * Billion, 4_000_000),
        new([UnitKind.Department, UnitKind.District, UnitKind.CentralAgency], 4_000, 500 * Billion, 100_000),
        new([UnitKind.Office, UnitKind.Commune, UnitKind.Body], 30_000, 100 * Billion, 20_000),
    ];

    private static readonly TreeBound[] ByKind = [.. Enum.GetValues<UnitKind>().Select(kind => All.Single(bound => bound.Kinds.Contains(kind)))];

    public static TreeBound Of(UnitKind kind) => ByKind[(int)kind];
}

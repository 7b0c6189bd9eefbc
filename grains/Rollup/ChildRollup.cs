namespace Hierarchy.Grains.Rollup;

/// <summary>A unit's whole roll-up as it tells it to its parent: state, not a difference, so that loss, repetition and reordering do no
/// harm.</summary>
/// <param name="Version">Rises with every change, across crashes too.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.child-rollup")]
public sealed record ChildRollup(string Unit, long Version, ToldCells Cells)
{
    /// <summary>The version published before this one; 0 when unknown.</summary>
    [Id(0)]
    public long Since { get; init; }

    /// <summary>The places of the cells that changed since then: whoever has that version need look at no others.</summary>
    [Id(1)]
    public ImmutableArray<int> Changed { get; init; } = [];

    /// <summary>The second book: what the unit and everything below it have given of indicators that concern units above it.</summary>
    [Id(2)]
    public ImmutableDictionary<IndicatorCell, IndicatorSums> Indicators { get; init; } = ImmutableDictionary<IndicatorCell, IndicatorSums>.Empty;

    /// <summary>The version since which that is the same; 0 while there never was any.</summary>
    [Id(3)]
    public long IndicatorsSince { get; init; }

    /// <summary>Whether it says no more than that the unit stands elsewhere.</summary>
    public bool IsLeaving => Version == 0;

    /// <summary>What a unit is told that is the parent no more.</summary>
    public static ChildRollup Leaving(string unit) => new(unit, 0, []);

    public Measures Read(Cell cell) => cell.Of(kept => Cells[kept]);
}

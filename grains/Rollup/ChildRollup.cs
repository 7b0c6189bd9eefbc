namespace Hierarchy.Grains.Rollup;

/// <summary>A unit's whole roll-up, as sent to its parent: state, not a difference, so that loss, repetition and reordering do no
/// harm.</summary>
/// <param name="Version">Rises with every change, even across crashes.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.child-rollup")]
public sealed record ChildRollup(string Unit, long Version, ToldCells Cells)
{
    /// <summary>The version published before this one; 0 when unknown.</summary>
    [Id(0)]
    public long Since { get; init; }

    /// <summary>The places of the cells that changed since that version: a receiver that has it need only read these.</summary>
    [Id(1)]
    public ImmutableArray<int> Changed { get; init; } = [];

    /// <summary>The second book: what the unit and everything below it have reported for indicators of units above.</summary>
    [Id(2)]
    public ImmutableDictionary<IndicatorCell, IndicatorSums> Indicators { get; init; } = ImmutableDictionary<IndicatorCell, IndicatorSums>.Empty;

    /// <summary>The version since which the second book is unchanged; 0 if it was always empty.</summary>
    [Id(3)]
    public long IndicatorsSince { get; init; }

    /// <summary>Whether it only announces that the unit now has another parent.</summary>
    public bool IsLeaving => Version == 0;

    /// <summary>Sent to a former parent.</summary>
    public static ChildRollup Leaving(string unit) => new(unit, 0, []);

    public Measures Read(Cell cell) => cell.Of(kept => Cells[kept]);
}

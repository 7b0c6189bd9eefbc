namespace Hierarchy.Grains.Rollup;

/// <summary>A unit's whole roll-up as it tells it to its parent: state, not a difference, so that loss, repetition and reordering do no
/// harm.</summary>
/// <param name="Version">Rises with every change, across crashes too.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.child-rollup")]
public sealed record ChildRollup(string Unit, long Version, ImmutableDictionary<Cell, Measures> Cells)
{
    /// <summary>The version published before this one; 0 when unknown.</summary>
    [Id(0)]
    public long Since { get; init; }

    /// <summary>The cells that changed since then: whoever has that version need look at no others.</summary>
    [Id(1)]
    public ImmutableArray<Cell> Changed { get; init; } = [];

    public Measures Read(Cell cell) => cell.Of(kept => Cells.GetValueOrDefault(kept));
}

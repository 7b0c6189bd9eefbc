using System.Collections.Immutable;

namespace Hierarchy.Grains.Rollup;

/// <summary>A unit's whole roll-up as it tells it to its parent: state, not a difference, so that loss, repetition and reordering do no harm.</summary>
/// <param name="Version">Rises with every change, across crashes too.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.child-rollup")]
public sealed record ChildRollup(string Unit, long Version, ImmutableDictionary<Cell, Measures> Cells);

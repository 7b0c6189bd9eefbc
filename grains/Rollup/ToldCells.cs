using System.Collections;
using System.Runtime.CompilerServices;

namespace Hierarchy.Grains.Rollup;

/// <summary>The published cells of a unit. Each cell keeps its place from one publication to the next, so that a receiver of the previous
/// one finds the changes without a look-up.</summary>
/// <param name="Measures">Measures by place; zero for cells that have become empty.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.told-cells"), CollectionBuilder(typeof(ToldCells), nameof(Of))]
public sealed record ToldCells(CellPlaces Places, ImmutableArray<Measures> Measures) : IEnumerable<KeyValuePair<Cell, Measures>>
{
    public static readonly ToldCells Empty = new(new CellPlaces(0, []), []);

    /// <summary>Creates cells for a single publication.</summary>
    public static ToldCells Of(ReadOnlySpan<KeyValuePair<Cell, Measures>> cells)
    {
        var places = ImmutableArray.CreateBuilder<Cell>(cells.Length);
        var measures = ImmutableArray.CreateBuilder<Measures>(cells.Length);
        foreach (var (cell, measure) in cells)
        {
            places.Add(cell);
            measures.Add(measure);
        }
        return cells.IsEmpty ? Empty : new ToldCells(new CellPlaces(0, places.MoveToImmutable()), measures.MoveToImmutable());
    }

    /// <summary>Zero for an empty cell.</summary>
    public Measures this[Cell cell] => Places.Find(cell) is { } place ? At(place) : Rollup.Measures.Zero;

    /// <summary>The measures at a place; zero for a place added later.</summary>
    public Measures At(int place) => place < Measures.Length ? Measures[place] : Rollup.Measures.Zero;

    /// <summary>The non-empty cells.</summary>
    public IEnumerator<KeyValuePair<Cell, Measures>> GetEnumerator() => Places.Cells.Zip(Measures, KeyValuePair.Create)
        .Where(cell => !cell.Value.IsZero).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(ToldCells? other) =>
        other is not null && Places.Equals(other.Places) && Measures.AsSpan().SequenceEqual(other.Measures.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Places, Measures.Length);
}

/// <summary>The places of a unit's cells. They may differ after the unit was reloaded.</summary>
/// <param name="Since">The version in which the unit first published these places, with no others before them; 0 if they are used
/// once.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.cell-places")]
public sealed record CellPlaces(long Since, ImmutableArray<Cell> Cells)
{
    /// <summary>Up to this number, cells are compared one by one.</summary>
    private const int ComparedMax = 16;

    [NonSerialized]
    private Dictionary<Cell, int>? _places;

    /// <summary>Whether a place present in both belongs to the same cell.</summary>
    public bool Continue(CellPlaces earlier) => Since != 0 && Since == earlier.Since;

    public int? Find(Cell cell)
    {
        if (Cells.Length <= ComparedMax)
        {
            return Cells.IndexOf(cell) is >= 0 and var at ? at : null;
        }
        // Built on the first look-up; two concurrent look-ups build it twice, which does no harm.
        var places = _places ??= Cells.Select((known, place) => (known, place)).ToDictionary(entry => entry.known, entry => entry.place);
        return places.TryGetValue(cell, out var found) ? found : null;
    }

    // The look-up cache does not take part in equality.
    public bool Equals(CellPlaces? other) => other is not null && Since == other.Since && Cells.AsSpan().SequenceEqual(other.Cells.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Since, Cells.Length);
}

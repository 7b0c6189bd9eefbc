using System.Collections;
using System.Runtime.CompilerServices;

namespace Hierarchy.Grains.Rollup;

/// <summary>What a unit tells of its cells. Each keeps its place from one telling to the next, so that whoever has heard the one before
/// finds what has changed without looking a cell up.</summary>
/// <param name="Measures">By place; zero where nothing counts any more.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.told-cells"), CollectionBuilder(typeof(ToldCells), nameof(Of))]
public sealed record ToldCells(CellPlaces Places, ImmutableArray<Measures> Measures) : IEnumerable<KeyValuePair<Cell, Measures>>
{
    public static readonly ToldCells Empty = new(new CellPlaces(0, []), []);

    /// <summary>Of cells that are told once.</summary>
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

    /// <summary>Zero for a cell in which nothing counts.</summary>
    public Measures this[Cell cell] => Places.Find(cell) is { } place ? At(place) : Rollup.Measures.Zero;

    /// <summary>What the cell in a place holds; zero for one that had no place yet.</summary>
    public Measures At(int place) => place < Measures.Length ? Measures[place] : Rollup.Measures.Zero;

    /// <summary>The cells in which anything counts.</summary>
    public IEnumerator<KeyValuePair<Cell, Measures>> GetEnumerator() => Places.Cells.Zip(Measures, KeyValuePair.Create)
        .Where(cell => !cell.Value.IsZero).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(ToldCells? other) =>
        other is not null && Places.Equals(other.Places) && Measures.AsSpan().SequenceEqual(other.Measures.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Places, Measures.Length);
}

/// <summary>The places of a unit's cells. A unit that tells anew after a reload may have others.</summary>
/// <param name="Since">The version that the unit first told with these and no others before them; 0 where they are used once.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.cell-places")]
public sealed record CellPlaces(long Since, ImmutableArray<Cell> Cells)
{
    /// <summary>Up to so many cells are compared one by one.</summary>
    private const int ComparedMax = 16;

    [NonSerialized]
    private Dictionary<Cell, int>? _places;

    /// <summary>Whether a place that both have is one cell's.</summary>
    public bool Continue(CellPlaces earlier) => Since != 0 && Since == earlier.Since;

    public int? Find(Cell cell)
    {
        if (Cells.Length <= ComparedMax)
        {
            return Cells.IndexOf(cell) is >= 0 and var at ? at : null;
        }
        // Made by whoever first looks one up; by two at the same time, once too often.
        var places = _places ??= Cells.Select((known, place) => (known, place)).ToDictionary(entry => entry.known, entry => entry.place);
        return places.TryGetValue(cell, out var found) ? found : null;
    }

    // What has been looked up is no part of it.
    public bool Equals(CellPlaces? other) => other is not null && Since == other.Since && Cells.AsSpan().SequenceEqual(other.Cells.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Since, Cells.Length);
}

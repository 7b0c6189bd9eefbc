namespace Hierarchy.Grains.Rollup;

/// <summary>A cell of a unit: what the unit's own obligations add to it, what its children do, and whether the parent has yet to be told.
/// Not thread-safe: it lives within the unit's turns.</summary>
/// <remarks>A country keeps hundreds of thousands of them. Most belong to units without children, and hold the same as their
/// neighbours.</remarks>
internal sealed class KeptCell(Cell cell)
{
    private Measures? _total;

    public Cell Cell => cell;

    /// <summary>Without what the unit adds as one of many.</summary>
    public Measures Own
    {
        get;
        set => (field, _total) = (value, null);
    } = Measures.Zero;

    /// <summary>Null as long as no child has added anything.</summary>
    public Tally? Below { get; private set; }

    public bool Unpublished { get; set; }

    /// <summary>Where the parent is told of it; null for what it is not told of, or not yet.</summary>
    public int? Place { get; set; }

    /// <summary>The cell with the same filter in the other scope; null while nothing has counted there.</summary>
    public KeptCell? Other { get; set; }

    public void ChangeBelow(Measures removed, Measures added)
    {
        (Below ??= new Tally()).Add(added.Sums - removed.Sums, removed.Due, added.Due);
        _total = null;
    }

    /// <summary>What the unit's own obligations add, with what it adds as one of many.</summary>
    public Measures WholeOwn() => Own.WithUnitPart();

    /// <param name="like">What stands for it where it is the same.</param>
    public Measures Total(SharedMeasures? wholeOwn = null, Measures? like = null)
    {
        if (_total is null)
        {
            var own = wholeOwn?.Of(Own) ?? WholeOwn();
            _total = Below is null ? own : own.IsZero ? Below.Snapshot(like) : own + Below.Snapshot();
        }
        return _total;
    }
}

/// <summary>Derives measures from others, the same once: neighbouring cells often hold one and the same.</summary>
internal sealed class SharedMeasures(Func<Measures, Measures> derive)
{
    private readonly List<(Measures From, Measures Made)> _made = [];

    public Measures Of(Measures from)
    {
        foreach (var (known, made) in _made)
        {
            if (ReferenceEquals(known, from))
            {
                return made;
            }
        }
        var derived = derive(from);
        _made.Add((from, derived));
        return derived;
    }
}

namespace Hierarchy.Grains.Rollup;

/// <summary>A cell of a unit: the contributions of its own obligations and of its children, and whether the parent has yet to receive it.
/// Not thread-safe: used only within the unit's turns.</summary>
/// <remarks>A country has hundreds of thousands of these. Most belong to units without children, and have the same measures as neighbouring
/// cells.</remarks>
internal sealed class KeptCell(Cell cell)
{
    private Measures? _total;

    public Cell Cell => cell;

    /// <summary>Without the per-unit members.</summary>
    public Measures Own
    {
        get;
        set => (field, _total) = (value, null);
    } = Measures.Zero;

    /// <summary>Null until a child contributes.</summary>
    public Tally? Below { get; private set; }

    public bool Unpublished { get; set; }

    /// <summary>The cell's place in what is published to the parent; null if not published, or not yet.</summary>
    public int? Place { get; set; }

    /// <summary>The cell with the same filter in the other scope; null while nothing counts there.</summary>
    public KeptCell? Other { get; set; }

    public void ChangeBelow(Measures removed, Measures added)
    {
        (Below ??= new Tally()).Add(added.Sums - removed.Sums, removed.Due, added.Due);
        _total = null;
    }

    /// <summary>The contribution of the unit's own obligations, including the per-unit members.</summary>
    public Measures WholeOwn() => Own.WithUnitPart();

    /// <param name="like">An equal value to reuse, which saves memory.</param>
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

/// <summary>Derives measures from others, and reuses the last result: neighbouring cells often share the same measures.</summary>
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

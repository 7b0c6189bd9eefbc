namespace Hierarchy.Grains.Rollup;

public enum Reception
{
    /// <summary>The child's version is not newer than the one already counted.</summary>
    Stale,

    /// <summary>The version is newer, but no number changes.</summary>
    Same,
    Changed,
}

/// <summary>A unit's roll-up: its own obligations plus the newest roll-up of each child. Deterministic. Not thread-safe: used only within
/// the unit's turns.</summary>
public sealed class UnitRollup(string unit)
{
    /// <summary>Maximum number of cells whose children's measures are cached.</summary>
    private const int ReadChildrenMax = 32;

    private readonly Dictionary<Cell, KeptCell> _kept = [];
    private readonly Dictionary<(string Source, ObligationKind Kind, Scope Scope, int Year), KeptCell[]> _keptOfSource = [];
    private readonly Dictionary<string, ChildRollup> _children = [];

    // Indexed by the places of the child's published cells.
    private readonly Dictionary<string, List<KeptCell>> _keptOfChild = [];
    private readonly Dictionary<Cell, ImmutableDictionary<string, ChildMeasures>> _readChildren = [];
    private readonly List<KeptCell> _unpublished = [];
    private readonly IndicatorBook _indicators = new(unit);
    private long _publishedVersion;
    private Dictionary<(string Plan, string Area), (List<Cell> Cells, long Money)> _money = [];
    private ToldCells _published = [];

    /// <summary>The newest roll-up of each child, as counted here.</summary>
    public IReadOnlyDictionary<string, ChildRollup> Children => _children;

    /// <summary>Builds the roll-up of the unit's own obligations, after a reload.</summary>
    public static UnitRollup Of(UnitState state, string unit)
    {
        var rollup = new UnitRollup(unit);
        foreach (var obligation in state.Obligations.Values.Where(o => o.IsHere))
        {
            rollup.Change(null, obligation);
        }
        rollup.ChangeMoney(state);
        rollup.ChangeIndicators(state);
        return rollup;
    }

    /// <summary>Updates the second book after a change of the unit's indicator values or inspections.</summary>
    /// <returns>Whether the second book changed.</returns>
    public bool ChangeIndicators(UnitState state) => _indicators.Change(IndicatorContribution.Of(state));

    /// <summary>Updates the roll-up after a change of the unit and of these own obligations.</summary>
    internal void Change(UnitState before, UnitState next, ImmutableArray<Obligation> changes)
    {
        foreach (var changed in changes)
        {
            Change(before.Obligations.GetValueOrDefault(changed.Id), changed);
        }
        if (before.Plans != next.Plans || before.Tasks != next.Tasks)
        {
            ChangeMoney(next);
        }
        if (next.GivesOtherwise(before))
        {
            ChangeIndicators(next);
        }
    }

    /// <summary>Updates the roll-up after a change of one own obligation. <paramref name="before"/> is null for a new one.</summary>
    public void Change(Obligation? before, Obligation after)
    {
        var added = Contribution.Of(after);
        var removed = before is null ? Measures.Zero : Contribution.Of(before);
        var change = added.Sums - removed.Sums;
        var cells = KeptOf(after.Terms);
        var own = new SharedMeasures(was => was.Changed(change, removed.Due, added.Due));
        foreach (var kept in cells)
        {
            kept.Own = own.Of(kept.Own);
            Mark(kept);
        }
        foreach (var kept in cells)
        {
            if (kept.Other is { } other)
            {
                ChangeOverlap(kept, other);
            }
        }
    }

    /// <summary>Recounts the money that no obligation carries, after a change of the unit's plans or their lines.</summary>
    public void ChangeMoney(UnitState state)
    {
        var now = new Dictionary<(string, string), (List<Cell>, long)>();
        foreach (var plan in state.Plans.Values)
        {
            foreach (var (area, money) in Contribution.UnsplitMoney(plan, state.Tasks.Values))
            {
                now[(plan.Id, area.Id)] = (Contribution.CellsOf(plan, area, state.Tasks.Values), money);
            }
        }
        foreach (var (cells, money) in _money.Values)
        {
            AddMoney(cells, -money);
        }
        foreach (var (cells, money) in now.Values)
        {
            AddMoney(cells, money);
        }
        _money = now;
    }

    /// <summary>Receives a child's roll-up. Loss, repetition and reordering do no harm: the newest version counts, once.</summary>
    public Reception Receive(ChildRollup child)
    {
        var before = _children.GetValueOrDefault(child.Unit);
        if (before is not null && child.Version <= before.Version)
        {
            return Reception.Stale;
        }
        var changed = before is not null && child.Since == before.Version && child.Cells.Places.Continue(before.Cells.Places)
            ? ReplaceChanged(child, before.Cells)
            : ReplaceAll(before?.Cells ?? [], child.Cells, _keptOfChild[child.Unit] = []);
        if (before is null || child.IndicatorsSince != before.IndicatorsSince)
        {
            changed |= _indicators.Replace(before?.Indicators ?? ImmutableDictionary<IndicatorCell, IndicatorSums>.Empty, child.Indicators);
        }
        _children[child.Unit] = child;
        _readChildren.Clear();
        return changed ? Reception.Changed : Reception.Same;
    }

    /// <summary>Removes a unit that is no longer a child.</summary>
    /// <returns>Whether the unit was counted.</returns>
    public bool Forget(string unit)
    {
        if (!_children.Remove(unit, out var told))
        {
            return false;
        }
        ReplaceAll(told.Cells, [], []);
        _keptOfChild.Remove(unit);
        _indicators.Replace(told.Indicators, ImmutableDictionary<IndicatorCell, IndicatorSums>.Empty);
        _readChildren.Clear();
        return true;
    }

    /// <summary>The measures of the cell; zero for an empty one.</summary>
    public Measures Read(Cell cell) => cell.Of(part => _kept.GetValueOrDefault(part)?.Total());

    /// <summary>The contribution of the unit's own obligations to the cell.</summary>
    public Measures ReadOwn(Cell cell) => cell.Of(part => _kept.GetValueOrDefault(part)?.WholeOwn());

    /// <summary>The contribution of a child's whole roll-up to the cell.</summary>
    public Measures ReadChild(string child, Cell cell) =>
        _children.TryGetValue(child, out var told) ? told.Read(cell) : Measures.Zero;

    /// <summary>The contribution of each child that has published anything. Open pages ask for the same cells again and again, so the
    /// result is cached until a child publishes anew.</summary>
    public ImmutableDictionary<string, ChildMeasures> ReadChildren(Cell cell)
    {
        if (_readChildren.TryGetValue(cell, out var known))
        {
            return known;
        }
        if (_readChildren.Count == ReadChildrenMax)
        {
            _readChildren.Clear();
        }
        return _readChildren[cell] = _children.ToImmutableDictionary(
            child => child.Key,
            child => new ChildMeasures(child.Value.Version, child.Value.Read(cell)));
    }

    /// <summary>All non-empty cells.</summary>
    public ImmutableDictionary<Cell, Measures> ReadAll() => _kept
        .Select(cell => KeyValuePair.Create(cell.Key, cell.Value.Total()))
        .Where(cell => !cell.Value.IsZero)
        .ToImmutableDictionary();

    /// <summary>The second book: what the unit and everything below it have reported for indicators.</summary>
    public ImmutableDictionary<IndicatorCell, IndicatorSums> ReadIndicators() => _indicators.Total.ToImmutableDictionary();

    /// <summary>The part of the second book for one indicator, split into the unit's own part and each child's.</summary>
    public IndicatorReading ReadIndicator(string owner, string indicator, long version)
    {
        ImmutableArray<IndicatorFigure> Of(IReadOnlyDictionary<IndicatorCell, IndicatorSums> book) =>
        [
            .. book.Where(figure => figure.Key.Indicator == indicator && figure.Key.Owner == owner)
                .Select(figure => new IndicatorFigure(figure.Key, figure.Value)),
        ];
        return new IndicatorReading(
            version, Of(_indicators.Total), Of(_indicators.Own),
            _children.Select(child => KeyValuePair.Create(child.Key, Of(child.Value.Indicators))).Where(child => !child.Value.IsEmpty).ToImmutableDictionary());
    }

    /// <summary>The indicators with any entry in the second book, each with its owner.</summary>
    public ImmutableArray<IndicatorKey> ReadIndicatorKeys() =>
        [.. _indicators.Total.Keys.Select(cell => new IndicatorKey(cell.Owner, cell.Indicator)).Distinct()];

    /// <summary>The roll-up to send to the parent, under a version that must be higher than any before.</summary>
    public ChildRollup Publish(long version)
    {
        var changed = ImmutableArray.CreateBuilder<int>(_unpublished.Count);
        var places = PlacesOf(_unpublished, version);
        var measures = new Measures[places.Cells.Length];
        _published.Measures.CopyTo(measures);
        var whole = new SharedMeasures(own => own.WithUnitPart());
        Measures? last = null;
        foreach (var kept in _unpublished)
        {
            kept.Unpublished = false;
            if (kept.Place is { } place)
            {
                changed.Add(place);
                measures[place] = last = kept.Total(whole, like: last);
            }
        }
        _unpublished.Clear();
        _published = new ToldCells(places, ImmutableCollectionsMarshal.AsImmutableArray(measures));
        _indicators.Publish(version);
        var rollup = new ChildRollup(unit, version, _published)
        {
            Since = _publishedVersion,
            Changed = changed.DrainToImmutable(),
            Indicators = _indicators.Published,
            IndicatorsSince = _indicators.Since,
        };
        _publishedVersion = version;
        return rollup;
    }

    /// <summary>The existing places, extended by new ones for cells that the parent has not received.</summary>
    private CellPlaces PlacesOf(List<KeptCell> unpublished, long version)
    {
        var known = _published.Places;
        var added = new List<Cell>();
        foreach (var kept in unpublished)
        {
            if (kept.Place is null && kept.Cell.RisesAbove(unit))
            {
                kept.Place = known.Cells.Length + added.Count;
                added.Add(kept.Cell);
            }
        }
        return added.Count == 0 ? known : new CellPlaces(known.Since == 0 ? version : known.Since, [.. known.Cells, .. added]);
    }

    /// <summary>Returns whether any cell changed.</summary>
    private bool ReplaceChanged(ChildRollup child, ToldCells before)
    {
        var keptOfChild = _keptOfChild[child.Unit];
        for (var place = keptOfChild.Count; place < child.Cells.Places.Cells.Length; place++)
        {
            keptOfChild.Add(KeptIn(child.Cells.Places.Cells[place]));
        }
        var changed = false;
        foreach (var place in child.Changed)
        {
            changed |= Replace(keptOfChild[place], before.At(place), child.Cells.At(place));
        }
        return changed;
    }

    /// <summary>Likewise for two publications that may have no places in common.</summary>
    /// <param name="keptOfChild">Filled with the kept cells, indexed by the places of the second.</param>
    private bool ReplaceAll(ToldCells before, ToldCells after, List<KeptCell> keptOfChild)
    {
        var changed = false;
        var gone = before.ToDictionary();
        for (var place = 0; place < after.Places.Cells.Length; place++)
        {
            var cell = after.Places.Cells[place];
            keptOfChild.Add(KeptIn(cell));
            gone.Remove(cell, out var old);
            changed |= Replace(keptOfChild[place], old ?? Measures.Zero, after.At(place));
        }
        foreach (var (cell, old) in gone)
        {
            changed |= Replace(KeptIn(cell), old, Measures.Zero);
        }
        return changed;
    }

    private bool Replace(KeptCell kept, Measures old, Measures now)
    {
        if (ReferenceEquals(old, now) || old.Equals(now))
        {
            return false;
        }
        kept.ChangeBelow(old, now);
        Mark(kept);
        return true;
    }

    // A unit with obligations in both scopes counts as one unit, with one percent.
    private void ChangeOverlap(KeptCell kept, KeptCell other)
    {
        var both = (kept.Own.Sums + other.Own.Sums).ToUnitPart() - kept.Own.Sums.ToUnitPart() - other.Own.Sums.ToUnitPart();
        var overlap = KeptIn(kept.Cell.In(CellScope.Overlap));
        var change = both - overlap.Own.Sums;
        if (change != default)
        {
            overlap.Own = overlap.Own.Changed(change, [], []);
            Mark(overlap);
        }
    }

    private void AddMoney(List<Cell> cells, long money)
    {
        foreach (var kept in cells.Select(KeptIn))
        {
            kept.Own = kept.Own.Changed(new Sums { Planned = money }, [], []);
            Mark(kept);
        }
    }

    private void Mark(KeptCell kept)
    {
        if (!kept.Unpublished)
        {
            kept.Unpublished = true;
            _unpublished.Add(kept);
        }
    }

    // All obligations of a line, a duty or a regime in one year count in the same cells, and finding these costs more than adding to them.
    private KeptCell[] KeptOf(ObligationTerms terms)
    {
        var key = (terms.Source, terms.Kind, terms.ScopeOf(unit), terms.StartYear);
        if (!_keptOfSource.TryGetValue(key, out var cells))
        {
            cells = [.. Contribution.CellsOf(terms, unit).Select(KeptIn)];
            _keptOfSource[key] = cells;
        }
        return cells;
    }

    private KeptCell KeptIn(Cell cell)
    {
        if (!_kept.TryGetValue(cell, out var kept))
        {
            _kept[cell] = kept = new KeptCell(cell);
            if (cell.Scope is CellScope.Imposed or CellScope.Own
                && _kept.TryGetValue(cell.In(cell.Scope == CellScope.Own ? CellScope.Imposed : CellScope.Own), out var other))
            {
                (kept.Other, other.Other) = (other, kept);
            }
        }
        return kept;
    }
}

using System.Collections.Immutable;
using Hierarchy.Grains.Obligations;

namespace Hierarchy.Grains.Rollup;

public enum Reception
{
    /// <summary>The child's version is not newer than the one that counts already.</summary>
    Stale,

    /// <summary>Newer, and it changes no number.</summary>
    Same,
    Changed,
}

/// <summary>
/// A unit's roll-up: its own obligations plus the newest roll-up of each child. Deterministic; not thread-safe: it lives within the unit's turns.
/// </summary>
public sealed class UnitRollup(string unit)
{
    private readonly Dictionary<Cell, Tally> _own = [];
    private readonly Dictionary<Cell, Tally> _total = [];
    private readonly Dictionary<string, ChildRollup> _children = [];
    private readonly HashSet<Cell> _unpublished = [];
    private Dictionary<(string Plan, string Area), (List<Cell> Cells, long Money)> _money = [];
    private ImmutableDictionary<Cell, Measures> _published = ImmutableDictionary<Cell, Measures>.Empty;

    /// <summary>The newest roll-up of each child that counts in this one.</summary>
    public IReadOnlyDictionary<string, ChildRollup> Children => _children;

    /// <summary>All that the unit owes, after a reload.</summary>
    public static UnitRollup Of(UnitState state, string unit)
    {
        var rollup = new UnitRollup(unit);
        foreach (var obligation in state.Obligations.Values)
        {
            rollup.Change(null, obligation);
        }
        rollup.ChangeMoney(state);
        return rollup;
    }

    /// <summary>One of the unit's own obligations has changed. Null before it was imposed.</summary>
    public void Change(Obligation? before, Obligation after)
    {
        var added = Contribution.Of(after);
        var removed = before is null ? null : Contribution.Of(before);
        foreach (var cell in Contribution.CellsOf(after.Terms))
        {
            var own = Get(_own, cell);
            var total = Get(_total, cell);
            var unitBefore = own.UnitPart;
            if (removed is not null)
            {
                own.Add(removed, -1);
                total.Add(removed, -1);
            }
            own.Add(added, 1);
            total.Add(added, 1);
            total.Add(unitBefore, -1);
            total.Add(own.UnitPart, 1);
            _unpublished.Add(cell);
        }
    }

    /// <summary>The unit's plans or their lines have changed: counts anew the money that no obligation carries.</summary>
    public void ChangeMoney(UnitState state)
    {
        var now = new Dictionary<(string, string), (List<Cell>, long)>();
        foreach (var plan in state.Plans.Values)
        {
            foreach (var (area, money) in Contribution.UnsplitMoney(plan, state.Tasks.Values))
            {
                now[(plan.Id, area.Id)] = (Contribution.CellsOf(plan, area), money);
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

    /// <summary>A child tells its state. Loss, repetition and reordering do no harm: the newest version counts, once.</summary>
    public Reception Receive(ChildRollup child)
    {
        var before = _children.GetValueOrDefault(child.Unit);
        if (before is not null && child.Version <= before.Version)
        {
            return Reception.Stale;
        }
        var old = before?.Cells ?? ImmutableDictionary<Cell, Measures>.Empty;
        var changed = false;
        foreach (var (cell, measures) in child.Cells)
        {
            var known = old.GetValueOrDefault(cell);
            if (ReferenceEquals(known, measures) || (known is not null && known.Equals(measures)))
            {
                continue;
            }
            changed = true;
            Replace(cell, known, measures);
        }
        foreach (var (cell, measures) in old)
        {
            if (!child.Cells.ContainsKey(cell))
            {
                changed = true;
                Replace(cell, measures, null);
            }
        }
        _children[child.Unit] = child;
        return changed ? Reception.Changed : Reception.Same;
    }

    /// <summary>What the cell holds; zero when nothing counts in it.</summary>
    public Measures Read(Cell cell) => _total.TryGetValue(cell, out var tally) ? tally.Snapshot() : Measures.Zero;

    /// <summary>What the unit's own obligations add to the cell.</summary>
    public Measures ReadOwn(Cell cell)
    {
        if (!_own.TryGetValue(cell, out var tally))
        {
            return Measures.Zero;
        }
        var part = tally.UnitPart;
        return tally.Snapshot() with { Units = part.Units, UnitsSilent = part.Silent, UnitPercents = part.Percent };
    }

    /// <summary>What a child's whole roll-up adds to the cell.</summary>
    public Measures ReadChild(string child, Cell cell) => _children.GetValueOrDefault(child)?.Cells.GetValueOrDefault(cell) ?? Measures.Zero;

    /// <summary>Every cell that holds anything.</summary>
    public ImmutableDictionary<Cell, Measures> ReadAll() => _total
        .Select(cell => KeyValuePair.Create(cell.Key, cell.Value.Snapshot()))
        .Where(cell => !cell.Value.IsZero)
        .ToImmutableDictionary();

    /// <summary>The state that the parent is to know, under a version of the caller's that is higher than any before.</summary>
    public ChildRollup Publish(long version)
    {
        var cells = _published.ToBuilder();
        foreach (var cell in _unpublished)
        {
            if (!cell.RisesAbove(unit))
            {
                continue;
            }
            var measures = Read(cell);
            if (measures.IsZero)
            {
                cells.Remove(cell);
            }
            else
            {
                cells[cell] = measures;
            }
        }
        _unpublished.Clear();
        _published = cells.ToImmutable();
        return new ChildRollup(unit, version, _published);
    }

    private void Replace(Cell cell, Measures? before, Measures? after)
    {
        var total = Get(_total, cell);
        if (before is not null)
        {
            total.Add(before, -1);
        }
        if (after is not null)
        {
            total.Add(after, 1);
        }
        _unpublished.Add(cell);
    }

    private void AddMoney(List<Cell> cells, long money)
    {
        foreach (var cell in cells)
        {
            Get(_own, cell).Add(Measures.Zero with { Planned = money }, 1);
            Get(_total, cell).Add(Measures.Zero with { Planned = money }, 1);
            _unpublished.Add(cell);
        }
    }

    private static Tally Get(Dictionary<Cell, Tally> tallies, Cell cell)
    {
        if (!tallies.TryGetValue(cell, out var tally))
        {
            tallies[cell] = tally = new Tally();
        }
        return tally;
    }
}

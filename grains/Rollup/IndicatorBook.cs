namespace Hierarchy.Grains.Rollup;

/// <summary>The second book of a unit's roll-up: what the unit and everything below it have reported for indicators. Published with the
/// first under the same version; costs nothing while unchanged. Not thread-safe: used only within the unit's turns.</summary>
internal sealed class IndicatorBook(string unit)
{
    private readonly Dictionary<IndicatorCell, IndicatorSums> _total = [];
    private readonly HashSet<IndicatorCell> _unpublished = [];
    private Dictionary<IndicatorCell, IndicatorSums> _own = [];

    public IReadOnlyDictionary<IndicatorCell, IndicatorSums> Own => _own;

    public IReadOnlyDictionary<IndicatorCell, IndicatorSums> Total => _total;

    /// <summary>The content last published to the parent.</summary>
    public ImmutableDictionary<IndicatorCell, IndicatorSums> Published { get; private set; } = ImmutableDictionary<IndicatorCell, IndicatorSums>.Empty;

    /// <summary>The roll-up's version since which the published content is unchanged; 0 if none was published.</summary>
    public long Since { get; private set; }

    /// <summary>Replaces the unit's own part.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Change(Dictionary<IndicatorCell, IndicatorSums> own)
    {
        var changed = Replace(_own, own);
        _own = own;
        return changed;
    }

    /// <summary>Replaces one part of the total by another.</summary>
    /// <returns>Whether they differ.</returns>
    public bool Replace(IReadOnlyDictionary<IndicatorCell, IndicatorSums> before, IReadOnlyDictionary<IndicatorCell, IndicatorSums> after)
    {
        if (ReferenceEquals(before, after))
        {
            return false;
        }
        var changed = false;
        foreach (var cell in before.Keys.Where(cell => !after.ContainsKey(cell)).Concat(after.Keys).ToList())
        {
            var change = after.GetValueOrDefault(cell) - before.GetValueOrDefault(cell);
            if (change == default)
            {
                continue;
            }
            changed = true;
            var sums = _total.GetValueOrDefault(cell) + change;
            if (sums == default)
            {
                _total.Remove(cell);
            }
            else
            {
                _total[cell] = sums;
            }
            if (cell.RisesAbove(unit))
            {
                _unpublished.Add(cell);
            }
        }
        return changed;
    }

    /// <summary>Updates <see cref="Published"/> to the present content, under this version of the roll-up.</summary>
    public void Publish(long version)
    {
        if (_unpublished.Count == 0)
        {
            return;
        }
        var cells = Published.ToBuilder();
        foreach (var cell in _unpublished)
        {
            if (_total.TryGetValue(cell, out var sums))
            {
                cells[cell] = sums;
            }
            else
            {
                cells.Remove(cell);
            }
        }
        _unpublished.Clear();
        (Published, Since) = (cells.ToImmutable(), version);
    }
}

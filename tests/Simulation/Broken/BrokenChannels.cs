using Hierarchy.Simulation.Runtime;

namespace Hierarchy.Simulation.Broken;

/// <summary>Above its parent, a lead's obligations count twice: through the parent and directly.</summary>
internal sealed class CountsALeadTwice : Rules
{
    private readonly Dictionary<string, ChildRollup> _leads = [];

    // Done through the parent's roll-up, since grains ignore roll-ups of units that are not their children.
    public override IEnumerable<(string Parent, ChildRollup Rollup)> Told(string parent, ChildRollup rollup, SimulatedSilo silo)
    {
        _leads[parent] = rollup;
        return [(parent, _leads.TryGetValue(rollup.Unit, out var lead) ? WithTwice(rollup, lead) : rollup)];
    }

    private static ChildRollup WithTwice(ChildRollup rollup, ChildRollup lead) => rollup with
    {
        Cells =
        [
            .. rollup.Cells.Concat(lead.Cells).GroupBy(cell => cell.Key, cell => cell.Value)
                .Select(cell => KeyValuePair.Create(cell.Key, cell.Aggregate((one, other) => one + other))),
        ],
        Since = 0,
        Changed = [],
    };
}

/// <summary>Now and then a parent accepts an old version of a child's roll-up that arrives after the newest.</summary>
internal sealed class AcceptsAnOldVersion : Rules
{
    private readonly Dictionary<string, ChildRollup> _before = [];

    public override IEnumerable<(string Parent, ChildRollup Rollup)> Told(string parent, ChildRollup rollup, SimulatedSilo silo)
    {
        yield return (parent, rollup);
        if (_before.TryGetValue(rollup.Unit, out var old) && silo.VirtualTime.Chance(0.1))
        {
            // Disguised as a newer version, which has the same effect as not comparing versions.
            yield return (parent, old with { Version = rollup.Version + 1, Since = 0, Changed = [] });
        }
        _before[rollup.Unit] = rollup;
    }
}

/// <summary>A unit keeps publishing its first second book as unchanged.</summary>
internal sealed class ForgetsItsSecondBook : Rules
{
    private readonly Dictionary<string, ChildRollup> _first = [];

    public override IEnumerable<(string Parent, ChildRollup Rollup)> Told(string parent, ChildRollup rollup, SimulatedSilo silo)
    {
        var first = _first.TryGetValue(rollup.Unit, out var told) ? told : _first[rollup.Unit] = rollup;
        return [(parent, rollup with { Indicators = first.Indicators, IndicatorsSince = first.IndicatorsSince })];
    }
}

/// <summary>Values that a unit reported before it continued in another one no longer count there.</summary>
internal sealed class ForgetsWhatPredecessorsGave : Rules
{
    public override Composition Restated(Composition with) => Composition.Nothing;
}

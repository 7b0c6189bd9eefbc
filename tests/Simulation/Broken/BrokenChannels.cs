using Hierarchy.Simulation.Runtime;

namespace Hierarchy.Simulation.Broken;

/// <summary>What a lead owes counts above its parent once through the parent and once by itself.</summary>
internal sealed class CountsALeadTwice : Rules
{
    private readonly Dictionary<string, ChildRollup> _leads = [];

    // By what the parent tells: above it, nothing is taken from a unit that stands elsewhere.
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

/// <summary>Now and then a parent lets an old version of a child's roll-up count, which arrives after the newest.</summary>
internal sealed class AcceptsAnOldVersion : Rules
{
    private readonly Dictionary<string, ChildRollup> _before = [];

    public override IEnumerable<(string Parent, ChildRollup Rollup)> Told(string parent, ChildRollup rollup, SimulatedSilo silo)
    {
        yield return (parent, rollup);
        if (_before.TryGetValue(rollup.Unit, out var old) && silo.VirtualTime.Chance(0.1))
        {
            // As one that passes for newer: to the parent that is the same as not comparing.
            yield return (parent, old with { Version = rollup.Version + 1, Since = 0, Changed = [] });
        }
        _before[rollup.Unit] = rollup;
    }
}

/// <summary>A unit tells of its second book what it told first, and that this has not changed since.</summary>
internal sealed class ForgetsItsSecondBook : Rules
{
    private readonly Dictionary<string, ChildRollup> _first = [];

    public override IEnumerable<(string Parent, ChildRollup Rollup)> Told(string parent, ChildRollup rollup, SimulatedSilo silo)
    {
        var first = _first.TryGetValue(rollup.Unit, out var told) ? told : _first[rollup.Unit] = rollup;
        return [(parent, rollup with { Indicators = first.Indicators, IndicatorsSince = first.IndicatorsSince })];
    }
}

/// <summary>What a unit gave before it went on in another one counts there no more.</summary>
internal sealed class ForgetsWhatPredecessorsGave : Rules
{
    public override Composition Restated(Composition with) => Composition.Nothing;
}

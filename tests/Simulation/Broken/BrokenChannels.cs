using Hierarchy.Grains.Rollup;
using Hierarchy.Simulation.Runtime;

namespace Hierarchy.Simulation.Broken;

/// <summary>What a lead owes counts above its parent once through the parent and once by itself.</summary>
internal sealed class CountsALeadTwice : Rules
{
    public override IEnumerable<(string Parent, ChildRollup Rollup)> Told(string parent, ChildRollup rollup, SimulatedSilo silo) =>
        silo.Directory.Ancestors(parent) is [.., { } above] ? [(parent, rollup), (above.Id, rollup)] : [(parent, rollup)];
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

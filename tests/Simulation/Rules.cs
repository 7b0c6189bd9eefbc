using Hierarchy.Simulation.Runtime;

namespace Hierarchy.Simulation;

/// <summary>The unbroken rules of the system. A broken rule overrides a member; product code does not know these.</summary>
internal class Rules
{
    /// <summary>Whether some runs include reports, indicators and inspections.</summary>
    public virtual bool HasReports => true;

    /// <summary>Whether callers also adopt drafts.</summary>
    public virtual bool HasDrafts => true;

    /// <summary>The database itself.</summary>
    public virtual IEventStore Database(IEventStore database) => database;

    /// <summary>The store as the grains of a process see it.</summary>
    public virtual IEventStore Store(IEventStore store, SimulatedSilo silo) => store;

    /// <summary>The receivers and contents when a unit publishes its roll-up.</summary>
    public virtual IEnumerable<(string Parent, ChildRollup Rollup)> Told(string parent, ChildRollup rollup, SimulatedSilo silo) =>
        [(parent, rollup)];

    /// <summary>The branches read for a unit's restated figures of periods, indicators and inspections.</summary>
    public virtual Composition Restated(Composition with) => with;
}

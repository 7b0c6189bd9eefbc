using Hierarchy.Simulation.Runtime;

namespace Hierarchy.Simulation;

/// <summary>The rules that the system lives by, all kept. What breaks one on purpose overrides a member; no product code knows of
/// it.</summary>
internal class Rules
{
    /// <summary>Whether callers want reports, indicators and inspections in some runs.</summary>
    public virtual bool HasReports => true;

    /// <summary>Whether callers adopt drafts beside plans.</summary>
    public virtual bool HasDrafts => true;

    /// <summary>The database itself.</summary>
    public virtual IEventStore Database(IEventStore database) => database;

    /// <summary>The store as the grains of a process see it.</summary>
    public virtual IEventStore Store(IEventStore store, SimulatedSilo silo) => store;

    /// <summary>Who is told what when a unit tells its parent its roll-up.</summary>
    public virtual IEnumerable<(string Parent, ChildRollup Rollup)> Told(string parent, ChildRollup rollup, SimulatedSilo silo) =>
        [(parent, rollup)];

    /// <summary>What is read beside a unit for its restated figures of periods, indicators and inspections.</summary>
    public virtual Composition Restated(Composition with) => with;
}

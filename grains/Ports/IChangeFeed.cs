namespace Hierarchy.Grains.Ports;

/// <summary>Where grains announce what changed, so that whoever watches can be told. Never blocks, never throws; a slow watcher loses
/// changes, not the grain its time.</summary>
public interface IChangeFeed
{
    /// <summary>A unit's roll-up has reached this version: what was read of the unit before is old, its plans and obligations included.
    /// Told before the change is acknowledged or announced in any other way, and whenever a unit is loaded anew.</summary>
    void RollupChanged(string unit, long version);

    /// <summary>A unit has become active here: it knows what its children have written down, and not yet what else they hold.</summary>
    void Activated(string unit)
    {
    }

    /// <summary>A unit is active here no more.</summary>
    void Deactivated(string unit)
    {
    }

    /// <summary>There is a new unit or plan, on disk: returns when every process knows of it. Awaited before that is
    /// acknowledged.</summary>
    /// <exception cref="StoreUnavailableException">Whether all know it is unknown.</exception>
    Task RegisteredAsync() => Task.CompletedTask;

    /// <summary>A day has begun: what is judged by the day may be judged otherwise now, without a change of any unit.</summary>
    void DayBegan()
    {
    }

    /// <summary>A reorganisation has changed, or come further, and that is on disk.</summary>
    void ReorganisationChanged(string reorganisation)
    {
    }

    /// <summary>An obligation has changed, and the change is on disk.</summary>
    void ObligationChanged(Obligation obligation);

    /// <summary>A report has changed, and the change is on disk.</summary>
    void ReportChanged(Reports.ReportKey report)
    {
    }
}

namespace Hierarchy.Grains.Ports;

/// <summary>Receives the changes that grains announce, for everybody who watches. Never blocks, never throws. A slow watcher loses changes
/// rather than delaying the grain.</summary>
public interface IChangeFeed
{
    /// <summary>A unit's roll-up has reached this version: earlier readings of the unit are stale, including its plans and obligations.
    /// Called before the change is acknowledged or announced in any other way, and whenever a unit is loaded anew.</summary>
    void RollupChanged(string unit, long version);

    /// <summary>A unit has become active on this node. It knows its children's checkpoints, but not yet their newer roll-ups.</summary>
    void Activated(string unit)
    {
    }

    /// <summary>A unit is no longer active on this node.</summary>
    void Deactivated(string unit)
    {
    }

    /// <summary>A new unit or plan is on disk. Returns when every process knows of it; awaited before the registration is
    /// acknowledged.</summary>
    /// <exception cref="StoreUnavailableException">It is unknown whether every process knows of it.</exception>
    Task RegisteredAsync() => Task.CompletedTask;

    /// <summary>A day has begun: states that depend on the day may have changed, without a change of any unit.</summary>
    void DayBegan()
    {
    }

    /// <summary>A reorganisation has changed or progressed, and the change is on disk.</summary>
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

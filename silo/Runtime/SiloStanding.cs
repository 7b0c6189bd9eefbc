namespace Hierarchy.Silo.Runtime;

/// <summary>What a process may do: one that is alone serves whenever it runs.</summary>
internal class SiloStanding
{
    /// <summary>Whether to be sent requests.</summary>
    public virtual bool IsReady => true;

    /// <summary>Whether what the units of this process hold may be shown.</summary>
    public virtual bool MayServe => true;

    /// <summary>Lets whoever balances the load know that this process is about to go.</summary>
    public virtual Task LeaveAsync(CancellationToken hurry) => Task.CompletedTask;
}

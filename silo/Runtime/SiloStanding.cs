namespace Hierarchy.Silo.Runtime;

/// <summary>Whether a process may serve. A single process always may.</summary>
internal class SiloStanding
{
    /// <summary>Whether the process accepts requests.</summary>
    public virtual bool IsReady => true;

    /// <summary>Whether the state of this process's units may be served.</summary>
    public virtual bool MayServe => true;

    /// <summary>Announces to load balancers that this process is about to stop.</summary>
    public virtual Task LeaveAsync(CancellationToken hurry) => Task.CompletedTask;
}

namespace Hierarchy.Api;

/// <summary>The other servers of the same units, which may keep what they have read of them as this one does.</summary>
public interface IOtherServers
{
    /// <summary>Returns once no query, through whichever server, is answered without a change any more. Awaited before a mutation is
    /// answered.</summary>
    /// <exception cref="StoreUnavailableException">That cannot be made sure of; the change is on disk.</exception>
    Task TellAsync(Written written);

    /// <summary>As <see cref="TellAsync"/>, after changes of any number of units.</summary>
    /// <exception cref="StoreUnavailableException">That cannot be made sure of; the changes are on disk.</exception>
    Task TellAllAsync();
}

/// <summary>A change that is about to be acknowledged.</summary>
/// <param name="Unit">The unit that carried it out.</param>
/// <param name="Version">A version of the unit that includes it.</param>
/// <param name="ReachesOthers">Whether messages of the change have gone to other units.</param>
/// <param name="Registers">Whether there is a new unit or plan.</param>
public readonly record struct Written(string Unit, long Version, bool ReachesOthers, bool Registers);

/// <summary>For a server beside its units: they tell it of each change before they answer.</summary>
internal sealed class NoOtherServers : IOtherServers
{
    public Task TellAsync(Written written) => Task.CompletedTask;

    public Task TellAllAsync() => Task.CompletedTask;
}

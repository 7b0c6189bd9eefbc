using Orleans.Runtime;

namespace Orleans;

/// <summary>What the runtime calls on a grain class.</summary>
public interface IGrainBase
{
    /// <summary>The activation that this instance belongs to, for the whole life of the instance.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first call.</summary>
    /// <param name="token">Fires when activation takes longer than allowed.</param>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the last call.</summary>
    /// <param name="reason">Why the activation ends.</param>
    /// <param name="token">Fires when deactivation takes longer than allowed.</param>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}

using Hierarchy.Embedded;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The base of every grain class: one instance per key, created by the first call and run turn by turn.</summary>
/// <remarks>
/// The runtime constructs it, through dependency injection, inside the grain's first turn. A turn is never interrupted by another
/// turn of the
/// same activation; continuations of an <c>await</c> are turns too. State needs no lock as long as nothing escapes to <c>Task.Run</c>.
/// </remarks>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>For derived classes, during activation only.</summary>
    /// <exception cref="InvalidOperationException">The class was constructed by <c>new</c> instead of by a call to its key.</exception>
    protected Grain() => Runtime = TaskScheduler.Current as IGrainRuntime
        ?? throw new InvalidOperationException($"{GetType()} can be constructed by the runtime only: call it through IGrainFactory.");

    /// <inheritdoc/>
    public IGrainContext GrainContext => Runtime;

    internal IGrainRuntime Runtime { get; }

    /// <summary>References to other grains. Thread-safe.</summary>
    protected IGrainFactory GrainFactory => Runtime.Factory;

    /// <summary>The activation's own scope: scoped services live exactly as long as the activation.</summary>
    protected internal IServiceProvider ServiceProvider => Runtime.ActivationServices;

    /// <summary>Runs before the first call. When it fails, the calls that wait get its exception and the next call starts anew.</summary>
    /// <param name="cancellationToken">Fires after <see cref="Configuration.GrainCollectionOptions.ActivationTimeout"/>.</param>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last call, with the timers already stopped. Not run after a crash; a failure is logged and changes
    /// nothing.</summary>
    /// <param name="reason">Why the activation ends.</param>
    /// <param name="cancellationToken">Fires after <see cref="Configuration.GrainCollectionOptions.DeactivationTimeout"/>; the
    /// runtime then goes on without waiting.</param>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation once the calls that already run are done. Calls that wait go to the next activation.
    /// Idempotent.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);
}

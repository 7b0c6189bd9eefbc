using Orleans.Timers;

namespace Hierarchy.Simulation.Runtime;

/// <summary>The part of the runtime that grains use: key, timers, and deactivation.</summary>
internal sealed class ActivationContext(GrainActivation activation) : IGrainContext, IServiceProvider, ITimerRegistry
{
    public GrainId GrainId { get; } = GrainId.Create("unit", activation.Key);

    public object? GrainInstance => activation.Grain;

    public IServiceProvider ActivationServices => this;

    public Task Deactivated => activation.Deactivated;

    public GrainReference GrainReference => throw Absent();

    public ActivationId ActivationId => throw Absent();

    public GrainAddress Address => throw Absent();

    public IGrainLifecycle ObservableLifecycle => throw Absent();

    public IWorkItemScheduler Scheduler => throw Absent();

    public object? GetService(Type serviceType) => serviceType == typeof(ITimerRegistry) ? this : null;

    public IGrainTimer RegisterGrainTimer<TState>(
        IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options) =>
        activation.AddTimer(cancellation => callback(state, cancellation), options);

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default) =>
        activation.Deactivate();

    public IDisposable RegisterTimer(
        IGrainContext grainContext, Func<object?, Task> callback, object? state, TimeSpan dueTime, TimeSpan period) => throw Absent();

    public object? GetTarget() => activation.Grain;

    public object? GetComponent(Type componentType) => null;

    public void SetComponent<TComponent>(TComponent? value)
        where TComponent : class => throw Absent();

    public void ReceiveMessage(object message) => throw Absent();

    public void Activate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) => throw Absent();

    public void Rehydrate(IRehydrationContext context) => throw Absent();

    public void Migrate(Dictionary<string, object>? requestContext, CancellationToken cancellationToken = default) => throw Absent();

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    private static NotSupportedException Absent() => new("The simulator has no such part of Orleans.");
}

using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Hierarchy.Embedded;

internal sealed partial class Activation
{
    private State _state;
    private bool _aborted;
    private long _lastUsed;
    private Grain? _grain;
    private AsyncServiceScope? _scope;
    private Deactivation? _deactivation;
    private TaskCompletionSource? _deactivated;
    private List<GrainTimer>? _timers;

    private enum State
    {
        New,
        Activating,
        Active,
        Deactivating,
        Dead,
    }

    public object? GrainInstance => _grain;

    public IServiceProvider ActivationServices => _scope?.ServiceProvider ?? Silo.Services;

    public Task Deactivated
    {
        get
        {
            lock (_gate)
            {
                return _state == State.Dead
                    ? Task.CompletedTask
                    : (_deactivated ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    private bool IsReadyToDeactivate =>
        _state == State.Active && _deactivation is { } deactivation && _running.Count == 0 && (!deactivation.Drain || Waiting == 0);

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default) =>
        Request(new(deactivationReason, Drain: false));

    /// <summary>Ends the activation after everything that waits has been done.</summary>
    public Task ShutDown()
    {
        Request(new(new(DeactivationReasonCode.ShuttingDown, "The silo is shutting down."), Drain: true));
        return Deactivated;
    }

    /// <summary>Deactivates the grain when nothing has used it for the collection age.</summary>
    public void CollectIdle(long now)
    {
        lock (_gate)
        {
            if (_state != State.Active || !IsQuiet || Silo.Time.GetElapsedTime(_lastUsed, now) < grainClass.CollectionAge)
            {
                return;
            }
        }

        // A call that comes in between finds a deactivation requested, and waits for the next activation.
        Deactivate(new(DeactivationReasonCode.ActivationIdle, $"No call for {grainClass.CollectionAge}."));
    }

    /// <summary>Ends the activation as a crash of the process would: nothing of it resumes, nobody is told but the callers.</summary>
    public void Abort(Exception fault)
    {
        var lost = new List<GrainCall>();
        lock (_gate)
        {
            if (_state == State.Dead)
            {
                return;
            }

            _aborted = true;
            _turns = null;
            TakeWaiting(lost);
            _running.MoveTo(lost);
        }

        Die();
        foreach (var call in lost)
        {
            call.Fail(fault);
        }
    }

    public IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        lock (_gate)
        {
            if (_state != State.Dead)
            {
                (_timers ??= []).Add(timer);
                timer.Start();
                return timer;
            }
        }

        timer.Dispose();
        return timer;
    }

    public void RemoveTimer(GrainTimer timer)
    {
        lock (_gate)
        {
            _timers?.Remove(timer);
        }
    }

    private void Request(Deactivation deactivation)
    {
        lock (_gate)
        {
            _deactivation ??= deactivation;
            Wake();
        }
    }

    private async Task ActivateAsync()
    {
        try
        {
            _scope = Silo.Services.CreateAsyncScope();
            _grain = grainClass.Create(_scope.Value.ServiceProvider);
            using var timeout = new CancellationTokenSource(Silo.Collection.ActivationTimeout, Silo.Time);
            await _grain.OnActivateAsync(timeout.Token);
        }
        catch (Exception fault)
        {
            Silo.ActivationFailed(this, fault);
            var refused = new List<GrainCall>();
            await EndAsync(refused);
            foreach (var call in refused)
            {
                call.Fail(fault);
            }

            return;
        }

        lock (_gate)
        {
            if (!_aborted)
            {
                _state = State.Active;
                _lastUsed = Silo.Time.GetTimestamp();
                Wake();
            }
        }
    }

    private async Task DeactivateAsync()
    {
        StopTimers();
        try
        {
            using var timeout = new CancellationTokenSource(Silo.Collection.DeactivationTimeout, Silo.Time);
            await _grain!.OnDeactivateAsync(_deactivation!.Reason, timeout.Token).WaitAsync(timeout.Token);
        }
        catch (Exception fault)
        {
            Silo.DeactivationFailed(this, fault);
        }

        var waiting = new List<GrainCall>();
        Silo.Transit(1);
        await EndAsync(waiting);
        foreach (var call in waiting.Where(call => call.OutlivesActivation))
        {
            Silo.Forward(grainClass, Key, call);
        }

        Silo.Transit(-1);
    }

    /// <summary>Leaves the directory first, so that whoever finds this activation dead finds another one, or none, in its place.</summary>
    private async Task EndAsync(List<GrainCall> waiting)
    {
        StopTimers();
        try
        {
            if (_grain is IAsyncDisposable resource)
            {
                await resource.DisposeAsync().AsTask().WaitAsync(Silo.Collection.DeactivationTimeout, Silo.Time);
            }
            else
            {
                (_grain as IDisposable)?.Dispose();
            }

            if (_scope is { } scope)
            {
                await scope.DisposeAsync().AsTask().WaitAsync(Silo.Collection.DeactivationTimeout, Silo.Time);
            }
        }
        catch (Exception fault)
        {
            Silo.DeactivationFailed(this, fault);
        }

        Die(waiting);
    }

    private void Die(List<GrainCall>? waiting = null)
    {
        grainClass.Activations.TryRemove(new(Key, this));
        StopTimers();
        lock (_gate)
        {
            _state = State.Dead;
            if (waiting is not null)
            {
                TakeWaiting(waiting);
            }

            _deactivated?.TrySetResult();
            Quieten();
        }
    }

    private void TakeWaiting(List<GrainCall> calls)
    {
        _interleaving.MoveTo(calls);
        _readOnly.MoveTo(calls);
        _exclusive.MoveTo(calls);
        calls.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
    }

    private void StopTimers()
    {
        GrainTimer[] timers;
        lock (_gate)
        {
            timers = _timers?.ToArray() ?? [];
        }

        foreach (var timer in timers)
        {
            try
            {
                timer.Dispose();
            }
            catch (AggregateException fault)
            {
                // What the grain itself registered with a tick's token.
                Silo.TickFailed(this, fault);
            }
        }
    }

    /// <param name="Reason">What the grain is told.</param>
    /// <param name="Drain">Whether the calls that wait are done first; if not, they go to the next activation.</param>
    private sealed record Deactivation(DeactivationReason Reason, bool Drain);
}

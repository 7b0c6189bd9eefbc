namespace Hierarchy.Simulation.Runtime;

/// <summary>One activation of a unit: mailbox, turns, timers and deactivation, by the rules of Orleans.</summary>
internal sealed class GrainActivation(SimulatedSilo silo, string unit)
    : TurnScheduler(silo.VirtualTime, $"{silo.Name}/{unit}#{silo.NextActivation()}")
{
    private readonly List<GrainCall> _waiting = [];
    private readonly List<SimulatedTimer> _timers = [];
    private readonly TaskCompletionSource _deactivated = new();
    private UnitGrain? _grain;
    private State _state;
    private bool _isToEnd;
    private int _running;
    private int _runningExclusive;

    private enum State
    {
        New,
        Activating,
        Active,
        Deactivating,
        Ended,
    }

    public string Key => unit;

    public SimulatedSilo Silo => silo;

    public UnitGrain? Grain => _grain;

    public Task Deactivated => _deactivated.Task;

    /// <summary>Whether it is neither activating nor deactivating.</summary>
    public bool IsActive => !IsDead && _state == State.Active && !_isToEnd;

    public void Accept(GrainCall call)
    {
        _waiting.Add(call);
        Wake();
    }

    public void Deactivate()
    {
        _isToEnd = true;
        Wake();
    }

    public IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new SimulatedTimer(this, callback, options);
        _timers.Add(timer);
        timer.Start();
        return timer;
    }

    public void Forget(SimulatedTimer timer) => _timers.Remove(timer);

    public override void Die()
    {
        base.Die();
        StopTimers();
        _waiting.Clear();
    }

    protected override Action? NextWork()
    {
        switch (_state)
        {
            case State.New:
                _state = State.Activating;
                return () => _ = ActivateAsync();
            case State.Active when _isToEnd && _running == 0:
                _state = State.Deactivating;
                return () => _ = DeactivateAsync();
            case State.Active when !_isToEnd:
                var next = _waiting.FindIndex(call => call.Interleaves || _runningExclusive == 0);
                if (next < 0)
                {
                    return null;
                }
                var call = _waiting[next];
                _waiting.RemoveAt(next);
                return () => _ = RunAsync(call);
            default:
                return null;
        }
    }

    private async Task RunAsync(GrainCall call)
    {
        _running++;
        _runningExclusive += call.Interleaves ? 0 : 1;
        if (VirtualTime.IsTraced)
        {
            VirtualTime.Note($"  {Name} begins {call.What}");
        }
        Exception? fault = null;
        try
        {
            await call.RunAsync(_grain!);
        }
        catch (Exception thrown)
        {
            fault = thrown;
            silo.Report(Name, call.What, thrown);
        }
        _running--;
        _runningExclusive -= call.Interleaves ? 0 : 1;
        call.Done(fault);
        Wake();
    }

    private async Task ActivateAsync()
    {
        try
        {
            _grain = silo.Create(this);
            await _grain.OnActivateAsync(CancellationToken.None);
        }
        catch (Exception fault)
        {
            silo.Report(Name, "activation", fault);
            End();
            _waiting.ForEach(call => call.Done(fault));
            return;
        }
        _state = State.Active;
        Wake();
    }

    private async Task DeactivateAsync()
    {
        StopTimers();
        try
        {
            await _grain!.OnDeactivateAsync(new(DeactivationReasonCode.ActivationIdle, "The run says so."), CancellationToken.None);
        }
        catch (Exception fault)
        {
            silo.Report(Name, "deactivation", fault);
        }
        End();
        foreach (var call in _waiting.Where(call => call.Outlives))
        {
            silo.Cluster.PlaceOf(silo, unit)?.Deliver(unit, call);
        }
    }

    private void End()
    {
        _state = State.Ended;
        StopTimers();
        silo.Forget(this);
        _deactivated.SetResult();
    }

    private void StopTimers()
    {
        foreach (var timer in _timers.ToArray())
        {
            timer.Dispose();
        }
    }
}

/// <summary>A timer whose ticks are turns of a grain; at most one of its ticks waits or runs.</summary>
internal sealed class SimulatedTimer(GrainActivation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    : IGrainTimer
{
    private readonly CancellationTokenSource _stopped = new();
    private Step? _next;

    public void Start() => Change(options.DueTime, options.Period);

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        _next?.CallOff();
        _next = dueTime == Timeout.InfiniteTimeSpan
            ? null
            : activation.VirtualTime.After(dueTime, "", activation.Name, () => activation.Accept(new GrainCall(
                "a timer's tick",
                options.Interleave,
                _ => _stopped.IsCancellationRequested ? Task.CompletedTask : callback(_stopped.Token),
                _ => Again(period),
                Outlives: false)));
    }

    public void Dispose()
    {
        _next?.CallOff();
        activation.Forget(this);
        _stopped.Cancel();
    }

    private void Again(TimeSpan period)
    {
        if (!_stopped.IsCancellationRequested)
        {
            Change(period, period);
        }
    }
}

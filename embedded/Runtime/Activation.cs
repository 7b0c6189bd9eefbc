using Orleans;

namespace Hierarchy.Embedded;

/// <summary>One grain in memory: its mailbox, and the scheduler that runs its calls and their continuations one turn at a time.</summary>
/// <remarks>The gate guards every field; grain code and answers run outside it. Its cost when idle is about 400 bytes and the
/// grain's own state.</remarks>
internal sealed partial class Activation(GrainClass grainClass, string key) : TaskScheduler, IThreadPoolWorkItem, IGrainRuntime
{
    /// <summary>How many turns run before the thread goes back to the pool, so that one busy grain cannot starve others.</summary>
    private const int TurnsPerSlice = 64;

    [ThreadStatic]
    private static Activation? t_current;

    private readonly Lock _gate = new();

    // Bounded by the awaits that the running calls have open.
    private Queue<Task>? _turns;
    private CallList _exclusive;
    private CallList _readOnly;
    private CallList _interleaving;
    private CallList _running;
    private int _runningExclusive;
    private int _runningReadOnly;
    private long _sequence;
    private bool _scheduled;
    private TaskCompletionSource? _quiet;

    private enum Step
    {
        None,
        Turn,
        Call,
        Activate,
        Deactivate,
    }

    /// <summary>The activation whose turn this thread runs; null in code that is no grain's.</summary>
    public static Activation? OfThisTurn => t_current;

    public EmbeddedSilo Silo => grainClass.Silo;

    public string Key { get; } = key;

    public IGrainFactory Factory => Silo.Client;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>How many calls it has ever taken; for noticing that something happened between two looks.</summary>
    public long Accepted
    {
        get
        {
            lock (_gate)
            {
                return _sequence;
            }
        }
    }

    private int Waiting => _exclusive.Count + _readOnly.Count + _interleaving.Count;

    private bool IsQuiet => _running.Count == 0 && Waiting == 0 && _turns is not { Count: > 0 } && _state is State.Active or State.Dead;

    public override string ToString() => $"{grainClass}/{Key}";

    /// <summary>Puts a call into the mailbox.</summary>
    public Acceptance TryAccept(GrainCall call)
    {
        lock (_gate)
        {
            if (_state == State.Dead)
            {
                return Acceptance.Gone;
            }

            if (call.IsBounded && Waiting >= Silo.Messaging.MaxEnqueuedRequestsHardLimit)
            {
                return Acceptance.Full;
            }

            call.Target = this;
            call.Sequence = _sequence++;
            WaitingList(call).Append(call);
            Wake();
            return Acceptance.Accepted;
        }
    }

    /// <summary>Notes that a running call has ended. Any thread.</summary>
    public void End(GrainCall call)
    {
        lock (_gate)
        {
            if (_aborted)
            {
                return;
            }

            _running.Remove(call);
            if ((call.Kind & CallKind.Interleaving) == 0)
            {
                _runningExclusive -= (call.Kind & CallKind.ReadOnly) == 0 ? 1 : 0;
                _runningReadOnly -= (call.Kind & CallKind.ReadOnly) != 0 ? 1 : 0;
            }

            if (call.KeepsAlive)
            {
                _lastUsed = Silo.Time.GetTimestamp();
            }

            Wake();
            Quieten();
        }
    }

    /// <summary>Fails what has waited or run for too long; the grain goes on with what runs.</summary>
    public void Expire(long now, TimeSpan timeout)
    {
        List<GrainCall>? expired = null;
        lock (_gate)
        {
            Collect(ref _exclusive, remove: true);
            Collect(ref _readOnly, remove: true);
            Collect(ref _interleaving, remove: true);
            Collect(ref _running, remove: false);
            Quieten();
        }

        foreach (var call in expired ?? [])
        {
            if (!call.IsAnswered)
            {
                call.Fail(new TimeoutException(
                    $"{call.Method} on {this} has not answered within {timeout}. The grain may still carry it out."));
            }
        }

        void Collect(ref CallList calls, bool remove)
        {
            for (var call = calls.First; call is not null;)
            {
                var next = call.Next;
                if (call.IsBounded && (call.IsAnswered || Silo.Time.GetElapsedTime(call.EnqueuedAt, now) >= timeout))
                {
                    (expired ??= []).Add(call);
                    if (remove)
                    {
                        calls.Remove(call);
                    }
                }

                call = next;
            }
        }
    }

    /// <summary>Completes when no call waits or runs. Timers may start something again at any time.</summary>
    public Task WhenQuiet()
    {
        lock (_gate)
        {
            return IsQuiet ? Task.CompletedTask : (_quiet ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        t_current = this;
        try
        {
            // Everything below sees this scheduler as the current one, which is what brings continuations back here.
            new Task(static activation => ((Activation)activation!).RunTurns(), this, TaskCreationOptions.DenyChildAttach)
                .RunSynchronously(this);
        }
        finally
        {
            t_current = null;
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            // After a crash nothing resumes; after a normal end stragglers may finish.
            if (!_aborted)
            {
                (_turns ??= new()).Enqueue(task);
                Wake();
            }
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        t_current == this && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
        {
            return _turns?.ToArray() ?? [];
        }
    }

    private void RunTurns()
    {
        for (var i = 0; i < TurnsPerSlice; i++)
        {
            Step step;
            Task? turn;
            GrainCall? call;
            lock (_gate)
            {
                step = Take(out turn, out call);
                if (step == Step.None)
                {
                    _scheduled = false;
                    Quieten();
                    return;
                }
            }

            switch (step)
            {
                case Step.Turn:
                    TryExecuteTask(turn!);
                    break;
                case Step.Call:
                    call!.Run(_grain!);
                    break;
                case Step.Activate:
                    _ = ActivateAsync();
                    break;
                case Step.Deactivate:
                    _ = DeactivateAsync();
                    break;
            }
        }

        // To the end of the global queue: everybody else comes first.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private Step Take(out Task? turn, out GrainCall? call)
    {
        turn = null;
        call = null;
        if (_state == State.New)
        {
            _state = State.Activating;
            return Step.Activate;
        }

        // What has begun goes on before anything new begins.
        if (_turns is not null && _turns.TryDequeue(out turn))
        {
            return Step.Turn;
        }

        if (IsReadyToDeactivate)
        {
            _state = State.Deactivating;
            return Step.Deactivate;
        }

        while ((call = NextCall()) is not null)
        {
            WaitingList(call).Remove(call);
            if (call.IsAnswered)
            {
                continue;
            }

            _running.Append(call);
            if ((call.Kind & CallKind.Interleaving) == 0)
            {
                _runningExclusive += (call.Kind & CallKind.ReadOnly) == 0 ? 1 : 0;
                _runningReadOnly += (call.Kind & CallKind.ReadOnly) != 0 ? 1 : 0;
            }

            return Step.Call;
        }

        return Step.None;
    }

    private GrainCall? NextCall()
    {
        if (_state != State.Active || _deactivation is { Drain: false })
        {
            return null;
        }

        if (_interleaving.First is { } interleaving)
        {
            return interleaving;
        }

        if (_runningExclusive > 0)
        {
            return null;
        }

        // Readers pass a waiting writer while other readers run, as in the genuine runtime; when nothing runs, the oldest goes first.
        return _runningReadOnly > 0 || _exclusive.First is null || _readOnly.First?.Sequence < _exclusive.First.Sequence
            ? _readOnly.First
            : _exclusive.First;
    }

    private ref CallList WaitingList(GrainCall call)
    {
        if ((call.Kind & CallKind.Interleaving) != 0)
        {
            return ref _interleaving;
        }

        if ((call.Kind & CallKind.ReadOnly) != 0)
        {
            return ref _readOnly;
        }

        return ref _exclusive;
    }

    private void Wake()
    {
        if (!_scheduled && (_state == State.New || _turns is { Count: > 0 } || IsReadyToDeactivate || NextCall() is not null))
        {
            _scheduled = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }

    private void Quieten()
    {
        if (_quiet is not null && IsQuiet)
        {
            _quiet.SetResult();
            _quiet = null;
        }
    }
}

using Orleans.Runtime;

namespace Hierarchy.Embedded;

/// <summary>Something that a grain has to do as a turn: a call, a tick of a timer, an item of a stream.</summary>
/// <remarks>It is answered once: by the grain, by its time-out, by the caller's token or by the end of the silo, whichever comes
/// first.</remarks>
internal abstract class GrainCall(CallKind kind)
{
    private CancellationTokenRegistration _cancellation;

    // Guarded by the gate of the activation whose list the call is in.
    internal GrainCall? Next;
    internal GrainCall? Previous;
    internal long Sequence;

    internal CallKind Kind { get; } = kind;

    internal long EnqueuedAt { get; set; }

    internal int Forwards { get; set; }

    internal Activation? Target { get; set; }

    /// <summary>The silo that the caller sent it to; null for what has no caller.</summary>
    internal EmbeddedSilo? Silo { get; set; }

    /// <summary>Interface and method, for messages.</summary>
    public abstract string Method { get; }

    /// <summary>Whether it counts against the mailbox and gives up after the response time-out.</summary>
    internal virtual bool IsBounded => true;

    /// <summary>Whether it counts as use of the grain.</summary>
    internal virtual bool KeepsAlive => true;

    /// <summary>Whether it may wait for the next activation. A tick belongs to its own.</summary>
    internal virtual bool OutlivesActivation => true;

    /// <summary>Whether the answer sets the next thing going, which must be seen before this one ends. A caller, though, is to find
    /// the grain free.</summary>
    internal virtual bool IsAnsweredFirst => false;

    /// <summary>Whether nobody waits for it any more.</summary>
    internal abstract bool IsAnswered { get; }

    /// <summary>The caller's token among the arguments.</summary>
    protected virtual CancellationToken Token => default;

    /// <summary>Runs the method. Only ever called as a turn of the target.</summary>
    protected abstract Task Invoke(object grain);

    protected abstract bool TryAnswer(Task done);

    protected abstract bool TryFail(Exception fault);

    protected abstract bool TryCancel(CancellationToken token);

    /// <summary>Ties the call to the caller's token.</summary>
    /// <returns>False when the token has fired already; the caller has its answer then.</returns>
    internal bool TryBegin()
    {
        var token = Token;
        if (!token.CanBeCanceled)
        {
            return true;
        }

        if (token.IsCancellationRequested)
        {
            TryCancel(token);
            return false;
        }

        _cancellation = token.UnsafeRegister(static (call, fired) => ((GrainCall)call!).TryCancel(fired), this);
        return true;
    }

    /// <summary>The turn itself, from its start to the end of the task that the grain returns.</summary>
    internal void Run(object grain)
    {
        Task done;
        try
        {
            done = Invoke(grain) ?? throw new InvalidOperationException($"{Method} returned null instead of a task.");
        }
        catch (Exception fault)
        {
            End(null, fault);
            return;
        }

        if (done.IsCompleted)
        {
            End(done, null);
        }
        else
        {
            // ContinueWith, because await would leave the thread: a turn's scheduler is not the default one.
            done.ContinueWith(
                static (task, call) => ((GrainCall)call!).End(task, null), this, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Answers with an exception, unless the call has its answer.</summary>
    internal bool Fail(Exception fault)
    {
        _cancellation.Unregister();
        return TryFail(fault);
    }

    private void End(Task? done, Exception? fault)
    {
        if (!IsAnsweredFirst)
        {
            Target!.End(this);
        }

        _cancellation.Unregister();
        _ = done is null ? TryFail(fault!) : TryAnswer(done);
        if (IsAnsweredFirst)
        {
            Target!.End(this);
        }
    }
}

/// <summary>A call of a method that returns <see cref="Task"/> or <see cref="ValueTask"/>. Derived classes are emitted, one per
/// method.</summary>
internal abstract class Call(CallKind kind) : GrainCall(kind)
{
    private readonly TaskCompletionSource? _answer =
        (kind & CallKind.OneWay) != 0 ? null : new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Only of one-way calls, which have no answer to look at.
    private volatile bool _hasFailed;

    internal Task Answer => _answer?.Task ?? Task.CompletedTask;

    internal override bool IsAnswered => _answer?.Task.IsCompleted ?? _hasFailed;

    protected override bool TryAnswer(Task done) =>
        _answer is not null ? _answer.TrySetFromTask(done) : done.Exception is { } fault && TryFail(fault.InnerException ?? fault);

    protected override bool TryFail(Exception fault)
    {
        if (_answer is not null)
        {
            return _answer.TrySetException(fault);
        }

        if (_hasFailed)
        {
            return false;
        }

        _hasFailed = true;
        Silo?.OneWayFailed(this, fault);
        return true;
    }

    protected override bool TryCancel(CancellationToken token) => _answer is not null && _answer.TrySetCanceled(token);
}

/// <summary>A call of a method that returns a value. Derived classes are emitted, one per method.</summary>
internal abstract class Call<T>(CallKind kind) : GrainCall(kind)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<T> Answer => _answer.Task;

    internal override bool IsAnswered => _answer.Task.IsCompleted;

    protected override bool TryAnswer(Task done) => _answer.TrySetFromTask((Task<T>)done);

    protected override bool TryFail(Exception fault) => _answer.TrySetException(fault);

    protected override bool TryCancel(CancellationToken token) => _answer.TrySetCanceled(token);
}

/// <summary>The base of the emitted references, one class per grain interface.</summary>
internal abstract class Proxy(GrainClass grainClass, string key) : GrainReference(grainClass, key)
{
    protected Task SendAsync(Call call)
    {
        Send(call);
        return call.Answer;
    }

    protected Task<T> SendAsync<T>(Call<T> call)
    {
        Send(call);
        return call.Answer;
    }
}

using System.Threading.Tasks.Sources;

namespace Hierarchy.GraphQL.Execution;

/// <summary>The queue of one asynchronous request: what its tasks complete is put here from any thread and taken by the one loop.</summary>
/// <remarks>
/// As a synchronisation context it also gets the continuations of resolvers, so one request never runs on two threads at once. Its length
/// is bounded by the number of fields and awaits under way. Once closed it hands late continuations to the thread pool.
/// </remarks>
internal sealed class RunQueue : SynchronizationContext, IValueTaskSource
{
    private readonly Lock _lock = new();
    private readonly Queue<(IRunItem? Item, SendOrPostCallback? Callback, object? State)> _items = new();
    private ManualResetValueTaskSourceCore<bool> _wake = new() { RunContinuationsAsynchronously = true };
    private bool _waiting;
    private bool _woken;
    private bool _closed;

    public void Post(IRunItem item) => Add(item, null, null);

    public override void Post(SendOrPostCallback d, object? state) => Add(null, d, state);

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Ends a wait, or the next one, though nothing was queued.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            _woken = true;
            if (!_waiting)
            {
                return;
            }
            _waiting = false;
        }
        _wake.SetResult(true);
    }

    /// <summary>Runs the oldest item; false when there is none.</summary>
    public bool RunOne(Executor x)
    {
        (IRunItem? Item, SendOrPostCallback? Callback, object? State) next;
        lock (_lock)
        {
            if (!_items.TryDequeue(out next))
            {
                return false;
            }
        }
        next.Item?.Run(x);
        next.Callback?.Invoke(next.State);
        return true;
    }

    /// <summary>Completes when something is queued or <see cref="Wake"/> was called. One waiter at a time.</summary>
    public ValueTask WaitAsync()
    {
        lock (_lock)
        {
            if (_items.Count > 0 || _woken)
            {
                _woken = false;
                return default;
            }
            _waiting = true;
            _wake.Reset();
            return new(this, _wake.Version);
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var (_, callback, state) in _items)
            {
                if (callback is not null)
                {
                    ThreadPool.QueueUserWorkItem(static pair => pair.callback(pair.state), (callback, state), preferLocal: false);
                }
            }
            _items.Clear();
        }
    }

    void IValueTaskSource.GetResult(short token)
    {
        _wake.GetResult(token);
        lock (_lock)
        {
            _woken = false;
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wake.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wake.OnCompleted(continuation, state, token, flags);

    private void Add(IRunItem? item, SendOrPostCallback? callback, object? state)
    {
        lock (_lock)
        {
            if (_closed)
            {
                if (callback is not null)
                {
                    ThreadPool.QueueUserWorkItem(static pair => pair.callback(pair.state), (callback, state), preferLocal: false);
                }
                return;
            }
            _items.Enqueue((item, callback, state));
            if (!_waiting)
            {
                return;
            }
            _waiting = false;
        }
        _wake.SetResult(true);
    }
}

namespace Hierarchy.GraphQL.Execution;

/// <summary>The queue of one asynchronous request: what its tasks complete is put here from any thread and taken by the one loop.</summary>
/// <remarks>
/// As a synchronisation context it gets the continuations of resolvers, so one request never runs on two threads at once. Its length
/// is bounded by the number of fields and awaits under way. Once closed it hands late continuations to the thread pool.
/// </remarks>
internal sealed class RunQueue : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Run, object? State)> _items = new();
    private TaskCompletionSource? _waiter;
    private bool _woken;

    public bool IsClosed { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_items)
        {
            if (!IsClosed)
            {
                _items.Enqueue((d, state));
                if (_waiter is not null) Wake();
                return;
            }
        }
        RunElsewhere(d, state);
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Ends a wait, or the next one, though nothing may be queued.</summary>
    public void Wake()
    {
        lock (_items)
        {
            _woken = _waiter is null;
            _waiter?.SetResult();
            _waiter = null;
        }
    }

    /// <summary>Runs the oldest item; false when there is none.</summary>
    public bool RunOne()
    {
        (SendOrPostCallback Run, object? State) next;
        lock (_items)
        {
            if (!_items.TryDequeue(out next)) return false;
        }
        next.Run(next.State);
        return true;
    }

    /// <summary>Completes when something is queued or <see cref="Wake"/> was called. One waiter at a time.</summary>
    public Task WaitAsync()
    {
        lock (_items)
        {
            if (_items.Count == 0 && !_woken) return (_waiter = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            _woken = false;
            return Task.CompletedTask;
        }
    }

    public void Close()
    {
        lock (_items)
        {
            IsClosed = true;
            while (_items.TryDequeue(out var item)) RunElsewhere(item.Run, item.State);
        }
    }

    private static void RunElsewhere(SendOrPostCallback run, object? state) =>
        ThreadPool.QueueUserWorkItem(static item => item.run(item.state), (run, state), preferLocal: false);
}

using System.Threading.Channels;

namespace Hierarchy.GraphQL.Execution;

/// <summary>The queue of one asynchronous request: what its tasks complete is put here from any thread and taken by the one loop.</summary>
/// <remarks>
/// As a synchronisation context it gets the continuations of resolvers, so one request never runs on two threads at once. Its length
/// is bounded by the number of fields and awaits under way. Once closed it hands late continuations to the thread pool.
/// </remarks>
internal sealed class RunQueue : SynchronizationContext {
    private readonly Channel<(SendOrPostCallback Run, object? State)> _items =
        Channel.CreateUnbounded<(SendOrPostCallback, object?)>(new() { SingleReader = true });

    public bool IsClosed { get; private set; }

    public override void Post(SendOrPostCallback d, object? state) {
        if (!_items.Writer.TryWrite((d, state))) RunElsewhere(d, state);
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Ends a wait, or the next one, though nothing else is queued.</summary>
    public void Wake() => _items.Writer.TryWrite((static _ => { }, null));

    /// <summary>Runs the oldest item; false when there is none.</summary>
    public bool RunOne() {
        if (!_items.Reader.TryRead(out var item)) return false;
        item.Run(item.State);
        return true;
    }

    /// <summary>Completes when something is queued.</summary>
    public ValueTask<bool> WaitAsync() => _items.Reader.WaitToReadAsync();

    public void Close() {
        IsClosed = true;
        _items.Writer.Complete();
        while (_items.Reader.TryRead(out var item)) RunElsewhere(item.Run, item.State);
    }

    private static void RunElsewhere(SendOrPostCallback run, object? state) =>
        ThreadPool.QueueUserWorkItem(static item => item.run(item.state), (run, state), preferLocal: false);
}

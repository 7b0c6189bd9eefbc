using System.Threading.Tasks.Sources;

namespace Hierarchy.GraphQL.Execution;

/// <summary>Who waits for a key; waiters of one key form a chain.</summary>
internal interface ILoadWaiter<TValue>
{
    ILoadWaiter<TValue>? Next { get; set; }

    void Deliver(Executor x, TValue? value, Exception? error);
}

/// <summary>The state of one loader in one request.</summary>
internal abstract class LoaderRun
{
    public abstract bool HasPending { get; }

    /// <summary>Calls the loader for all keys that wait.</summary>
    public abstract void Flush(Executor x);

    /// <summary>Forgets what was read: the next root field of a mutation must see what the one before has changed.</summary>
    public abstract void Clear();
}

internal sealed class LoaderRun<TKey, TValue>(BatchLoader<TKey, TValue> loader) : LoaderRun where TKey : notnull
{
    private readonly Dictionary<TKey, Entry> _entries = [];
    private List<TKey> _pending = [];

    public override bool HasPending => _pending.Count > 0;

    public Entry Ask(TKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            _entries[key] = entry = new();
            _pending.Add(key);
        }
        return entry;
    }

    public override void Flush(Executor x)
    {
        List<TKey> keys;
        lock (x.LoadLock)
        {
            (keys, _pending) = (_pending, []);
        }
        for (var at = 0; at < keys.Count; at += loader.BatchMax)
        {
            var chunk = keys.Count <= loader.BatchMax ? keys : keys.GetRange(at, Math.Min(loader.BatchMax, keys.Count - at));
            new Batch(this, chunk).Begin(x);
        }
    }

    public override void Clear() => _entries.Clear();

    private void Deliver(Executor x, List<TKey> keys, IReadOnlyDictionary<TKey, TValue>? values, Exception? error)
    {
        foreach (var key in keys)
        {
            TValue? value = default;
            values?.TryGetValue(key, out value);
            ILoadWaiter<TValue>? waiter;
            lock (x.LoadLock)
            {
                if (!_entries.TryGetValue(key, out var entry))
                {
                    continue;
                }
                (entry.IsDone, entry.Value, entry.Error, waiter, entry.Last) = (true, value, error, entry.First, null);
                entry.First = null;
            }
            while (waiter is not null)
            {
                // Read before the call: a waiter may be collected, or wait for another key, once it has been served.
                var next = waiter.Next;
                waiter.Deliver(x, value, error);
                waiter = next;
            }
        }
    }

    internal sealed class Entry
    {
        public bool IsDone { get; set; }
        public TValue? Value { get; set; }
        public Exception? Error { get; set; }
        public ILoadWaiter<TValue>? First { get; set; }
        public ILoadWaiter<TValue>? Last { get; set; }

        public void Add(ILoadWaiter<TValue> waiter)
        {
            if (Last is null)
            {
                First = waiter;
            }
            else
            {
                Last.Next = waiter;
            }
            Last = waiter;
        }
    }

    private sealed class Batch(LoaderRun<TKey, TValue> owner, List<TKey> keys) : IRunItem
    {
        private ValueTask<IReadOnlyDictionary<TKey, TValue>> _fetch;

        public void Begin(Executor x)
        {
            try
            {
                _fetch = owner.Loader.Fetch(keys, x.Context);
            }
            catch (Exception e) when (Executor.IsFieldFailure(e))
            {
                _fetch = ValueTask.FromException<IReadOnlyDictionary<TKey, TValue>>(e);
            }
            x.Outstanding++;
            var awaiter = _fetch.ConfigureAwait(false).GetAwaiter();
            if (awaiter.IsCompleted)
            {
                x.Queue.Post(this);
                return;
            }
            var queue = x.Queue;
            awaiter.UnsafeOnCompleted(() => queue.Post(this));
        }

        public void Run(Executor x)
        {
            x.Outstanding--;
            try
            {
                owner.Deliver(x, keys, _fetch.GetAwaiter().GetResult(), null);
            }
            catch (Exception e) when (Executor.IsFieldFailure(e))
            {
                owner.Deliver(x, keys, null, e);
            }
        }
    }

    private BatchLoader<TKey, TValue> Loader => loader;
}

/// <summary>
/// A resolver that awaits a key. Its continuation runs inside the request's loop, so what it loads next joins the next batch.
/// </summary>
internal sealed class LoadAwait<TValue> : IValueTaskSource<TValue?>, ILoadWaiter<TValue>
{
    private ManualResetValueTaskSourceCore<TValue?> _core;

    public ILoadWaiter<TValue>? Next { get; set; }

    public ValueTask<TValue?> Task => new(this, _core.Version);

    public void Deliver(Executor x, TValue? value, Exception? error)
    {
        if (error is null)
        {
            _core.SetResult(value);
        }
        else
        {
            _core.SetException(error);
        }
    }

    public TValue? GetResult(short token) => _core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}

namespace Hierarchy.GraphQL.Execution;

/// <summary>Reads values for many keys at once, so that a list of objects costs one call instead of one for each.</summary>
/// <remarks>
/// Declare one as a static field; it holds no state. Each request collects the keys that its fields ask for, each key once, and calls
/// <c>fetch</c> when no resolver can run on without an answer: never before, so batches are as large as they can be, and always then, so
/// they cannot wait for each other. Batches of different loaders overlap in time. A value is kept for the rest of the request (in a
/// mutation: of the root field).
/// </remarks>
/// <typeparam name="TKey">Compared with its default equality.</typeparam>
/// <typeparam name="TValue">What one key stands for.</typeparam>
public sealed class BatchLoader<TKey, TValue> where TKey : notnull {
    /// <summary>A loader.</summary>
    /// <param name="name">What it reads, for debuggers and whatever the application tells; the engine itself does not use it.</param>
    /// <param name="fetch">Gets distinct keys; a key missing from its answer loads as null. An exception fails each key of that
    /// batch.</param>
    /// <param name="batchMax">Keys in one call of <paramref name="fetch"/>; more are split into calls that overlap.</param>
    public BatchLoader(string name, Func<IReadOnlyList<TKey>, RequestContext, ValueTask<IReadOnlyDictionary<TKey, TValue>>> fetch,
        int batchMax = 1000) {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchMax);
        (Name, Fetch, BatchMax) = (name, fetch, batchMax);
    }

    /// <summary>What it reads.</summary>
    public string Name { get; }

    /// <summary>Keys in one call.</summary>
    public int BatchMax { get; }

    internal Func<IReadOnlyList<TKey>, RequestContext, ValueTask<IReadOnlyDictionary<TKey, TValue>>> Fetch { get; }
}

/// <summary>The state of one loader in one request.</summary>
internal abstract class LoaderRun {
    /// <summary>Calls the loader for all keys that wait; false when none does.</summary>
    public abstract bool Flush(Executor x);

    /// <summary>Forgets what was read: the next root field of a mutation must see what the one before has changed.</summary>
    public abstract void Clear();
}

internal sealed class LoaderRun<TKey, TValue>(BatchLoader<TKey, TValue> loader) : LoaderRun where TKey : notnull {
    private readonly Dictionary<TKey, TaskCompletionSource<TValue?>> _asked = [];
    private List<TKey> _pending = [];

    // Under the executor's lock, because resolvers may ask from any thread.
    public Task<TValue?> Ask(TKey key) {
        ref var answer = ref CollectionsMarshal.GetValueRefOrAddDefault(_asked, key, out var isKnown);
        if (!isKnown) {
            answer = new();
            _pending.Add(key);
        }
        return answer!.Task;
    }

    public override bool Flush(Executor x) {
        List<TKey> keys;
        lock (x.LoadLock) {
            if (_pending.Count == 0) return false;
            (keys, _pending) = (_pending, []);
        }
        for (var at = 0; at < keys.Count; at += loader.BatchMax)
            _ = FetchAsync(x, keys.Count <= loader.BatchMax ? keys : keys.GetRange(at, Math.Min(loader.BatchMax, keys.Count - at)));
        return true;
    }

    public override void Clear() => _asked.Clear();

    // Whoever waits for a key goes on inside the request's loop, so what is loaded next joins the next batch.
    private async Task FetchAsync(Executor x, List<TKey> keys) {
        IReadOnlyDictionary<TKey, TValue>? values = null;
        Exception? error = null;
        x.Outstanding++;
        try {
            values = await loader.Fetch(keys, x.Context);
        } catch (Exception e) when (Executor.IsFieldFailure(e)) {
            error = e;
        }
        x.Outstanding--;
        foreach (var key in keys) {
            TaskCompletionSource<TValue?> answer;
            lock (x.LoadLock) answer = _asked[key];
            if (error is not null) answer.SetException(error);
            else answer.SetResult(values is not null && values.TryGetValue(key, out var value) ? value : default);
        }
    }
}

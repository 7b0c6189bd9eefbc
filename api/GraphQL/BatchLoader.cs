using System.Runtime.ExceptionServices;

namespace Hierarchy.Api.GraphQL;

/// <summary>Reads values for many keys at once, so that a list of objects costs one call. The library's own loaders are in a package that
/// cannot be restored, know neither a bound nor a mutation's fields, and make a task for each key.</summary>
/// <remarks>A value is cached for the request; in a mutation, for the field. A missing key loads as the type's default.</remarks>
/// <param name="fetch">Fetches distinct keys. A failure fails every key of the batch.</param>
/// <param name="batchMax">Keys in one call of <paramref name="fetch"/>; more are split into calls that overlap.</param>
internal sealed class BatchLoader<TKey, TValue>(
    Func<IReadOnlyList<TKey>, CallContext, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> fetch, int batchMax = 1_000)
    where TKey : notnull {
    private int BatchMax => batchMax;

    public IDataLoaderResult<TValue?> Load(TKey key, CallContext call) =>
        call.StateOf(this, static (loader, call) => new Batches((BatchLoader<TKey, TValue>)loader, call)).Load(key);

    public IDataLoaderResult<IReadOnlyList<TValue?>> LoadMany(IEnumerable<TKey> keys, CallContext call) {
        Load<TValue?>[] loads = [.. keys.Select(key => (Load<TValue?>)Load(key, call))];
        return new Made<IReadOnlyList<TValue?>>(call, () => Array.ConvertAll(loads, load => load.Value));
    }

    private async Task FetchAsync(Asked[] batch, CallContext call, CancellationToken cancellation) {
        try {
            var values = await fetch(Array.ConvertAll(batch, asked => asked.Key), call, cancellation).ConfigureAwait(false);
            foreach (var asked in batch) asked.Answer(values.GetValueOrDefault(asked.Key), null);
        } catch (Exception fault) {
            foreach (var asked in batch) asked.Answer(default, fault);
        }
    }

    private sealed class Asked(CallContext call, TKey key) : Load<TValue?>(call) {
        private TValue? _value;
        private Exception? _fault;
        public TKey Key => key;
        public void Answer(TValue? value, Exception? fault) => (_value, _fault) = (value, fault);

        public override TValue? Value {
            get {
                if (_fault is FieldError error) throw error.Copy();
                if (_fault is not null) ExceptionDispatchInfo.Throw(_fault);
                return _value;
            }
        }
    }

    /// <summary>What one request has asked for, and which keys are still to be fetched.</summary>
    private sealed class Batches(BatchLoader<TKey, TValue> loader, CallContext call) : IBatches {
        private readonly Dictionary<TKey, Asked> _known = [];
        private readonly List<Asked> _waiting = [];

        public Asked Load(TKey key) {
            lock (call.Lock) {
                if (_known.TryGetValue(key, out var asked)) return asked;
                _known.Add(key, asked = new(call, key));
                if (_waiting.Count == 0) call.Await(this);
                _waiting.Add(asked);
                return asked;
            }
        }

        public Task FetchAsync(CancellationToken cancellation) {
            var parts = _waiting.Chunk(loader.BatchMax).ToArray();
            _waiting.Clear();
            return Task.WhenAll(parts.Select(part => loader.FetchAsync(part, call, cancellation)));
        }
    }
}

internal interface IBatches {
    /// <summary>Starts fetching the waiting keys, under the request's lock. Never fails; the loads do.</summary>
    Task FetchAsync(CancellationToken cancellation);
}

internal static class LoaderResults {
    /// <summary>Maps a loaded value. The result may be another load, which joins the next batch.</summary>
    public static IDataLoaderResult<TResult> Then<T, TResult>(this IDataLoaderResult<T> load, Func<T, TResult> make) {
        var loaded = (Load<T>)load;
        return new Made<TResult>(loaded.Call, () => make(loaded.Value));
    }
}

/// <summary>A load that the library awaits once nothing else can run; it completes with the request's next batches.</summary>
internal abstract class Load(CallContext call) {
    public CallContext Call => call;
    public abstract object? Get();
}

internal abstract class Load<T>(CallContext call) : Load(call), IDataLoaderResult<T> {
    public abstract T Value { get; }
    public override object? Get() => Value;

    public async Task<T> GetResultAsync(CancellationToken cancellationToken = default) {
        await Call.FetchAsync(cancellationToken).ConfigureAwait(false);
        return Value;
    }

    async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) =>
        await GetResultAsync(cancellationToken).ConfigureAwait(false);
}

internal sealed class Made<T>(CallContext call, Func<T> make) : Load<T>(call) {
    public override T Value => make();
}

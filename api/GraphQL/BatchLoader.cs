namespace Hierarchy.Api.GraphQL;

/// <summary>
/// Reads values for many keys at once, so that a list of objects costs one call instead of one for each. The library defines what a
/// resolver may return (<see cref="IDataLoaderResult"/>) and when it asks for it: once nothing else can run. Its own loaders are in a
/// package that cannot be restored, and know neither a bound nor a mutation's fields.
/// </summary>
/// <remarks>A value is kept for the request, in a mutation for the field. A key without a value loads as the type's default.</remarks>
/// <param name="fetch">Gets distinct keys. A failure fails each key of its batch.</param>
/// <param name="batchMax">Keys in one call of <paramref name="fetch"/>; more are split into calls that overlap.</param>
internal sealed class BatchLoader<TKey, TValue>(
    Func<IReadOnlyList<TKey>, CallContext, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> fetch, int batchMax = 1_000)
    where TKey : notnull {
    public IDataLoaderResult<TValue?> Load(TKey key, CallContext call) =>
        call.StateOf(this, owner => new Batches(fetch, batchMax, owner)).Load(key);

    public IDataLoaderResult<IReadOnlyList<TValue?>> LoadMany(IEnumerable<TKey> keys, CallContext call) =>
        new LoadedTogether<TValue?>([.. keys.Select(key => Load(key, call))]);

    private sealed class Batches(
        Func<IReadOnlyList<TKey>, CallContext, CancellationToken, Task<IReadOnlyDictionary<TKey, TValue>>> fetch, int batchMax,
            CallContext call) {
        private readonly Lock _gate = new();
        private readonly Dictionary<TKey, Loaded> _known = [];
        private List<Loaded> _waiting = [];

        public Loaded Load(TKey key) {
            lock (_gate) {
                if (!_known.TryGetValue(key, out var loaded)) {
                    _known.Add(key, loaded = new Loaded(this, key));
                    _waiting.Add(loaded);
                }
                return loaded;
            }
        }

        public void Dispatch(CancellationToken cancellation) {
            List<Loaded> batch;
            lock (_gate) {
                if (_waiting.Count == 0) return;
                (batch, _waiting) = (_waiting, []);
            }
            foreach (var part in batch.Chunk(batchMax)) _ = FetchAsync(part, cancellation);
        }

        private async Task FetchAsync(Loaded[] batch, CancellationToken cancellation) {
            try {
                var values = await fetch(Array.ConvertAll(batch, loaded => loaded.Key), call, cancellation).ConfigureAwait(false);
                foreach (var loaded in batch) loaded.Answer.SetResult(values.GetValueOrDefault(loaded.Key));
            } catch (Exception fault) {
                foreach (var loaded in batch) loaded.Answer.TrySetException(fault);
            }
        }
    }

    private sealed class Loaded(Batches batches, TKey key) : IDataLoaderResult<TValue?> {
        public TKey Key => key;

        public TaskCompletionSource<TValue?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<TValue?> GetResultAsync(CancellationToken cancellationToken) {
            batches.Dispatch(cancellationToken);
            try {
                return await Answer.Task.ConfigureAwait(false);
            } catch (FieldError error) {
                throw error.Copy();
            }
        }

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) =>
            await GetResultAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Several loads as one.</summary>
internal sealed class LoadedTogether<T>(IReadOnlyList<IDataLoaderResult<T>> loads) : IDataLoaderResult<IReadOnlyList<T>> {
    public async Task<IReadOnlyList<T>> GetResultAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(loads.Select(load => load.GetResultAsync(cancellationToken))).ConfigureAwait(false);

    async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) =>
        await GetResultAsync(cancellationToken).ConfigureAwait(false);
}

internal static class LoaderResults {
    /// <summary>What is made of a loaded value. It may be another load: the library asks again.</summary>
    public static IDataLoaderResult<TResult> Then<T, TResult>(this IDataLoaderResult<T> load, Func<T, TResult> make) =>
        new Made<T, TResult>(load, make);

    private sealed class Made<T, TResult>(IDataLoaderResult<T> load, Func<T, TResult> make) : IDataLoaderResult<TResult> {
        public async Task<TResult> GetResultAsync(CancellationToken cancellationToken) =>
            make(await load.GetResultAsync(cancellationToken).ConfigureAwait(false));

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) =>
            await GetResultAsync(cancellationToken).ConfigureAwait(false);
    }
}

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
    public IDataLoaderResult<TValue?> Load(TKey key, CallContext call) {
        var batches = call.StateOf(this, _ => new Batches());
        lock (batches) {
            if (!batches.Known.TryGetValue(key, out var asked)) {
                batches.Known.Add(key, asked = new(key, new(TaskCreationOptions.RunContinuationsAsynchronously)));
                batches.Waiting.Add(asked);
            }
            return new Load<TValue?>(cancellation => GetAsync(batches, asked, call, cancellation));
        }
    }

    public IDataLoaderResult<IReadOnlyList<TValue?>> LoadMany(IEnumerable<TKey> keys, CallContext call) {
        IDataLoaderResult<TValue?>[] loads = [.. keys.Select(key => Load(key, call))];
        return new Load<IReadOnlyList<TValue?>>(async cancellation =>
            await Task.WhenAll(loads.Select(load => load.GetResultAsync(cancellation))).ConfigureAwait(false));
    }

    private async Task<TValue?> GetAsync(Batches batches, Asked asked, CallContext call, CancellationToken cancellation) {
        Asked[] batch;
        lock (batches) {
            batch = [.. batches.Waiting];
            batches.Waiting.Clear();
        }
        foreach (var part in batch.Chunk(batchMax)) _ = FetchAsync(part, call, cancellation);
        try {
            return await asked.Answer.Task.ConfigureAwait(false);
        } catch (FieldError error) {
            throw error.Copy();
        }
    }

    private async Task FetchAsync(Asked[] batch, CallContext call, CancellationToken cancellation) {
        try {
            var values = await fetch(Array.ConvertAll(batch, asked => asked.Key), call, cancellation).ConfigureAwait(false);
            foreach (var asked in batch) asked.Answer.SetResult(values.GetValueOrDefault(asked.Key));
        } catch (Exception fault) {
            foreach (var asked in batch) asked.Answer.TrySetException(fault);
        }
    }

    private sealed record Asked(TKey Key, TaskCompletionSource<TValue?> Answer);

    /// <summary>What one request has asked for, and what of it nobody fetches yet.</summary>
    private sealed class Batches {
        public Dictionary<TKey, Asked> Known { get; } = [];
        public List<Asked> Waiting { get; } = [];
    }
}

internal static class LoaderResults {
    /// <summary>What is made of a loaded value. It may be another load: the library asks again.</summary>
    public static IDataLoaderResult<TResult> Then<T, TResult>(this IDataLoaderResult<T> load, Func<T, TResult> make) =>
        new Load<TResult>(async cancellation => make(await load.GetResultAsync(cancellation).ConfigureAwait(false)));
}

/// <summary>What the library asks for once nothing else can run.</summary>
internal sealed class Load<T>(Func<CancellationToken, Task<T>> get) : IDataLoaderResult<T> {
    public Task<T> GetResultAsync(CancellationToken cancellationToken) => get(cancellationToken);

    async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) =>
        await get(cancellationToken).ConfigureAwait(false);
}

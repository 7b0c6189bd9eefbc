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
public sealed class BatchLoader<TKey, TValue> where TKey : notnull
{
    /// <summary>A loader.</summary>
    /// <param name="name">Appears in logs.</param>
    /// <param name="fetch">Gets distinct keys; a key missing from its answer loads as null. An exception fails each key of that
    /// batch.</param>
    /// <param name="batchMax">Keys in one call of <paramref name="fetch"/>; more are split into calls that overlap.</param>
    public BatchLoader(string name, Func<IReadOnlyList<TKey>, RequestContext, ValueTask<IReadOnlyDictionary<TKey, TValue>>> fetch,
        int batchMax = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchMax);
        Name = name;
        Fetch = fetch;
        BatchMax = batchMax;
    }

    /// <summary>Appears in logs.</summary>
    public string Name { get; }

    /// <summary>Keys in one call.</summary>
    public int BatchMax { get; }

    internal Func<IReadOnlyList<TKey>, RequestContext, ValueTask<IReadOnlyDictionary<TKey, TValue>>> Fetch { get; }
}

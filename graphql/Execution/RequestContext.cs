namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// What a resolver knows about the request that it serves. One per request, per subscription event, and per subscription source.
/// </summary>
/// <remarks>
/// The resolvers of one request never run at the same time: what follows an <c>await</c> without <c>ConfigureAwait(false)</c> is queued
/// and run one at a time. So a service that is not thread-safe may be used, but a resolver must never block on a task.
/// </remarks>
public sealed class RequestContext {
    private readonly Executor? _executor;

    internal RequestContext(IServiceProvider services, object? caller, CancellationToken cancellation, Executor? executor) =>
        (Services, Caller, Cancellation, _executor) = (services, caller, cancellation, executor);

    /// <summary>The request's services; for a subscription those of a scope of the one event.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Whoever the host says is calling (<c>GraphQLOptions.Caller</c>; by default the <c>ClaimsPrincipal</c>).</summary>
    public object? Caller { get; }

    /// <summary>Ends when the client goes away, the time limit passes, or the subscription completes. Pass it on.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>A service.</summary>
    /// <exception cref="InvalidOperationException">It is not registered.</exception>
    public T Service<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>The caller as the type that the host sets.</summary>
    /// <exception cref="InvalidCastException">There is none or it has another type.</exception>
    public T CallerAs<T>() where T : class => Caller as T ?? throw new InvalidCastException($"The caller is not a {typeof(T)}.");

    /// <summary>The value of a key, read together with all other keys that the request is waiting for.</summary>
    /// <returns>The type's default when the key has no value.</returns>
    /// <exception cref="InvalidOperationException">Called from a subscription's source, which belongs to no execution.</exception>
    public ValueTask<TValue?> LoadAsync<TKey, TValue>(BatchLoader<TKey, TValue> loader, TKey key) where TKey : notnull =>
        (_executor ?? throw new InvalidOperationException("A subscription's source has no loaders.")).LoadAsync(loader, key);

    /// <summary>The values of keys, in their order, with the type's default for a key that has none.</summary>
    /// <exception cref="InvalidOperationException">Called from a subscription's source, which belongs to no execution.</exception>
    public async ValueTask<IReadOnlyList<TValue?>> LoadManyAsync<TKey, TValue>(BatchLoader<TKey, TValue> loader, IReadOnlyList<TKey> keys)
        where TKey : notnull {
        var loads = keys.Select(key => LoadAsync(loader, key)).ToArray();
        var values = new TValue?[loads.Length];
        for (var i = 0; i < loads.Length; i++) values[i] = await loads[i];
        return values;
    }
}

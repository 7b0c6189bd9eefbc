namespace Orleans.Streams;

/// <summary>Receives the items of a stream; also what a stream offers to publishers.</summary>
public interface IAsyncObserver<in T>
{
    /// <summary>In a subscribed grain: takes one item, as a turn; items of one stream come one after the other. In a publisher:
    /// hands one item over.</summary>
    /// <remarks>For publishers it completes when the item is queued, not when it is delivered.</remarks>
    /// <param name="item">Not copied: it must never change again.</param>
    /// <param name="token">Null; embedded streams cannot be rewound.</param>
    /// <exception cref="CacheFullException">For publishers: too many items wait. The item is not queued.</exception>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    /// <summary>Embedded streams never end, so the runtime never calls it, and calling it on a stream does nothing.</summary>
    Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>Embedded streams carry no errors, so the runtime never calls it, and calling it on a stream does nothing.</summary>
    Task OnErrorAsync(Exception ex);
}

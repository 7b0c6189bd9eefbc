using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>One grain's subscription to one stream, for the life of one activation.</summary>
public abstract class StreamSubscriptionHandle<T> : IEquatable<StreamSubscriptionHandle<T>?>
{
    /// <summary>The stream subscribed to.</summary>
    public abstract StreamId StreamId { get; }

    /// <summary>The provider it belongs to.</summary>
    public abstract string ProviderName { get; }

    /// <summary>Differs between activations.</summary>
    public abstract Guid HandleId { get; }

    /// <summary>Names who gets the items; a second call replaces the first.</summary>
    /// <param name="observer">Usually the grain itself.</param>
    /// <param name="token">Ignored: past items are gone.</param>
    public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null);

    /// <summary>Stops delivery to the observer. The subscription itself stands in the code: the next item asks the grain anew.</summary>
    public abstract Task UnsubscribeAsync();

    /// <inheritdoc/>
    public abstract bool Equals(StreamSubscriptionHandle<T>? other);
}

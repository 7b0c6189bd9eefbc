using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Hierarchy.Embedded;

/// <summary>What one activation has answered to <c>OnSubscribed</c> for one stream: the observer that gets the items.</summary>
internal sealed class Subscription(string provider, StreamId stream) : IStreamSubscriptionHandleFactory
{
    /// <summary>Null until the grain resumes its handle. Set and read in turns of the grain only.</summary>
    public Func<object?, Task>? Observer { get; private set; }

    public StreamId StreamId => stream;

    public string ProviderName => provider;

    public StreamSubscriptionHandle<T> Create<T>() => new Handle<T>(this);

    private sealed class Handle<T>(Subscription subscription) : StreamSubscriptionHandle<T>
    {
        public override StreamId StreamId => subscription.StreamId;

        public override string ProviderName => subscription.ProviderName;

        public override Guid HandleId { get; } = Guid.NewGuid();

        public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null)
        {
            ArgumentNullException.ThrowIfNull(observer);
            subscription.Observer = item => item is T or null
                ? observer.OnNextAsync((T)item!)
                : throw new InvalidCastException($"Stream {StreamId} carries {item.GetType()}, its subscriber expects {typeof(T)}.");
            return Task.FromResult<StreamSubscriptionHandle<T>>(this);
        }

        public override Task UnsubscribeAsync()
        {
            subscription.Observer = null;
            return Task.CompletedTask;
        }

        public override bool Equals(StreamSubscriptionHandle<T>? other) => other?.HandleId == HandleId;

        public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

        public override int GetHashCode() => HandleId.GetHashCode();
    }
}

using Orleans.Runtime;

namespace Orleans.Streams.Core;

/// <summary>What a grain learns of a subscription before the first item.</summary>
public interface IStreamSubscriptionHandleFactory
{
    /// <summary>The stream subscribed to.</summary>
    StreamId StreamId { get; }

    /// <summary>The provider it belongs to.</summary>
    string ProviderName { get; }

    /// <summary>A handle for items of that type; items of another type are logged and dropped.</summary>
    StreamSubscriptionHandle<T> Create<T>();
}

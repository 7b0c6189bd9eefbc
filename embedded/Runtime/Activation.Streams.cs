using Orleans;
using Orleans.Runtime;
using Orleans.Streams.Core;

namespace Hierarchy.Embedded;

internal sealed partial class Activation
{
    // Touched in turns of the grain only. One entry per provider and namespace that the class is subscribed to.
    private Dictionary<(string Provider, StreamId Stream), Subscription>? _subscriptions;

    /// <summary>Gives an item to the grain's observer, asking the grain for one before the first item of a stream.</summary>
    public async Task TakeAsync(Grain grain, StreamCursor cursor, object? item)
    {
        var key = (cursor.Provider.Name, cursor.Stream);
        _subscriptions ??= [];
        if (!_subscriptions.TryGetValue(key, out var subscription))
        {
            _subscriptions.Add(key, subscription = new(cursor.Provider.Name, cursor.Stream));
        }

        if (subscription.Observer is null)
        {
            await ((IStreamSubscriptionObserver)grain).OnSubscribed(subscription);
        }

        await (subscription.Observer
            ?? throw new InvalidOperationException($"{this} did not resume its subscription to {cursor.Stream}."))(item);
    }
}

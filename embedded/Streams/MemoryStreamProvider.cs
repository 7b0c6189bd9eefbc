using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Streams;

namespace Hierarchy.Embedded;

/// <summary>Pushes what is published, at once, to the grains that are subscribed by attribute, one item at a time per stream and
/// subscriber.</summary>
internal sealed class MemoryStreamProvider(EmbeddedSilo silo, string name) : IStreamProvider
{
    /// <summary>How many items may wait or be under way in one provider. A publisher beyond that gets
    /// <see cref="CacheFullException"/>.</summary>
    public const int CapacityMax = 16_384;

    private readonly ConcurrentDictionary<(GrainClass Subscriber, StreamId Stream), StreamCursor> _cursors = new();
    private int _undelivered;

    public EmbeddedSilo Silo => silo;

    public string Name => name;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new MemoryStream<T>(this, streamId);

    /// <summary>Queues the item for every subscriber.</summary>
    /// <exception cref="CacheFullException">Nothing was queued for at least one of them.</exception>
    public void Publish(StreamId stream, object? item)
    {
        if (stream.GetNamespace() is not { } ns || !silo.Catalog.Subscribers.TryGetValue(ns, out var subscribers))
        {
            return;
        }

        foreach (var subscriber in subscribers)
        {
            if (Interlocked.Increment(ref _undelivered) > CapacityMax)
            {
                Release(1);
                throw new CacheFullException($"Stream provider '{name}' holds {CapacityMax} items that are not delivered yet.");
            }

            while (!Cursor(subscriber, stream).TryPush(item))
            {
                // The cursor was just given up; the next look makes another one.
            }
        }
    }

    public void Release(int items) => Interlocked.Add(ref _undelivered, -items);

    public void Remove(StreamCursor cursor) => _cursors.TryRemove(new((cursor.Subscriber, cursor.Stream), cursor));

    private StreamCursor Cursor(GrainClass subscriber, StreamId stream) =>
        _cursors.GetOrAdd((subscriber, stream), static (key, provider) => new(provider, key.Subscriber, key.Stream), this);
}

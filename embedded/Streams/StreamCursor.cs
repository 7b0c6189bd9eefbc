using Orleans.Runtime;

namespace Hierarchy.Embedded;

/// <summary>The items of one stream on their way to one subscriber: one is under way, the others wait here and not in the grain's
/// mailbox.</summary>
/// <remarks>It exists only while items are under way, so that streams cost nothing at rest.</remarks>
internal sealed class StreamCursor(MemoryStreamProvider provider, GrainClass subscriber, StreamId stream)
{
    private readonly Lock _gate = new();

    // Bounded by the capacity of the provider.
    private Queue<object?>? _waiting;
    private bool _delivering;
    private bool _closed;

    public GrainClass Subscriber => subscriber;

    public StreamId Stream => stream;

    public MemoryStreamProvider Provider => provider;

    public bool TryPush(object? item)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            if (_delivering)
            {
                (_waiting ??= new()).Enqueue(item);
                return true;
            }

            _delivering = true;
        }

        Deliver(item);
        return true;
    }

    /// <summary>Goes on to the next item. Failures are logged and not tried again: streams may drop.</summary>
    public void Delivered(Exception? fault)
    {
        Report(fault);
        if (TryNext(out var item))
        {
            Deliver(item);
        }
    }

    private void Deliver(object? item)
    {
        // A loop, since a silo that is stopping refuses item after item.
        while (provider.Silo.TrySubmit(subscriber, stream.GetKeyAsString(), new StreamDelivery(this, item), inside: true) is { } refusal)
        {
            Report(refusal);
            if (!TryNext(out item))
            {
                return;
            }
        }
    }

    private void Report(Exception? fault)
    {
        if (fault is not null)
        {
            provider.Silo.DeliveryFailed(stream, $"{subscriber}/{stream.GetKeyAsString()}", fault);
        }
    }

    private bool TryNext(out object? item)
    {
        provider.Release(1);
        item = null;
        lock (_gate)
        {
            if (_waiting is not null && _waiting.TryDequeue(out item))
            {
                return true;
            }

            _closed = true;
        }

        provider.Remove(this);
        return false;
    }
}

using Orleans.Runtime;
using Orleans.Streams;

namespace Hierarchy.Embedded;

/// <summary>A stream as a publisher holds it: its name, no state.</summary>
internal sealed class MemoryStream<T>(MemoryStreamProvider provider, StreamId id) : IAsyncStream<T>
{
    public bool IsRewindable => false;

    public string ProviderName => provider.Name;

    public StreamId StreamId => id;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null)
    {
        try
        {
            provider.Publish(id, item);
            return Task.CompletedTask;
        }
        catch (CacheFullException full)
        {
            return Task.FromException(full);
        }
    }

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public bool Equals(IAsyncStream<T>? other) => other is not null && other.ProviderName == ProviderName && other.StreamId == id;

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => HashCode.Combine(provider, id);
}

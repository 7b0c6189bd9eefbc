using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Gives out streams. A singleton under its name, thread-safe.</summary>
public interface IStreamProvider
{
    /// <summary>The name given to <c>AddMemoryStreams</c>.</summary>
    string Name { get; }

    /// <summary>False: past items are gone.</summary>
    bool IsRewindable { get; }

    /// <summary>The stream of that name. Streams need not be created, and cost nothing while nobody publishes.</summary>
    IAsyncStream<T> GetStream<T>(StreamId streamId);
}

using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>A stream, as publishers see it. Thread-safe; costs one small object.</summary>
public interface IAsyncStream<T> : IAsyncStream, IEquatable<IAsyncStream<T>>, IAsyncObserver<T>;

/// <summary>What a stream is, whatever it carries.</summary>
public interface IAsyncStream
{
    /// <summary>False: past items are gone.</summary>
    bool IsRewindable { get; }

    /// <summary>The name given to <c>AddMemoryStreams</c>.</summary>
    string ProviderName { get; }

    /// <summary>Its name.</summary>
    StreamId StreamId { get; }
}

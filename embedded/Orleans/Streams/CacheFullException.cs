using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Too many items wait in a stream provider. The item was not taken; it can be published again later.</summary>
public sealed class CacheFullException : OrleansException
{
    /// <summary>Without particulars.</summary>
    public CacheFullException() : base("Queue message cache is full")
    {
    }

    /// <summary>With a message.</summary>
    public CacheFullException(string message) : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public CacheFullException(string message, Exception inner) : base(message, inner)
    {
    }
}

using Orleans.Streams;

namespace Orleans.Configuration;

/// <summary>Accepted for the sake of the genuine packages. Embedded streams know implicit subscriptions only.</summary>
public class StreamPubSubOptions
{
    /// <summary>No effect.</summary>
    public StreamPubSubType PubSubType { get; set; }
}

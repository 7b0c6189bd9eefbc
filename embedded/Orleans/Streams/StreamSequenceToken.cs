namespace Orleans.Streams;

/// <summary>A position in a stream that can be rewound. Embedded streams have none: observers get null.</summary>
public abstract class StreamSequenceToken : IEquatable<StreamSequenceToken?>, IComparable<StreamSequenceToken?>
{
    /// <summary>Which batch.</summary>
    public abstract long SequenceNumber { get; protected set; }

    /// <summary>Which item of the batch.</summary>
    public abstract int EventIndex { get; protected set; }

    /// <inheritdoc/>
    public abstract bool Equals(StreamSequenceToken? other);

    /// <inheritdoc/>
    public abstract int CompareTo(StreamSequenceToken? other);
}

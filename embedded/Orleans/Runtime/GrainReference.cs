using Hierarchy.Embedded;

namespace Orleans.Runtime;

/// <summary>What <see cref="IGrainFactory"/> returns: it implements the grain interface and holds a key, no activation.</summary>
/// <remarks>Immutable and thread-safe. Two references are equal when they lead to the same grain.</remarks>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly GrainClass _class;

    private protected GrainReference(GrainClass grainClass, string key) => (_class, Key) = (grainClass, key);

    internal string Key { get; }

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && other._class == _class && other.Key == Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_class, Key);

    /// <summary>The class and the key, for the log.</summary>
    public override string ToString() => $"{_class}/{Key}";

    private protected void Send(GrainCall call) => _class.Silo.Send(_class, Key, call);
}

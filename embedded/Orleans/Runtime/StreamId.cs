using System.Text;

namespace Orleans.Runtime;

/// <summary>Names a stream: a namespace, which subscriptions choose by, and a key, which is the key of the subscribed grain.</summary>
public readonly struct StreamId : IEquatable<StreamId>
{
    private readonly string? _namespace;
    private readonly string _key;

    private StreamId(string? ns, string key) => (_namespace, _key) = (string.IsNullOrEmpty(ns) ? null : ns, key);

    /// <summary>The namespace in UTF-8, empty when there is none. Allocates.</summary>
    public ReadOnlyMemory<byte> Namespace => Encoding.UTF8.GetBytes(_namespace ?? "");

    /// <summary>The key in UTF-8. Allocates.</summary>
    public ReadOnlyMemory<byte> Key => Encoding.UTF8.GetBytes(_key);

    /// <summary>Two calls with the same arguments name the same stream.</summary>
    /// <param name="ns">Null and empty both mean no namespace.</param>
    /// <param name="key">Neither null nor empty.</param>
    public static StreamId Create(string? ns, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return new(ns, key);
    }

    /// <summary>The key as it was given.</summary>
    public string GetKeyAsString() => _key;

    /// <summary>The namespace as it was given; null when there is none.</summary>
    public string? GetNamespace() => _namespace;

    /// <inheritdoc/>
    public bool Equals(StreamId other) => _key == other._key && _namespace == other._namespace;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is StreamId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_namespace, _key);

    /// <summary>Namespace and key, for the log.</summary>
    public override string ToString() => $"{_namespace ?? "null"}/{_key}";

    /// <summary>Ordinal equality of both parts.</summary>
    public static bool operator ==(StreamId s1, StreamId s2) => s1.Equals(s2);

    /// <summary>Ordinal inequality of either part.</summary>
    public static bool operator !=(StreamId s1, StreamId s2) => !s1.Equals(s2);
}

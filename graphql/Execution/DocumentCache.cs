using System.Diagnostics.CodeAnalysis;

namespace Hierarchy.GraphQL.Execution;

/// <summary>Documents by their bytes, in two generations: what is not asked for again during a generation is dropped.</summary>
internal sealed class DocumentCache(long bytesMax) {
    // A parsed, compiled document holds about this many times its own bytes.
    private const int Expansion = 24;

    private readonly Lock _lock = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    public bool TryFind(ReadOnlySpan<byte> query, [NotNullWhen(true)] out DocumentEntry? entry) {
        if (_young.Entries.TryGetValue(query, out entry)) return true;
        if (!_old.Entries.TryGetValue(query, out entry)) return false;
        entry = Add(query, entry);
        return true;
    }

    /// <returns>The entry that is kept: that of a request that was faster, if any, so that equal documents have one.</returns>
    public DocumentEntry Add(ReadOnlySpan<byte> query, DocumentEntry entry) {
        lock (_lock) {
            var cost = query.Length * (long)Expansion;
            if (_young.Bytes + cost > bytesMax / 2) (_old, _young) = (_young, new());
            if (!_young.Entries.TryAdd(query, entry)) return _young.Entries[query];
            _young.Bytes += cost;
            return entry;
        }
    }

    private sealed class Generation {
        public ConcurrentDictionary<byte[], DocumentEntry>.AlternateLookup<ReadOnlySpan<byte>> Entries { get; } =
            new ConcurrentDictionary<byte[], DocumentEntry>(new BytesComparer()).GetAlternateLookup<ReadOnlySpan<byte>>();
        public long Bytes { get; set; }
    }

    /// <summary>Compares whole keys; hashes with the runtime's randomly seeded string hash, so collisions cannot be prepared.</summary>
    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]> {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate) {
            var hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(alternate));
            return alternate.Length % 2 == 0 ? hash : (hash * 31) + alternate[^1];
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}

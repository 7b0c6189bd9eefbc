using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Hierarchy.Api.GraphQL;

/// <summary>A text that has been read: its document, or why it is refused; and what its operations ask for.</summary>
internal sealed class ReadDocument(GraphQLDocument? document, IReadOnlyList<ExecutionError> errors, AnswerKind kind) {
    private readonly ConcurrentDictionary<GraphQLOperationDefinition, string> _normalised = new(ReferenceEqualityComparer.Instance);

    public GraphQLDocument? Document => document;

    public IReadOnlyList<ExecutionError> Errors => errors;

    public AnswerKind Kind => kind;

    /// <summary>GetOperation of the specification (6.1): the one with the name, or the only one.</summary>
    public GraphQLOperationDefinition? Find(string? name) {
        var operations = document!.Definitions.OfType<GraphQLOperationDefinition>();
        return string.IsNullOrEmpty(name)
            ? operations.Take(2).ToArray() is [var only] ? only : null
            : operations.FirstOrDefault(operation => operation.Name?.Value == name);
    }

    /// <summary>For logs and traces: the text of an operation without any value.</summary>
    public string Normalised(GraphQLOperationDefinition operation) =>
        _normalised.GetOrAdd(operation, wanted => NormalisedDocument.Of(document!, wanted));
}

/// <summary>
/// Documents by their bytes, in two generations: what is not asked for again during a generation is dropped. The library's cache is in a
/// package that cannot be restored; it keeps no document that is invalid, so that a bad one costs its validation each time.
/// </summary>
internal sealed class Documents(long bytesMax) {
    // A read document holds about this many times its own bytes.
    private const int Expansion = 24;

    private readonly Lock _lock = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    public bool TryFind(ReadOnlySpan<byte> query, [NotNullWhen(true)] out ReadDocument? entry) {
        if (_young.Entries.TryGetValue(query, out entry)) return true;
        if (!_old.Entries.TryGetValue(query, out entry)) return false;
        entry = Add(query, entry);
        return true;
    }

    /// <returns>The entry that is kept: that of a request that was faster, if any, so that equal documents have one.</returns>
    public ReadDocument Add(ReadOnlySpan<byte> query, ReadDocument entry) {
        lock (_lock) {
            var cost = query.Length * (long)Expansion;
            if (_young.Bytes + cost > bytesMax / 2) (_old, _young) = (_young, new());
            if (!_young.Entries.TryAdd(query, entry)) return _young.Entries[query];
            _young.Bytes += cost;
            return entry;
        }
    }

    private sealed class Generation {
        public ConcurrentDictionary<byte[], ReadDocument>.AlternateLookup<ReadOnlySpan<byte>> Entries { get; } =
            new ConcurrentDictionary<byte[], ReadDocument>(new BytesComparer()).GetAlternateLookup<ReadOnlySpan<byte>>();

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

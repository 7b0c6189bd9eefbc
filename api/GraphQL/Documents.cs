using System.Diagnostics.CodeAnalysis;

namespace Hierarchy.Api.GraphQL;

/// <summary>A parsed text: its document, or why it is refused, which the library discards; and its operations.</summary>
internal sealed class ReadDocument(GraphQLDocument? document, IReadOnlyList<ExecutionError> errors, AnswerKind kind) {
    private readonly GraphQLOperationDefinition[] _operations = [.. document?.Definitions.OfType<GraphQLOperationDefinition>() ?? []];
    private readonly ConcurrentDictionary<GraphQLOperationDefinition, string> _normalised = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<GraphQLOperationDefinition, OperationPlan> _plans = new(ReferenceEqualityComparer.Instance);
    public GraphQLDocument? Document => document;
    public IReadOnlyList<ExecutionError> Errors => errors;
    public AnswerKind Kind => kind;

    /// <summary>GetOperation of the specification (6.1): the one with the name, or the only one.</summary>
    public GraphQLOperationDefinition? Find(string? name) => string.IsNullOrEmpty(name)
        ? _operations is [var only] ? only : null
        : Array.Find(_operations, operation => operation.Name?.Value == name);

    /// <summary>The cached plan of an operation without variables that is within its bounds; null before its first use.</summary>
    public OperationPlan? PlanOf(GraphQLOperationDefinition operation) => _plans.GetValueOrDefault(operation);
    public void Keep(GraphQLOperationDefinition operation, OperationPlan plan) => _plans.TryAdd(operation, plan);

    /// <summary>The text of an operation without values, for logs and traces.</summary>
    public string Normalised(GraphQLOperationDefinition operation) =>
        _normalised.GetOrAdd(operation, wanted => NormalisedDocument.Of(document!, wanted));
}

/// <summary>Documents by their text, in two generations: what is not asked for again during a generation is dropped. The library's cache is
/// in a package that cannot be restored; it keeps no document that is invalid, so that a bad one costs its validation each time.</summary>
internal sealed class Documents(long bytesMax) {
    // A parsed document takes about this many times the bytes of its text.
    private const int Expansion = 24;
    private readonly Lock _lock = new();
    private volatile ConcurrentDictionary<string, ReadDocument> _young = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<string, ReadDocument> _old = new(StringComparer.Ordinal);
    private long _bytes;

    public bool TryFind(string text, [NotNullWhen(true)] out ReadDocument? entry) {
        if (_young.TryGetValue(text, out entry)) return true;
        if (!_old.TryGetValue(text, out entry)) return false;
        entry = Add(text, entry);
        return true;
    }

    /// <returns>The cached entry: that of a faster concurrent request, if any, so that equal documents have one.</returns>
    public ReadDocument Add(string text, ReadDocument entry) {
        lock (_lock) {
            var cost = text.Length * (long)Expansion;
            if (_bytes + cost > bytesMax / 2) (_old, _young, _bytes) = (_young, new(StringComparer.Ordinal), 0);
            if (_young.TryAdd(text, entry)) _bytes += cost;
            return _young[text];
        }
    }
}

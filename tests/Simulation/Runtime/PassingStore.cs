namespace Hierarchy.Simulation.Runtime;

/// <summary>A store that forwards everything to another one; base class for stores that observe or change single calls.</summary>
internal abstract class PassingStore(IEventStore store) : IEventStore
{
    public virtual Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation) => store.AppendAsync(append, cancellation);

    public virtual Task<ImmutableArray<PendingMessage>> PendingMessagesAsync(string unit, long after, int limit, CancellationToken cancellation) =>
        store.PendingMessagesAsync(unit, after, limit, cancellation);

    public Task<UnitHistory> LoadAsync(string unit, CancellationToken cancellation) => store.LoadAsync(unit, cancellation);

    public Task<RequestTrace> FindRequestAsync(string unit, string requestId, CancellationToken cancellation) =>
        store.FindRequestAsync(unit, requestId, cancellation);

    public IAsyncEnumerable<StoredEvent> ReadAsync(string unit, long from, long to, CancellationToken cancellation) =>
        store.ReadAsync(unit, from, to, cancellation);

    public IAsyncEnumerable<StoredEvent> ReadAllAsync(CancellationToken cancellation) => store.ReadAllAsync(cancellation);

    public Task SaveSnapshotAsync(string unit, long seq, ReadOnlyMemory<byte> snapshot, CancellationToken cancellation) =>
        store.SaveSnapshotAsync(unit, seq, snapshot, cancellation);

    public Task AcknowledgeAsync(IReadOnlyList<long> messages, CancellationToken cancellation) =>
        store.AcknowledgeAsync(messages, cancellation);

    public Task<ImmutableArray<string>> UnitsWithMessagesAsync(CancellationToken cancellation) =>
        store.UnitsWithMessagesAsync(cancellation);
}

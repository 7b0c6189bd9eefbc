using System.Runtime.CompilerServices;

namespace Hierarchy.Simulation.Runtime;

/// <summary>The event store as reached from a process.</summary>
internal sealed class DistantStore(DistantDatabase way, IEventStore database) : IEventStore
{
    public Task<UnitHistory> LoadAsync(string unit, CancellationToken cancellation) => way.AskAsync(
        "load", unit, () => database.LoadAsync(unit, cancellation), Moment.LoadSent, Moment.Loaded);

    public Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation) => way.AskAsync(
        $"append {append.ExpectedSeq + 1} {append.Events[0].GetType().Name} {append.RequestId}", append.Unit,
        () => database.AppendAsync(append, cancellation), Moment.AppendSent, Moment.AppendStored, Moment.AppendAnswered);

    public Task<RequestTrace> FindRequestAsync(string unit, string requestId, CancellationToken cancellation) => way.AskAsync(
        "find request", unit, () => database.FindRequestAsync(unit, requestId, cancellation));

    public async IAsyncEnumerable<StoredEvent> ReadAsync(
        string unit, long from, long to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var stored in await way.AskAsync("read", unit, () => ListAsync(database.ReadAsync(unit, from, to, cancellation))))
        {
            yield return stored;
        }
    }

    public async IAsyncEnumerable<StoredEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var stored in await way.AskAsync("read all", "", () => ListAsync(database.ReadAllAsync(cancellation))))
        {
            yield return stored;
        }
    }

    public Task SaveSnapshotAsync(string unit, long seq, ReadOnlyMemory<byte> snapshot, CancellationToken cancellation) => way.AskAsync(
        $"snapshot {seq}", unit, () => DoneAsync(database.SaveSnapshotAsync(unit, seq, snapshot, cancellation)),
        Moment.SnapshotSent, Moment.SnapshotStored);

    public Task<ImmutableArray<PendingMessage>> PendingMessagesAsync(string unit, long after, int limit, CancellationToken cancellation) =>
        way.AskAsync(
            "pending messages", unit, () => database.PendingMessagesAsync(unit, after, limit, cancellation), null, Moment.MessagesRead);

    public Task AcknowledgeAsync(IReadOnlyList<long> messages, CancellationToken cancellation) => way.AskAsync(
        "acknowledge", string.Join(' ', messages), () => DoneAsync(database.AcknowledgeAsync(messages, cancellation)),
        Moment.AcknowledgementSent, Moment.AcknowledgementStored);

    public Task<ImmutableArray<string>> UnitsWithMessagesAsync(CancellationToken cancellation) => way.AskAsync(
        "units with messages", "", () => database.UnitsWithMessagesAsync(cancellation));

    internal static async Task<bool> DoneAsync(Task work)
    {
        await work;
        return true;
    }

    private static async Task<List<StoredEvent>> ListAsync(IAsyncEnumerable<StoredEvent> events)
    {
        var list = new List<StoredEvent>();
        await foreach (var stored in events)
        {
            list.Add(stored);
        }
        return list;
    }
}

/// <summary>The checkpoints as reached from a process.</summary>
internal sealed class DistantCheckpoints(DistantDatabase way, IRollupCheckpoints database) : IRollupCheckpoints
{
    public Task SaveAsync(RollupCheckpoint checkpoint, CancellationToken cancellation) => way.AskAsync(
        $"checkpoint v{checkpoint.Rollup.Version:x}", checkpoint.Unit,
        () => DistantStore.DoneAsync(database.SaveAsync(checkpoint, cancellation)), Moment.CheckpointSent, Moment.CheckpointStored);

    public Task<ImmutableArray<RollupCheckpoint>> OfChildrenAsync(string parent, CancellationToken cancellation) => way.AskAsync(
        "checkpoints of children", parent, () => database.OfChildrenAsync(parent, cancellation));

    public Task<bool> IsOvertakenAsync(string unit, long seq, long version, CancellationToken cancellation) => way.AskAsync(
        "overtaken?", unit, () => database.IsOvertakenAsync(unit, seq, version, cancellation));

    public Task<ImmutableArray<StaleUnit>> StaleUnitsAsync(CancellationToken cancellation) => way.AskAsync(
        "stale units", "", () => database.StaleUnitsAsync(cancellation));
}

namespace Hierarchy.Grains.Ports;

/// <summary>The source of truth: what happened to each unit, in order, for ever. Thread-safe.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the database cannot be reached in time; a retry may
/// help.</remarks>
public interface IEventStore
{
    /// <summary>All that a unit needs to become active: a fresh incarnation number, its newest snapshot and the events after it.</summary>
    /// <remarks>One round trip. An incarnation number is higher than all issued before, even across crashes. A unit without a history has
    /// no snapshot and no events.</remarks>
    Task<UnitHistory> LoadAsync(string unit, CancellationToken cancellation);

    /// <summary>Makes one decision durable: its events, the rows that follow from them, and its messages to other units, all or
    /// nothing.</summary>
    /// <remarks>Returns after the commit is on disk. Appends of many units are written together; a refused one does not fail the others.
    /// After an exception the append may have happened: reload before the next decision.</remarks>
    Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation);

    /// <summary>The event that the unit stored for a request, and the last event up to which it was searched for. Two look-ups by
    /// key.</summary>
    Task<RequestTrace> FindRequestAsync(string unit, string requestId, CancellationToken cancellation);

    /// <summary>A unit's events between two sequence numbers, both inclusive, oldest first.</summary>
    IAsyncEnumerable<StoredEvent> ReadAsync(string unit, long from, long to, CancellationToken cancellation);

    /// <summary>Every event of every unit, unit by unit, oldest first within each. For the recount. Cost grows with the history.</summary>
    IAsyncEnumerable<StoredEvent> ReadAllAsync(CancellationToken cancellation);

    /// <summary>Saves a snapshot of the unit, so that older events need not be replayed. An older snapshot never replaces a newer
    /// one.</summary>
    Task SaveSnapshotAsync(string unit, long seq, ReadOnlyMemory<byte> snapshot, CancellationToken cancellation);

    /// <summary>Unacknowledged messages of a unit, oldest first, after the one with the id <paramref name="after"/>, at most
    /// <paramref name="limit"/>. A message whose event is missing or unreadable has an unreadable event. Consecutive messages of one event
    /// share it: it is read once, however many units it addresses.</summary>
    Task<ImmutableArray<PendingMessage>> PendingMessagesAsync(string unit, long after, int limit, CancellationToken cancellation);

    /// <summary>Removes messages that their receivers have on disk. Idempotent.</summary>
    Task AcknowledgeAsync(IReadOnlyList<long> messages, CancellationToken cancellation);

    /// <summary>Units that still have messages to deliver.</summary>
    Task<ImmutableArray<string>> UnitsWithMessagesAsync(CancellationToken cancellation);
}

/// <summary>Checkpoints of roll-ups, so that a unit need not ask everything below it. Derived data: losing it loses nothing.</summary>
/// <remarks>Faults as for <see cref="IEventStore"/>.</remarks>
public interface IRollupCheckpoints
{
    /// <summary>Saves a unit's roll-up. Ignored unless its version is higher than the stored one.</summary>
    Task SaveAsync(RollupCheckpoint checkpoint, CancellationToken cancellation);

    /// <summary>The newest checkpoint of each child of a unit; children without one are missing, and an unreadable one has a
    /// fault.</summary>
    Task<ImmutableArray<RollupCheckpoint>> OfChildrenAsync(string parent, CancellationToken cancellation);

    /// <summary>Whether a unit has a later event or a checkpoint of a higher version, which means that another activation of it has been at
    /// work. Two look-ups by key; may wait briefly to be combined with other calls.</summary>
    Task<bool> IsOvertakenAsync(string unit, long seq, long version, CancellationToken cancellation);

    /// <summary>Units whose checkpoint is stale: it lacks an event of their own, a newer checkpoint of a child or a version that the
    /// parent's checkpoint includes, or it includes a unit that is no longer a child; also units without any checkpoint. Deepest first.
    /// Reads only heads and versions, no roll-ups.</summary>
    Task<ImmutableArray<StaleUnit>> StaleUnitsAsync(CancellationToken cancellation);
}

/// <summary>A unit whose checkpoint is stale, with what is stored: an activation that holds as much has missed nothing.</summary>
/// <param name="Seq">Sequence number of its last event; 0 when unknown.</param>
/// <param name="Version">The highest version of its roll-up in its own and its parent's checkpoint; 0 when there is none.</param>
/// <param name="Children">Children whose checkpoint is newer than what this one includes, with its version.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.stale-unit")]
public sealed record StaleUnit(string Unit, long Seq, long Version, ImmutableDictionary<string, long> Children)
{
    /// <summary>A unit that is not known to have missed anything.</summary>
    public static StaleUnit Fresh(string unit) => new(unit, 0, 0, ImmutableDictionary<string, long>.Empty);
}

/// <param name="Seq">Sequence number of the event that answered the request; null when there is none.</param>
/// <param name="Head">Sequence number of the unit's last event; 0 when there is none.</param>
public readonly record struct RequestTrace(long? Seq, long Head);

/// <param name="Snapshot">Null when there is none.</param>
/// <param name="SnapshotSeq">Sequence number that the snapshot covers; 0 without one.</param>
public sealed record UnitHistory(long Incarnation, long SnapshotSeq, ReadOnlyMemory<byte>? Snapshot, ImmutableArray<StoredEvent> Tail);

/// <param name="Seq">1 for a unit's first event, without gaps.</param>
/// <param name="RequestId">The id of the answered request, on the first event of its decision; null on other events.</param>
/// <param name="Digest">Digest of the command; null in events stored before it was recorded.</param>
public sealed record StoredEvent(
    string Unit, long Seq, UnitEvent Event, string Actor, DateTimeOffset At, string? RequestId, string? Digest = null)
{
    /// <summary>The person behind it. Set only when a history is read; a replay does not need it.</summary>
    public Origin Origin { get; init; } = Origin.None;
}

/// <summary>One decision on its way to disk.</summary>
/// <param name="ExpectedSeq">Sequence number of the unit's last event as the decider saw it. A newer event of another writer refuses the
/// append.</param>
/// <param name="Obligations">Those that changed, in their new state.</param>
/// <param name="Digest">Digest of the command, stored with the request.</param>
/// <param name="EarlierRequestId">If given, an event of the same actor with this request id also counts as the answer.</param>
/// <param name="Targets">Units to which an event is also sent as a message: (index into <paramref name="Events"/>, unit).</param>
public sealed record Append(
    string Unit, long ExpectedSeq, ImmutableArray<UnitEvent> Events, string Actor, DateTimeOffset At, string? RequestId,
    Unit? Registered, ImmutableArray<Plan> Plans, ImmutableArray<PlanTask> Tasks, ImmutableArray<Obligation> Obligations,
    ImmutableArray<(int Event, string Target)> Targets, string? Digest = null, string? EarlierRequestId = null)
{
    public ImmutableArray<Duty> Duties { get; init; } = [];

    /// <summary>The unit in its new state, if it was renamed, moved or closed.</summary>
    public Unit? Changed { get; init; }

    /// <summary>All names of the unit, if it was registered or changed.</summary>
    public ImmutableArray<UnitName> Names { get; init; } = [];

    /// <summary>New successions between units.</summary>
    public ImmutableArray<Lineage> Lineage { get; init; } = [];

    /// <summary>Those that changed, in their new state.</summary>
    public ImmutableArray<People.Grant> Grants { get; init; } = [];

    /// <summary>Those that changed, in their new state.</summary>
    public ImmutableArray<People.FocalAgency> FocalAgencies { get; init; } = [];

    /// <summary>Budget that the areas of changed plans set aside beyond what obligations carry.</summary>
    public ImmutableArray<Rollup.PlanMoney> Money { get; init; } = [];

    /// <summary>Files named by its events.</summary>
    public ImmutableArray<FileUse> Files { get; init; } = [];

    /// <summary>The person behind it.</summary>
    public Origin Origin { get; init; } = Origin.None;

    /// <summary>Plans with a new title.</summary>
    public ImmutableArray<Plan> Retitled { get; init; } = [];

    /// <summary>Ids of new regimes, indicators and inspections, which belong to no plan.</summary>
    public ImmutableArray<string> Named { get; init; } = [];

    /// <summary>Those that changed, in their new state.</summary>
    public ImmutableArray<Reports.ReportRecord> Reports { get; init; } = [];

    /// <summary>New ids that must be unique. Tasks, duties, regimes, indicators and inspections share one id space, because obligation ids
    /// are derived from them.</summary>
    public ImmutableArray<(string Id, string? Plan)> Lines => Tasks.IsEmpty && Duties.IsEmpty && Named.IsEmpty
        ? []
        : [.. Tasks.Select(t => (t.Id, (string?)t.Plan)), .. Duties.Select(d => (d.Id, (string?)d.Plan)), .. Named.Select(id => (id, (string?)null))];
}

/// <summary>The result of an append that did not throw.</summary>
public abstract record AppendResult
{
    private AppendResult() { }

    /// <param name="Seq">Sequence number of the last event.</param>
    public sealed record Appended(long Seq) : AppendResult;

    /// <summary>Another writer has appended to the unit: the caller's state is stale.</summary>
    public sealed record Fenced : AppendResult;

    /// <summary>The unit already has this request.</summary>
    public sealed record Repeated(long Seq) : AppendResult;

    /// <summary>An id that must be unique in the whole system is taken: "unit", "plan", or "task" for everything that shares ids with
    /// tasks.</summary>
    public sealed record Taken(string Noun, string Id) : AppendResult;
}

/// <summary>An event of the sender that must reach one other unit at least once.</summary>
public sealed record PendingMessage(long Id, string Sender, long Seq, string Target, UnitEvent Event)
{
    /// <summary>The fault of a message whose event is missing.</summary>
    public const string NoEvent = "The event that it is about is not in the store.";
}

/// <param name="Seq">The unit's last own event that it covers.</param>
/// <param name="Included">The version of each child's roll-up that it includes.</param>
/// <param name="Rollup">The unit's whole roll-up, as its parent receives it.</param>
/// <param name="Fault">Why the stored data cannot be read, in which case the roll-up is empty and has version 0; null otherwise.</param>
public sealed record RollupCheckpoint(
    string Unit, long Seq, ImmutableDictionary<string, long> Included, ChildRollup Rollup, string? Fault = null)
{
    /// <summary>Whether the second book is unchanged since the same caller last saved it, so that it need not be written again.</summary>
    public bool KeepsIndicators { get; init; }
}

/// <summary>The database cannot be reached or does not answer in time. The outcome of a change under way is unknown.</summary>
public class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Too many requests are waiting for the database. Nothing was sent to it, so a retry is safe.</summary>
public sealed class StoreOverloadedException(string message) : StoreUnavailableException(message);

/// <summary>The store refuses the append for a reason that is not one of the results. Nothing has happened, and a retry does not
/// help.</summary>
public sealed class AppendRefusedException(string message, Exception? inner = null) : InvalidOperationException(message, inner);

namespace Hierarchy.Grains.Ports;

/// <summary>The truth: what happened to each unit, in order, for ever. Thread-safe.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the database cannot be reached in time; a retry may
/// help.</remarks>
public interface IEventStore
{
    /// <summary>All that a unit needs to become active: a fresh incarnation number, its newest snapshot and the events after it.</summary>
    /// <remarks>One round trip. An incarnation is higher than every one given out before, across crashes. A unit without a history has
    /// no snapshot and no events.</remarks>
    Task<UnitHistory> LoadAsync(string unit, CancellationToken cancellation);

    /// <summary>Makes one decision durable: its events, the rows that follow from them, and its messages to other units, all or
    /// nothing.</summary>
    /// <remarks>
    /// Answers after the commit is on disk. Appends of many units are written together; one that is refused does not fail its neighbours.
    /// After an exception the append may have happened: reload before the next decision.
    /// </remarks>
    Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation);

    /// <summary>What the unit has stored for a request, and up to which event that was looked for. Two look-ups by key.</summary>
    Task<RequestTrace> FindRequestAsync(string unit, string requestId, CancellationToken cancellation);

    /// <summary>A unit's events from one sequence number to another, both included, oldest first.</summary>
    IAsyncEnumerable<StoredEvent> ReadAsync(string unit, long from, long to, CancellationToken cancellation);

    /// <summary>Every event of every unit, unit by unit, oldest first within each. For the recount; cost grows with the history.</summary>
    IAsyncEnumerable<StoredEvent> ReadAllAsync(CancellationToken cancellation);

    /// <summary>Keeps a state of the unit so that it need not replay what is older. An older snapshot never replaces a newer one.</summary>
    Task SaveSnapshotAsync(string unit, long seq, ReadOnlyMemory<byte> snapshot, CancellationToken cancellation);

    /// <summary>
    /// Messages of a unit that have not been acknowledged, in the order in which they arose, those after the one with the id
    /// <paramref name="after"/>, at most <paramref name="limit"/>. One whose event cannot be read, or is gone, bears an unreadable event.
    /// Those of one event that follow each other share it: it is read once, however many units it names.
    /// </summary>
    Task<ImmutableArray<PendingMessage>> PendingMessagesAsync(string unit, long after, int limit, CancellationToken cancellation);

    /// <summary>Forgets messages that their receivers have on disk. Idempotent.</summary>
    Task AcknowledgeAsync(IReadOnlyList<long> messages, CancellationToken cancellation);

    /// <summary>Units that still have messages to deliver.</summary>
    Task<ImmutableArray<string>> UnitsWithMessagesAsync(CancellationToken cancellation);
}

/// <summary>The roll-ups as they were last written down, so that a unit need not ask everything below it. Derived: losing them loses
/// nothing.</summary>
/// <remarks>Faults as for <see cref="IEventStore"/>.</remarks>
public interface IRollupCheckpoints
{
    /// <summary>Keeps a unit's roll-up. A version that is not above the one kept is ignored.</summary>
    Task SaveAsync(RollupCheckpoint checkpoint, CancellationToken cancellation);

    /// <summary>The newest checkpoint of each child of a unit that has one; one that cannot be read comes with its fault.</summary>
    Task<ImmutableArray<RollupCheckpoint>> OfChildrenAsync(string parent, CancellationToken cancellation);

    /// <summary>Whether a unit has an event after this one, or a checkpoint of a version above this one: then another activation of it has
    /// been at work. Two look-ups by key; it may wait a moment for others that ask.</summary>
    Task<bool> IsOvertakenAsync(string unit, long seq, long version, CancellationToken cancellation);

    /// <summary>
    /// Units whose checkpoint misses something: an event of their own, a newer checkpoint of a child, or a version that the parent's
    /// checkpoint includes, or includes a unit that is no child any more; units that have none at all, too. Deepest first. Reads only heads
    /// and versions, no roll-up.
    /// </summary>
    Task<ImmutableArray<StaleUnit>> StaleUnitsAsync(CancellationToken cancellation);
}

/// <summary>A unit whose checkpoint misses something, and what is written down: an activation that holds as much has missed
/// nothing.</summary>
/// <param name="Seq">Of its last event; 0 when nothing is known.</param>
/// <param name="Version">The highest of its roll-up in its own checkpoint and its parent's; 0 when there is none.</param>
/// <param name="Children">Those whose checkpoint is newer than what it includes, and the version.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.stale-unit")]
public sealed record StaleUnit(string Unit, long Seq, long Version, ImmutableDictionary<string, long> Children)
{
    /// <summary>Of which nothing is known to be missed.</summary>
    public static StaleUnit Fresh(string unit) => new(unit, 0, 0, ImmutableDictionary<string, long>.Empty);
}

/// <param name="Seq">Of the event that answered the request; null when there is none.</param>
/// <param name="Head">Of the unit's last event; 0 when there is none.</param>
public readonly record struct RequestTrace(long? Seq, long Head);

/// <param name="Snapshot">Null when there is none.</param>
/// <param name="SnapshotSeq">Sequence number that the snapshot covers; 0 without one.</param>
public sealed record UnitHistory(long Incarnation, long SnapshotSeq, ReadOnlyMemory<byte>? Snapshot, ImmutableArray<StoredEvent> Tail);

/// <param name="Seq">1 for a unit's first event, without gaps.</param>
/// <param name="RequestId">On the first event of the decision that answered a request; null elsewhere.</param>
/// <param name="Digest">Of the command that the request made, where the program that stored it kept one.</param>
public sealed record StoredEvent(
    string Unit, long Seq, UnitEvent Event, string Actor, DateTimeOffset At, string? RequestId, string? Digest = null)
{
    /// <summary>Who stands behind it, where a history was asked for; a replay does not need it.</summary>
    public Origin Origin { get; init; } = Origin.None;
}

/// <summary>One decision on its way to disk.</summary>
/// <param name="ExpectedSeq">Sequence number of the unit's last event as the decider saw it. Another writer's newer event refuses the
/// append.</param>
/// <param name="Obligations">Those that changed, in their new state.</param>
/// <param name="Digest">Of the command; stays with the request.</param>
/// <param name="EarlierRequestId">Where given, an event of the same actor under this request id is the answer too.</param>
/// <param name="Targets">Units to which each event is a message too: (index into <paramref name="Events"/>, unit).</param>
public sealed record Append(
    string Unit, long ExpectedSeq, ImmutableArray<UnitEvent> Events, string Actor, DateTimeOffset At, string? RequestId,
    Unit? Registered, ImmutableArray<Plan> Plans, ImmutableArray<PlanTask> Tasks, ImmutableArray<Obligation> Obligations,
    ImmutableArray<(int Event, string Target)> Targets, string? Digest = null, string? EarlierRequestId = null)
{
    public ImmutableArray<Duty> Duties { get; init; } = [];

    /// <summary>The unit in its new state, where that has been renamed, moved or closed.</summary>
    public Unit? Changed { get; init; }

    /// <summary>All that the unit has been called, where that is registered or changed.</summary>
    public ImmutableArray<UnitName> Names { get; init; } = [];

    /// <summary>What it adds to which units go on in which.</summary>
    public ImmutableArray<Lineage> Lineage { get; init; } = [];

    /// <summary>Those that changed, in their new state.</summary>
    public ImmutableArray<People.Grant> Grants { get; init; } = [];

    /// <summary>Those that changed, in their new state.</summary>
    public ImmutableArray<People.FocalAgency> FocalAgencies { get; init; } = [];

    /// <summary>What the areas of the plans that changed set aside now beside what obligations carry.</summary>
    public ImmutableArray<Rollup.PlanMoney> Money { get; init; } = [];

    /// <summary>The files that its events name.</summary>
    public ImmutableArray<FileUse> Files { get; init; } = [];

    /// <summary>Who stands behind it.</summary>
    public Origin Origin { get; init; } = Origin.None;

    /// <summary>Plans that bear another title now.</summary>
    public ImmutableArray<Plan> Retitled { get; init; } = [];

    /// <summary>Ids of new regimes, indicators and inspections: they stand in no plan.</summary>
    public ImmutableArray<string> Named { get; init; } = [];

    /// <summary>Those that changed, in their new state.</summary>
    public ImmutableArray<Reports.ReportRecord> Reports { get; init; } = [];

    /// <summary>Tasks, duties, regimes, indicators and inspections share their ids, since ids of obligations are made of them.</summary>
    public ImmutableArray<(string Id, string? Plan)> Lines => Tasks.IsEmpty && Duties.IsEmpty && Named.IsEmpty
        ? []
        : [.. Tasks.Select(t => (t.Id, (string?)t.Plan)), .. Duties.Select(d => (d.Id, (string?)d.Plan)), .. Named.Select(id => (id, (string?)null))];
}

/// <summary>How an append ended, if it did not end in an exception.</summary>
public abstract record AppendResult
{
    private AppendResult() { }

    /// <param name="Seq">Of the last event.</param>
    public sealed record Appended(long Seq) : AppendResult;

    /// <summary>Somebody else has written to the unit's stream: the caller's state is old.</summary>
    public sealed record Fenced : AppendResult;

    /// <summary>The unit has stored this request before.</summary>
    public sealed record Repeated(long Seq) : AppendResult;

    /// <summary>An id that must be unique in the whole system is taken: "unit", "plan", or "task" for whatever shares
    /// its ids with tasks.</summary>
    public sealed record Taken(string Noun, string Id) : AppendResult;
}

/// <summary>An event of the sender that one other unit must learn of, at least once.</summary>
public sealed record PendingMessage(long Id, string Sender, long Seq, string Target, UnitEvent Event)
{
    /// <summary>Why a message cannot be read whose event is not there.</summary>
    public const string NoEvent = "The event that it is about is not in the store.";
}

/// <param name="Seq">Last event of the unit's own that it covers.</param>
/// <param name="Included">The version of each child that it includes.</param>
/// <param name="Rollup">The whole of the unit's roll-up as its parent receives it.</param>
/// <param name="Fault">Why what is stored cannot be read, in which case the roll-up is empty and of version 0; null otherwise.</param>
public sealed record RollupCheckpoint(
    string Unit, long Seq, ImmutableDictionary<string, long> Included, ChildRollup Rollup, string? Fault = null)
{
    /// <summary>Whether the second book is what whoever saves this has saved before, so that it need not be written again.</summary>
    public bool KeepsIndicators { get; init; }
}

/// <summary>The database cannot be reached or does not answer in time. Nothing is known about a change that was under way.</summary>
public class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Too many wait for the database. Nothing has been asked of it, so that a retry is safe.</summary>
public sealed class StoreOverloadedException(string message) : StoreUnavailableException(message);

/// <summary>The store cannot hold the append, for a reason that is none of the results; nothing has happened, and a retry does not
/// help.</summary>
public sealed class AppendRefusedException(string message, Exception? inner = null) : InvalidOperationException(message, inner);

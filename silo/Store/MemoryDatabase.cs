namespace Hierarchy.Store;

/// <summary>
/// The data of <see cref="MemoryStore"/>. Like a database, it may be shared by several stores and outlives them.
/// </summary>
/// <remarks>
/// States are kept encoded, so that a store returns what a database would return. Thread-safe: its stores lock <see cref="Lock"/>.
/// </remarks>
public sealed class MemoryDatabase
{
    internal Lock Lock { get; } = new();

    internal SortedDictionary<string, UnitStream> Streams { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, MemoryUnit> Units { get; } = new(StringComparer.Ordinal);

    internal Dictionary<(string Old, string New, DateOnly On), Grains.Units.Lineage> Lineage { get; } = [];

    internal Dictionary<string, PlanEntry> Plans { get; } = new(StringComparer.Ordinal);

    /// <summary>The plan of each line, or the owner of a regime, which has no plan.</summary>
    internal Dictionary<string, (string? Plan, string? Owner)> Lines { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, MemoryObligation> Obligations { get; } = new(StringComparer.Ordinal);

    /// <summary>The spans of each obligation, the earliest first.</summary>
    internal Dictionary<string, List<SpanRow>> Spans { get; } = new(StringComparer.Ordinal);

    internal Dictionary<(string Plan, string Area), PlanMoney> Money { get; } = [];

    internal SortedDictionary<(string Unit, string Period, int Revision), ReportRow> Reports { get; } = [];

    internal SortedDictionary<long, MessageRow> Outbox { get; } = [];

    internal Dictionary<string, (long Seq, byte[] Data)> Snapshots { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, MemoryCheckpoint> Checkpoints { get; } = new(StringComparer.Ordinal);

    internal MemoryPeople People { get; } = new();

    internal MemorySessions Sessions { get; } = new();

    internal GrantBook Grants { get; } = new();

    internal MemoryFiles Files => field ??= new MemoryFiles(this);

    internal MemoryDrafts Drafts => field ??= new MemoryDrafts(this);

    internal MemoryReorganisations Reorganisations => field ??= new MemoryReorganisations(this);

    internal long Incarnation { get; set; }

    internal long LastMessage { get; set; }

    internal UnitStream StreamOf(string unit) => Streams.TryGetValue(unit, out var stream) ? stream : Streams[unit] = new UnitStream();
}

internal sealed class UnitStream
{
    /// <summary>Event n is at index n - 1.</summary>
    public List<EventRow> Events { get; } = [];

    public Dictionary<string, long> Requests { get; } = new(StringComparer.Ordinal);
}

/// <summary>A mutable row, shared by everything that refers to the unit.</summary>
internal sealed class MemoryUnit(UnitEntry entry, int depth, string path)
{
    public UnitEntry Entry { get; set; } = entry;

    public Grains.Units.Unit Unit => Entry.Unit;

    public int Depth { get; set; } = depth;

    public string Path { get; set; } = path;
}

internal sealed record MemoryObligation(Grains.Obligations.Obligation State, byte[] Encoded, string Folded, MemoryUnit Unit);

internal sealed record MemoryCheckpoint(RollupCheckpoint Checkpoint, byte[] Cells);

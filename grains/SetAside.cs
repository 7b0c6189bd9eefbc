using System.Collections.Concurrent;

namespace Hierarchy.Grains;

/// <summary>
/// Records of the store that this process cannot read or carry out and has set aside so that everything else continues. Each is logged once
/// and listed until it is mended. Thread-safe.
/// </summary>
public sealed partial class SetAside(ILogger<SetAside> log)
{
    /// <summary>Maximum number of listed records. Further ones are only counted.</summary>
    public const int NamedMax = 1_000;

    private readonly ConcurrentDictionary<(string What, string Unit, long Seq, string Target), SetAsideRecord> _records = [];
    private long _unnamed;

    /// <summary>The listed records, ordered by unit and event.</summary>
    public IReadOnlyList<SetAsideRecord> All =>
        [.. _records.Values.OrderBy(r => r.Unit, StringComparer.Ordinal).ThenBy(r => r.Seq).ThenBy(r => r.What, StringComparer.Ordinal)];

    /// <summary>How often a record was not listed because <see cref="NamedMax"/> already were.</summary>
    public long Unnamed => Volatile.Read(ref _unnamed);

    /// <summary>Sets a record aside. A repeat changes nothing.</summary>
    public void Add(SetAsideRecord record)
    {
        if (_records.Count >= NamedMax)
        {
            Interlocked.Increment(ref _unnamed);
        }
        else if (_records.TryAdd(KeyOf(record), record))
        {
            LogSetAside(record.ToString());
        }
    }

    /// <summary>Removes a record that has been mended, or superseded by a readable one.</summary>
    public void Remove(SetAsideRecord record)
    {
        if (!_records.IsEmpty)
        {
            _records.TryRemove(KeyOf(record), out _);
        }
    }

    private static (string, string, long, string) KeyOf(SetAsideRecord record) => (record.What, record.Unit, record.Seq, record.Target);

    [LoggerMessage(1006, LogLevel.Error, "set aside: {Record}")]
    private partial void LogSetAside(string record);
}

/// <param name="What">"event", "snapshot", "checkpoint", "message" or "unit".</param>
/// <param name="Unit">The unit to which it belongs; for a message, the sender.</param>
/// <param name="Seq">Sequence number of the event that it is, concerns, or covers up to; 0 for none.</param>
/// <param name="Target">The receiver of a message; otherwise empty.</param>
public sealed record SetAsideRecord(string What, string Unit, long Seq, string Target, string Reason)
{
    /// <summary>Characters of a reason that are shown.</summary>
    private const int ReasonMax = 300;

    public static SetAsideRecord Event(string unit, RecordFault fault) => new("event", unit, fault.Seq, "", fault.Reason);

    public static SetAsideRecord Snapshot(string unit, long seq, string reason) => new("snapshot", unit, seq, "", reason);

    public static SetAsideRecord Checkpoint(string unit, string reason) => new("checkpoint", unit, 0, "", reason);

    public static SetAsideRecord Message(Ports.PendingMessage message, string reason) =>
        new("message", message.Sender, message.Seq, message.Target, reason);

    public static SetAsideRecord Projection(string reason) => new("list row", "", 0, "", reason);

    public static SetAsideRecord OfUnit(string unit, string reason) => new("unit", unit, 0, "", reason);

    /// <summary>Whether both concern the same record, whatever their reasons.</summary>
    public bool IsAbout(SetAsideRecord other) => (What, Unit, Seq, Target) == (other.What, other.Unit, other.Seq, other.Target);

    public override string ToString()
    {
        var about = Seq == 0 ? "" : $" event {Seq.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        var to = Target.Length == 0 ? "" : $" to {Target}";
        var reason = Reason.ReplaceLineEndings(" ");
        return $"{What} of unit {Unit}{about}{to}: {(reason.Length <= ReasonMax ? reason : reason[..ReasonMax] + "…")}";
    }
}

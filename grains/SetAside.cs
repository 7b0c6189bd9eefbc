using System.Collections.Concurrent;

namespace Hierarchy.Grains;

/// <summary>
/// What this process has found in the store that it cannot read or carry out, and has put aside so that everything else goes on. Each is
/// said once in the log, and listed for as long as it stands. Thread-safe.
/// </summary>
public sealed partial class SetAside(ILogger<SetAside> log)
{
    /// <summary>Records that are named; beyond that they are counted only.</summary>
    public const int NamedMax = 1_000;

    private readonly ConcurrentDictionary<(string What, string Unit, long Seq, string Target), SetAsideRecord> _records = [];
    private long _unnamed;

    /// <summary>By unit and event.</summary>
    public IReadOnlyList<SetAsideRecord> All =>
        [.. _records.Values.OrderBy(r => r.Unit, StringComparer.Ordinal).ThenBy(r => r.Seq).ThenBy(r => r.What, StringComparer.Ordinal)];

    /// <summary>How often one could not be named because <see cref="NamedMax"/> are.</summary>
    public long Unnamed => Volatile.Read(ref _unnamed);

    /// <summary>Puts one aside. A second time changes nothing.</summary>
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

    /// <summary>It has been mended, or overtaken by something that can be read.</summary>
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
/// <param name="Unit">Whose it is; of a message, who sends it.</param>
/// <param name="Seq">Number of the event that it is, is about, or reaches up to; 0 when there is none.</param>
/// <param name="Target">Of a message, to whom; otherwise empty.</param>
public sealed record SetAsideRecord(string What, string Unit, long Seq, string Target, string Reason)
{
    /// <summary>Characters of a reason that are kept.</summary>
    private const int ReasonMax = 300;

    public static SetAsideRecord Event(string unit, RecordFault fault) => new("event", unit, fault.Seq, "", fault.Reason);

    public static SetAsideRecord Snapshot(string unit, long seq, string reason) => new("snapshot", unit, seq, "", reason);

    public static SetAsideRecord Checkpoint(string unit, string reason) => new("checkpoint", unit, 0, "", reason);

    public static SetAsideRecord Message(Ports.PendingMessage message, string reason) =>
        new("message", message.Sender, message.Seq, message.Target, reason);

    public static SetAsideRecord Projection(string reason) => new("list row", "", 0, "", reason);

    public static SetAsideRecord OfUnit(string unit, string reason) => new("unit", unit, 0, "", reason);

    /// <summary>Whether both name the same, whatever the reasons.</summary>
    public bool IsAbout(SetAsideRecord other) => (What, Unit, Seq, Target) == (other.What, other.Unit, other.Seq, other.Target);

    public override string ToString()
    {
        var about = Seq == 0 ? "" : $" event {Seq.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        var to = Target.Length == 0 ? "" : $" to {Target}";
        var reason = Reason.ReplaceLineEndings(" ");
        return $"{What} of unit {Unit}{about}{to}: {(reason.Length <= ReasonMax ? reason : reason[..ReasonMax] + "…")}";
    }
}

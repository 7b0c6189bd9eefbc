using Npgsql;

namespace Hierarchy.Store;

/// <summary>Recomputes the reports of each unit from its events and compares the table with them, including the signed bytes.</summary>
internal sealed class PostgresReportCheck(Database database)
{
    /// <remarks>Cost: one pass over the events of reports, and over the table. Holds all recomputed reports in memory.</remarks>
    public async Task<ImmutableArray<WrongReport>> CheckAsync(CancellationToken cancellation)
    {
        var right = new Dictionary<(string Unit, string Period, int Revision), ReportRow>();
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        var faults = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var state = UnitState.Empty;
        string? unit = null;
        await foreach (var found in ReadAsync(cancellation))
        {
            if (found.Name is null)
            {
                Compare(found.Row, right, unknown, faults);
                continue;
            }
            (unit, state) = (found.Row.Unit, unit == found.Row.Unit ? state : UnitState.Empty);
            // Renumbered, because the unit's other events are not read.
            var stored = new StoredEvent(unit, state.Seq + 1, EventCodec.Read(found.Name, found.Row.Data), "", found.At, null);
            state = state.Replay(stored);
            if (state.Fault is not null)
            {
                unknown.Add(unit);
                continue;
            }
            if (stored.Event is UnitEvent.OfReport of)
            {
                var row = ReportRow.Of(of.RecordOf(state));
                var key = (row.Unit, row.Period, row.Revision);
                right[key] = row.After(right.GetValueOrDefault(key));
            }
        }
        foreach (var missing in right.Values.Where(missing => !unknown.Contains(missing.Unit)))
        {
            faults[NameOf(missing)] = "Its row is missing.";
        }
        return [.. faults.Select(fault => new WrongReport(fault.Key, fault.Value))];
    }

    private IAsyncEnumerable<(ReportRow Row, string? Name, DateTimeOffset At)> ReadAsync(CancellationToken cancellation) => database.StreamAsync(
        new NpgsqlCommand(ReportSql.EventsAndRows),
        reader => reader.IsDBNull(2)
            ? (new ReportRow(
                reader.GetString(0), reader.GetString(5), reader.GetInt32(6), "", default, reader.GetInt16(7),
                reader.IsDBNull(8) ? null : reader.GetString(8), BytesOf(reader, 9), reader.GetFieldValue<byte[]>(3), BytesOf(reader, 10)), null, default)
            : (new ReportRow(reader.GetString(0), "", 0, "", default, 0, null, null, reader.GetFieldValue<byte[]>(3), null), (string?)reader.GetString(2),
                new DateTimeOffset(reader.GetInt64(4), TimeSpan.Zero)),
        StoreLimits.RecountTimeMax,
        cancellation);

    private static byte[]? BytesOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

    /// <summary>Compares a row with the expected one and removes that from the expected rows.</summary>
    private static void Compare(
        ReportRow row, Dictionary<(string, string, int), ReportRow> right, HashSet<string> unknown, SortedDictionary<string, string> faults)
    {
        // The state after an unreadable event is unknown. That event is reported as set aside.
        var isExpected = right.Remove((row.Unit, row.Period, row.Revision), out var expected);
        if (unknown.Contains(row.Unit))
        {
            return;
        }
        if (!isExpected)
        {
            faults[NameOf(row)] = "There is a row, but no event that made it.";
        }
        else if (row.Status != expected!.Status || row.Sha256 != expected.Sha256 || !Same(Normal(row.Data), expected.Data)
            || !Same(row.Figures, expected.Figures) || !Same(row.Content, expected.Content))
        {
            faults[NameOf(row)] = "Its row differs from the events.";
        }
        else if (row.Content is { } content && ReportContent.Sha256Of(System.Text.Encoding.UTF8.GetString(content)) != row.Sha256)
        {
            faults[NameOf(row)] = "The signed content does not match its signed hash.";
        }
    }

    private static string NameOf(ReportRow row) => new ReportKey(row.Unit, row.Period).IdOf(row.Revision);

    private static bool Same(byte[]? one, byte[]? other) => (one ?? []).AsSpan().SequenceEqual(other ?? []);

    /// <summary>The data as this version would write it: earlier versions may have omitted newer members.</summary>
    private static byte[] Normal(byte[] data)
    {
        try
        {
            return EventCodec.Encode(EventCodec.DecodeReport(data));
        }
        catch (Exception fault) when (EventCodec.IsUnreadable(fault))
        {
            return [];
        }
    }
}

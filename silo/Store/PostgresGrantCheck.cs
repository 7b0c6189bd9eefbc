using Npgsql;

namespace Hierarchy.Store;

/// <summary>Recomputes the grants and appointments of each unit from its events and compares the table with them.</summary>
internal sealed class PostgresGrantCheck(Database database)
{
    // A single statement, so that events and rows are consistent while others write. Per unit, events come first, in order.
    private const string EventsAndRows = """
        select unit, seq, name, data, id, kind
        from (
            select unit, seq, name, data, null as id, null as kind from events
            where name in ('grant-given', 'grant-delegated', 'grant-ended', 'focal-agency-appointed', 'focal-agency-ended')
            union all
            select unit, seq, null, data, id, kind from grants) as found
        order by name is null, unit, seq
        """;

    /// <remarks>Cost: one pass over the events. Holds all grants in memory, as every process does anyway.</remarks>
    public async Task<ImmutableArray<WrongGrant>> CheckAsync(CancellationToken cancellation)
    {
        var right = new Dictionary<string, GrantRow>(StringComparer.Ordinal);
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        var faults = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var state = UnitState.Empty;
        string? unit = null;
        await foreach (var (row, name) in ReadAsync(cancellation))
        {
            if (name is null)
            {
                Compare(row, right, unknown, faults);
                continue;
            }
            (unit, state) = (row.Unit, unit == row.Unit ? state : UnitState.Empty);
            // Renumbered, because the unit's other events are not read.
            var happened = EventCodec.Read(name, row.Data);
            state = state.Replay(new StoredEvent(unit, state.Seq + 1, happened, "", default, null, null));
            if (state.Fault is not null)
            {
                unknown.Add(unit);
            }
            foreach (var changed in state.Fault is null ? Changed(happened, state, row.Seq) : [])
            {
                right[changed.Id] = changed;
            }
        }
        foreach (var missing in right.Values.Where(missing => !unknown.Contains(missing.Unit)))
        {
            faults[missing.Id] = "Its row is missing.";
        }
        return [.. faults.Select(fault => new WrongGrant(fault.Key, fault.Value))];
    }

    private IAsyncEnumerable<(GrantRow Row, string? Name)> ReadAsync(CancellationToken cancellation) => database.StreamAsync(
        new NpgsqlCommand(EventsAndRows),
        reader => reader.IsDBNull(2)
            ? (new GrantRow(reader.GetString(4), reader.GetString(0), reader.GetInt16(5), reader.GetInt64(1), reader.GetFieldValue<byte[]>(3)), null)
            : (new GrantRow("", reader.GetString(0), 0, reader.GetInt64(1), reader.GetFieldValue<byte[]>(3)), (string?)reader.GetString(2)),
        StoreLimits.RecountTimeMax,
        cancellation);

    /// <summary>The rows that an event writes.</summary>
    private static IEnumerable<GrantRow> Changed(UnitEvent happened, UnitState next, long seq) => happened switch
    {
        UnitEvent.GrantGiven given => [GrantRow.Of(given.Grant, seq)],
        UnitEvent.GrantDelegated delegated => [GrantRow.Of(delegated.Grant, seq)],
        UnitEvent.GrantEnded ended => [GrantRow.Of(next.Grants[ended.Grant], seq)],
        UnitEvent.FocalAgencyAppointed appointed => [GrantRow.Of(appointed.Appointed, seq)],
        UnitEvent.FocalAgencyEnded ended => next.FocalAgencies.Values
            .Where(focal => focal.Agency == ended.Agency && focal.EndedOn == ended.On).Select(focal => GrantRow.Of(focal, seq)),
        _ => [],
    };

    /// <summary>Compares a row with the expected one and removes that from the expected rows.</summary>
    private static void Compare(
        GrantRow row, Dictionary<string, GrantRow> right, HashSet<string> unknown, SortedDictionary<string, string> faults)
    {
        // The state after an unreadable event is unknown. That event is reported as set aside.
        if (unknown.Contains(row.Unit))
        {
            right.Remove(row.Id);
        }
        else if (!right.Remove(row.Id, out var expected))
        {
            faults[row.Id] = "There is a row, but no event that gave this grant.";
        }
        else if (!unknown.Contains(expected.Unit) && !Same(row, expected))
        {
            faults[row.Id] = "Its row differs from the events.";
        }
    }

    private static bool Same(GrantRow row, GrantRow expected) =>
        (row.Unit, row.Kind, row.Seq) == (expected.Unit, expected.Kind, expected.Seq) && Normal(row).AsSpan().SequenceEqual(expected.Data);

    /// <summary>The row as this version would write it: earlier versions may have omitted newer members.</summary>
    private static byte[] Normal(GrantRow row)
    {
        try
        {
            return row.Kind == GrantRow.OfGrant
                ? EventCodec.Encode(EventCodec.DecodeGrant(row.Data)) : EventCodec.Encode(EventCodec.DecodeFocalAgency(row.Data));
        }
        catch (Exception fault) when (EventCodec.IsUnreadable(fault))
        {
            return [];
        }
    }
}

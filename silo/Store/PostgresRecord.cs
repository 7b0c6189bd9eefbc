using System.Security.Cryptography;
using Npgsql;

namespace Hierarchy.Store;

/// <summary>Checks the stored record against its hash chain, and the tables derived from it against the record.</summary>
internal sealed class PostgresRecord(Database database) : IRecord
{
    // A single statement, so that heads and events are consistent while others write.
    private const string Everything = """
        select coalesce(e.unit, h.unit), e.seq, e.name, e.data, e.actor, e.at, e.request_id, e.digest, e.person, e.session, e.address,
            e.on_behalf_of, e.hash, h.seq, h.hash
        from events e full join record_heads h on h.unit = e.unit
        order by 1, e.seq
        """;

    public async Task<RecordVerdict> CheckAsync(CancellationToken cancellation)
    {
        var faults = ImmutableArray.CreateBuilder<BrokenRecord>();
        var count = 0L;
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        UnitRecord? unit = null;
        await foreach (var (row, hash, head) in ReadAsync(cancellation))
        {
            if (unit?.Name != head.Unit)
            {
                unit?.End(faults, whole);
                unit = new UnitRecord(head);
            }
            if (row is not null)
            {
                count++;
                unit.Add(row, hash!, faults);
            }
        }
        unit?.End(faults, whole);
        return new RecordVerdict(count, Convert.ToHexStringLower(whole.GetHashAndReset()), faults.ToImmutable())
        {
            Grants = await new PostgresGrantCheck(database).CheckAsync(cancellation),
            Units = await new PostgresNameCheck(database).CheckAsync(cancellation),
            Reports = await new PostgresReportCheck(database).CheckAsync(cancellation),
        };
    }

    private IAsyncEnumerable<(EventRow? Row, byte[]? Hash, RecordHead Head)> ReadAsync(CancellationToken cancellation) => database.StreamAsync(
        new NpgsqlCommand(Everything),
        reader => (
            reader.IsDBNull(1) ? null : new EventRow(
                reader.GetString(0), 0, reader.GetInt64(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3), reader.GetString(4),
                reader.GetInt64(5), TextOf(reader, 6), TextOf(reader, 7), null)
            {
                Origin = new Origin(TextOf(reader, 8), TextOf(reader, 9), TextOf(reader, 10), TextOf(reader, 11)),
            },
            reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(12),
            new RecordHead(
                reader.GetString(0), reader.IsDBNull(13) ? null : reader.GetInt64(13), reader.IsDBNull(14) ? [] : reader.GetFieldValue<byte[]>(14))),
        StoreLimits.RecountTimeMax,
        cancellation);

    private static string? TextOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private sealed record RecordHead(string Unit, long? Seq, byte[] Hash);

    /// <summary>The record of one unit, read from its first event. Only its first fault is reported, as later ones may be
    /// consequences.</summary>
    private sealed class UnitRecord(RecordHead head)
    {
        private byte[] _hash = [];
        private long _seq;
        private bool _isBroken;

        public string Name => head.Unit;

        public void Add(EventRow row, byte[] hash, ICollection<BrokenRecord> faults)
        {
            if (row.Seq != _seq + 1)
            {
                Report(faults, _seq + 1, "It is missing: it was removed.");
            }
            _hash = RecordHash.Link(_hash, RecordHash.Content(row));
            _seq = row.Seq;
            if (!_hash.AsSpan().SequenceEqual(hash))
            {
                Report(faults, row.Seq, "Its hash does not match its columns and the event before it: it was changed or inserted.");
            }
            // Later events are checked against the stored hash, so that a second fault would show once this one is repaired.
            _hash = hash;
        }

        public void End(ICollection<BrokenRecord> faults, IncrementalHash whole)
        {
            if (head.Seq is { } seq && seq > _seq)
            {
                Report(faults, _seq + 1, $"It is missing: the record ended with event {seq}.");
            }
            else if (head.Seq != _seq || !head.Hash.AsSpan().SequenceEqual(_hash))
            {
                Report(faults, _seq, "It is not the last event recorded.");
            }
            whole.AppendData(_hash);
        }

        private void Report(ICollection<BrokenRecord> faults, long seq, string why)
        {
            if (!_isBroken)
            {
                faults.Add(new BrokenRecord(head.Unit, seq, why));
            }
            _isBroken = true;
        }
    }
}

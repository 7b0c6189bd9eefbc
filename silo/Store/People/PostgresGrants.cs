using Npgsql;

namespace Hierarchy.Store.People;

/// <summary>Keeps the book of grants up to date with the table.</summary>
internal sealed class PostgresGrants(Database database, GrantBook book)
{
    private const string ChangedSince = "select kind, seq, data, change from grants where change > $1 order by change";

    private readonly SemaphoreSlim _reading = new(1);
    private long _known;

    /// <remarks>Relies on the index of changes. Costs next to nothing if nothing has changed.</remarks>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            var rows = await database.ListAsync(
                new NpgsqlBatchCommand(ChangedSince) { Parameters = { new NpgsqlParameter<long> { TypedValue = _known } } },
                reader => (Kind: reader.GetInt16(0), Seq: reader.GetInt64(1), Data: reader.GetFieldValue<byte[]>(2), Change: reader.GetInt64(3)),
                cancellation);
            book.Put(
                [.. rows.Where(row => row.Kind == GrantRow.OfGrant).SelectMany(row => Read(row.Seq, row.Data, data => EventCodec.DecodeGrant(data)))],
                [.. rows.Where(row => row.Kind == GrantRow.OfFocalAgency)
                    .SelectMany(row => Read(row.Seq, row.Data, data => EventCodec.DecodeFocalAgency(data)))]);
            _known = rows.IsEmpty ? _known : rows[^1].Change;
        }
        finally
        {
            _reading.Release();
        }
    }

    // Empty for an unreadable row: nobody holds that grant, and the others are unaffected.
    private IEnumerable<(long Seq, T Item)> Read<T>(long seq, byte[] data, Func<byte[], T> decode)
    {
        try
        {
            return [(seq, decode(data))];
        }
        catch (Exception fault) when (EventCodec.IsUnreadable(fault))
        {
            database.Found?.Invoke(SetAsideRecord.Projection(fault.Message));
            return [];
        }
    }
}

/// <summary>A grant or an appointment as a row of the table.</summary>
internal sealed record GrantRow(string Id, string Unit, short Kind, long Seq, byte[] Data)
{
    public const short OfGrant = 0;
    public const short OfFocalAgency = 1;

    public static GrantRow Of(Grant grant, long seq) => new(grant.Id, grant.Unit, OfGrant, seq, EventCodec.Encode(grant));

    public static GrantRow Of(FocalAgency focal, long seq) => new(focal.Id, focal.Unit, OfFocalAgency, seq, EventCodec.Encode(focal));
}

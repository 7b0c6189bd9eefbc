using Npgsql;
using NpgsqlTypes;

namespace Hierarchy.Store;

/// <summary>Files in PostgreSQL. Each part is a query of its own, so that a slow client does not hold a connection.</summary>
internal sealed class PostgresFiles(Database database) : IFiles
{
    private const string Trim = "select trim_files()";

    /// <summary>Protects the contents from trimming for a day. Uses the database's clock, as trimming does.</summary>
    private const string Begin = """
        insert into file_contents as c (sha256, bytes, whole, touched)
        values ($1, $2, false, 621355968000000000 + (extract(epoch from now()) * 10000000)::bigint)
        on conflict (sha256) do update set touched = greatest(c.touched, excluded.touched)
        returning whole
        """;

    private const string AddPart = "insert into file_parts (sha256, part, data) values ($1, $2, $3) on conflict do nothing";

    /// <summary>Lock per caller, so that concurrent uploads are counted correctly.</summary>
    private const string Alone = "select pg_advisory_xact_lock(hashtextextended('files ' || $1, 0))";

    private const string Place = """
        with placed as (
            insert into files (id, sha256, name, media_type, bytes, brought_by, at)
            select $1, $2, $3, $4, $5, $6, $7
            where (
                select count(*) from recent_files r
                where r.brought_by = $6 and not exists (select from file_uses u where u.file = r.file)) < $8
            on conflict (id) do nothing
            returning id, sha256, brought_by, at),
        recent as (insert into recent_files (file, brought_by, at) select id, brought_by, at from placed)
        update file_contents c set whole = true from placed where c.sha256 = placed.sha256
        """;

    private const string IsPlaced = "select exists (select from files where id = $1)";

    private const string Find = """
        select f.id, f.name, f.media_type, f.bytes, f.sha256, f.brought_by, f.at, exists (select from file_uses u where u.file = f.id)
        from files f where f.id = any($1)
        """;

    private const string NamedBy = """
        select u.unit, u.seq, coalesce(o.unit, u.unit), o.reform
        from file_uses u left join obligations o on o.id = u.obligation
        where u.file = $1 and (u.unit, u.seq) > ($2, $3) and (u.obligation is null or o.id is not null)
        order by u.unit, u.seq limit $4
        """;

    private const string Part = "select data from file_parts where sha256 = $1 and part = $2";

    public async Task<bool> AddAsync(EvidenceFile file, string by, DateTimeOffset at, Stream content, CancellationToken cancellation)
    {
        await database.ListAsync(new NpgsqlBatchCommand(Trim), _ => true, cancellation);
        var begin = new NpgsqlBatchCommand(Begin) { Parameters = { Text(file.Sha256), Number(file.Bytes) } };
        if (!(await database.ListAsync(begin, reader => reader.GetBoolean(0), cancellation))[0])
        {
            await AddPartsAsync(file, content, cancellation);
        }
        return await database.RunAsync((connection, token) => PlaceAsync(connection, file, by, at, token), cancellation);
    }

    public Task<ImmutableArray<BroughtFile>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) => database.ListAsync(
        new NpgsqlBatchCommand(Find) { Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. ids] } } },
        reader => new BroughtFile(
            new EvidenceFile(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetString(4)),
            reader.GetString(5), new DateTimeOffset(reader.GetInt64(6), TimeSpan.Zero), reader.GetBoolean(7)),
        cancellation);

    public Task<ImmutableArray<NamedFor>> NamedForAsync(string id, NamedFor? after, int first, CancellationToken cancellation) => database.ListAsync(
        new NpgsqlBatchCommand(NamedBy)
        {
            Parameters =
            {
                Text(id), Text(after?.Recorder ?? ""), new NpgsqlParameter<long> { TypedValue = after?.Seq ?? 0 }, Number(first),
            },
        },
        reader => new NamedFor(
            reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.IsDBNull(3) ? null : (ReformArea)reader.GetInt16(3)),
        cancellation);

    public async Task<ReadOnlyMemory<byte>?> ReadPartAsync(string sha256, int part, CancellationToken cancellation)
    {
        var found = await database.ListAsync(
            new NpgsqlBatchCommand(Part) { Parameters = { Text(sha256), Number(part) } }, reader => reader.GetFieldValue<byte[]>(0), cancellation);
        // A plain null would convert to an empty part.
        return found.IsEmpty ? default(ReadOnlyMemory<byte>?) : found[0];
    }

    /// <summary>Stores the parts. Concurrent uploads of the same content write the same bytes.</summary>
    private async Task AddPartsAsync(EvidenceFile file, Stream content, CancellationToken cancellation)
    {
        content.Position = 0;
        var buffer = new byte[IFiles.PartBytes];
        for (var part = 0; ; part++)
        {
            var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
            if (read == 0)
            {
                return;
            }
            var (number, data) = (part, buffer.AsMemory(0, read));
            await database.RunAsync(
                async (connection, token) =>
                {
                    await using var command = new NpgsqlCommand(AddPart, connection)
                    {
                        Parameters = { Text(file.Sha256), Number(number), new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bytea, Value = data } },
                    };
                    return await command.ExecuteNonQueryAsync(token);
                },
                cancellation);
        }
    }

    /// <summary>A single transaction that is safe to repeat.</summary>
    private static async Task<bool> PlaceAsync(
        NpgsqlConnection connection, EvidenceFile file, string by, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(Alone) { Parameters = { Text(by) } },
                new NpgsqlBatchCommand(Place)
                {
                    Parameters =
                    {
                        Text(file.Id), Text(file.Sha256), Text(file.Name), Text(file.MediaType), Number(file.Bytes), Text(by), Instant(at),
                        Number(IFiles.UnnamedMax),
                    },
                },
                new NpgsqlBatchCommand(IsPlaced) { Parameters = { Text(file.Id) } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return reader.GetBoolean(0);
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<int> Number(int value) => new() { TypedValue = value };

    private static NpgsqlParameter<long> Instant(DateTimeOffset at) => new() { TypedValue = at.UtcTicks };
}

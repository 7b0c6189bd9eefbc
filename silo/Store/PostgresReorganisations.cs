using Hierarchy.Grains.Reorganisations;
using Npgsql;
using NpgsqlTypes;

namespace Hierarchy.Store;

/// <summary>Reorganisations in PostgreSQL.</summary>
internal sealed class PostgresReorganisations(Database database) : IReorganisations
{
    // Reads both columns at once, because the progress names the version of the content.
    private const string Find = "select progress, content from reorganisations where id = $1";

    private const string FindProgress = "select progress from reorganisations where id = $1";

    private const string All = "select id, carrier from reorganisations order by drafted desc, id";

    private const string Unfinished = "select id from reorganisations where under_way order by id";

    private const string Add = """
        insert into reorganisations (id, carrier, version, under_way, content, progress) values ($1, $2, $3, $4, $5, $6)
        on conflict do nothing
        returning true
        """;

    private const string Change = """
        update reorganisations set carrier = $2, version = $3, under_way = $4, content = coalesce($5, content), progress = $6
        where id = $1 and version = $3 - 1
        returning true
        """;

    public async Task<FoundReorganisation?> FindAsync(string id, long known, CancellationToken cancellation)
    {
        if (known > 0)
        {
            var now = await database.ListAsync(
                new NpgsqlBatchCommand(FindProgress) { Parameters = { Text(id) } },
                reader => EventCodec.DecodeProgress(reader.GetFieldValue<byte[]>(0)), cancellation);
            if (now.IsEmpty || now[0].ContentVersion == known)
            {
                return now.IsEmpty ? null : new FoundReorganisation(null, now[0]);
            }
        }
        var found = await database.ListAsync(
            new NpgsqlBatchCommand(Find) { Parameters = { Text(id) } },
            reader => new FoundReorganisation(
                EventCodec.DecodeReorganisation(reader.GetFieldValue<byte[]>(1)), EventCodec.DecodeProgress(reader.GetFieldValue<byte[]>(0))),
            cancellation);
        return found.IsEmpty ? null : found[0];
    }

    public Task<ImmutableArray<(string Id, string Carrier)>> AllAsync(CancellationToken cancellation) =>
        database.ListAsync(new NpgsqlBatchCommand(All), reader => (reader.GetString(0), reader.GetString(1)), cancellation);

    public Task<ImmutableArray<string>> UnfinishedAsync(CancellationToken cancellation) =>
        database.ListAsync(new NpgsqlBatchCommand(Unfinished), reader => reader.GetString(0), cancellation);

    public async Task<bool> SaveAsync(
        string id, string carrier, Reorganisation? content, ReorganisationProgress progress, CancellationToken cancellation)
    {
        var saved = await database.ListAsync(
            new NpgsqlBatchCommand(progress.Version == 1 ? Add : Change)
            {
                Parameters =
                {
                    Text(id), Text(carrier), new NpgsqlParameter<long> { TypedValue = progress.Version },
                    new NpgsqlParameter<bool> { TypedValue = progress.IsUnderWay },
                    Bytes(content is null ? null : EventCodec.Encode(content)), Bytes(EventCodec.Encode(progress)),
                },
            },
            _ => true, cancellation);
        return !saved.IsEmpty;
    }

    private static NpgsqlParameter Bytes(byte[]? value) => new() { NpgsqlDbType = NpgsqlDbType.Bytea, Value = (object?)value ?? DBNull.Value };

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };
}

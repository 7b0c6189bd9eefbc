using System.Collections.Immutable;
using System.Text.Json;
using Hierarchy.Grains.Ports;
using Hierarchy.Grains.Rollup;
using Npgsql;
using NpgsqlTypes;

namespace Hierarchy.Store;

/// <summary>
/// Roll-ups in PostgreSQL. Thread-safe. A crash may forget the newest: they are derived, and <see cref="StaleUnitsAsync"/> then names
/// their units.
/// </summary>
public sealed class PostgresCheckpoints : IRollupCheckpoints
{
    private const string Save = """
        insert into rollup_checkpoints (unit, seq, version, included, data) values ($1, $2, $3, $4, $5)
        on conflict (unit) do update set seq = excluded.seq, version = excluded.version, included = excluded.included, data = excluded.data
        where rollup_checkpoints.version < excluded.version
        """;

    private const string OfChildren = """
        select c.unit, c.seq, c.version, c.included::text, c.data
        from units u join rollup_checkpoints c on c.unit = u.id
        where u.parent = $1 order by c.unit
        """;

    // One index look-up a unit for its last event: the whole history would be read by a max() over all.
    private const string Stale = """
        select u.id, coalesce(e.seq, 0), greatest(c.version, p.version, 0), coalesce(k.newer, '{}')::text
        from units u left join rollup_checkpoints c on c.unit = u.id
            left join lateral (select seq from events where unit = u.id order by seq desc limit 1) e on true
            left join lateral (
                select jsonb_object_agg(k.id, kc.version) as newer
                from units k join rollup_checkpoints kc on kc.unit = k.id
                where k.parent = u.id and kc.version > coalesce((c.included ->> k.id)::bigint, 0)) k on true
            left join lateral (select (included ->> u.id)::bigint as version from rollup_checkpoints where unit = u.parent) p on true
        where c.unit is null or c.seq < e.seq or k.newer is not null or p.version > c.version
        order by u.depth desc, u.id
        """;

    private const string Overtaken = """
        select exists (select from events where unit = $1 and seq > $2)
            or exists (select from rollup_checkpoints where unit = $1 and version > $3)
        """;

    private readonly Database _database;

    internal PostgresCheckpoints(Database database) => _database = database;

    /// <inheritdoc/>
    public Task SaveAsync(RollupCheckpoint checkpoint, CancellationToken cancellation) => _database.UpkeepAsync(
        (connection, token) => Database.ExecuteForgettablyAsync(
            connection,
            new NpgsqlBatchCommand(Save)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = checkpoint.Unit },
                    new NpgsqlParameter<long> { TypedValue = checkpoint.Seq },
                    new NpgsqlParameter<long> { TypedValue = checkpoint.Rollup.Version },
                    new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = Included(checkpoint.Included) },
                    new NpgsqlParameter<byte[]> { TypedValue = RollupCodec.Encode(checkpoint.Rollup.Cells) },
                },
            },
            token),
        cancellation);

    /// <inheritdoc/>
    /// <remarks>Leaves out a child whose roll-up was written in a form that this program does not know: it has to be asked.</remarks>
    public async Task<ImmutableArray<RollupCheckpoint>> OfChildrenAsync(string parent, CancellationToken cancellation)
    {
        var rows = await _database.ListAsync(
            new NpgsqlBatchCommand(OfChildren)
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = SearchText.Storable(parent) } },
            },
            Read,
            cancellation);
        return [.. rows.OfType<RollupCheckpoint>()];
    }

    /// <inheritdoc/>
    public Task<bool> IsOvertakenAsync(string unit, long seq, long version, CancellationToken cancellation) => _database.UpkeepAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(Overtaken, connection)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = SearchText.Storable(unit) },
                    new NpgsqlParameter<long> { TypedValue = seq },
                    new NpgsqlParameter<long> { TypedValue = version },
                },
            };
            return (bool)(await command.ExecuteScalarAsync(token))!;
        },
        cancellation);

    /// <inheritdoc/>
    /// <remarks>Only registered units. Cost: three index look-ups for each of them.</remarks>
    public Task<ImmutableArray<StaleUnit>> StaleUnitsAsync(CancellationToken cancellation) => _database.ListAsync(
        new NpgsqlBatchCommand(Stale),
        reader => new StaleUnit(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), Versions(reader.GetString(3))),
        cancellation);

    private static RollupCheckpoint? Read(NpgsqlDataReader reader)
    {
        var unit = reader.GetString(0);
        var included = Versions(reader.GetString(3));
        return RollupCodec.Decode(reader.GetFieldValue<byte[]>(4)) is { } cells
            ? new RollupCheckpoint(unit, reader.GetInt64(1), included, new ChildRollup(unit, reader.GetInt64(2), cells))
            : null;
    }

    private static ImmutableDictionary<string, long> Versions(string json) =>
        JsonSerializer.Deserialize(json, StoreJson.Default.ImmutableDictionaryStringInt64)!;

    private static string Included(ImmutableDictionary<string, long> versions) =>
        JsonSerializer.Serialize(versions, StoreJson.Default.ImmutableDictionaryStringInt64);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(ImmutableDictionary<string, long>))]
internal sealed partial class StoreJson : System.Text.Json.Serialization.JsonSerializerContext;

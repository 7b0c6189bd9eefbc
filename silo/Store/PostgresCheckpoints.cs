using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Hierarchy.Store;

/// <summary>
/// Checkpoints of roll-ups in PostgreSQL. Thread-safe. A crash may lose the newest ones. They are derived data, and <see
/// cref="StaleUnitsAsync"/> then returns their units.
/// </summary>
public sealed class PostgresCheckpoints : IRollupCheckpoints
{
    private const string Save = """
        insert into rollup_checkpoints (unit, seq, version, included, data) values ($1, $2, $3, $4, $5)
        on conflict (unit) do update set seq = excluded.seq, version = excluded.version, included = excluded.included, data = excluded.data
        where rollup_checkpoints.version < excluded.version
        """;

    private const string SaveIndicators = """
        insert into rollup_indicators (unit, version, data) values ($1, $2, $3)
        on conflict (unit) do update set version = excluded.version, data = excluded.data where rollup_indicators.version < excluded.version
        """;

    private const string ForgetIndicators = "delete from rollup_indicators where unit = $1 and version < $2";

    private const string OfChildren = """
        select c.unit, c.seq, c.version, c.included::text, c.data, coalesce(i.version, 0), i.data
        from units u join rollup_checkpoints c on c.unit = u.id left join rollup_indicators i on i.unit = u.id
        where u.parent = $1 order by c.unit
        """;

    // One index look-up per unit finds its last event. A max() over all events would read the whole history.
    private const string Stale = """
        select u.id, coalesce(e.seq, 0), greatest(c.version, p.version, 0), coalesce(k.newer, '{}')::text
        from units u left join rollup_checkpoints c on c.unit = u.id
            left join lateral (select seq from events where unit = u.id order by seq desc limit 1) e on true
            left join lateral (
                select jsonb_object_agg(k.id, kc.version) as newer
                from units k join rollup_checkpoints kc on kc.unit = k.id
                where k.parent = u.id and kc.version > coalesce(
                    case when jsonb_typeof(c.included -> k.id) = 'number' then (c.included ->> k.id)::numeric end, 0)) k on true
            left join lateral (
                select least(trunc((included ->> u.id)::numeric), 9223372036854775807)::bigint as version from rollup_checkpoints
                where unit = u.parent and jsonb_typeof(included -> u.id) = 'number') p on true
            left join lateral (
                select true as strange
                from jsonb_object_keys(case when jsonb_typeof(c.included) = 'object' then c.included else '{}' end) i join units s on s.id = i
                where s.parent is distinct from u.id limit 1) s on true
        where c.unit is null or c.seq < e.seq or k.newer is not null or p.version > c.version or s.strange
        order by u.depth desc, u.id
        """;

    private const string ForgetUnreadable = "delete from rollup_checkpoints where substring(data from 1 for $2) <> $1";

    private readonly Database _database;
    private readonly OvertakenLooks _looks;

    internal PostgresCheckpoints(Database database)
    {
        _database = database;
        _looks = new OvertakenLooks(database);
    }

    /// <inheritdoc/>
    public Task SaveAsync(RollupCheckpoint checkpoint, CancellationToken cancellation) => _database.UpkeepAsync(
        (connection, token) => Database.ExecuteForgettablyAsync(connection, CommandsOf(checkpoint), token), cancellation);

    private static IEnumerable<NpgsqlBatchCommand> CommandsOf(RollupCheckpoint checkpoint)
    {
        var (unit, rollup) = (checkpoint.Unit, checkpoint.Rollup);
        yield return new NpgsqlBatchCommand(Save)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = unit },
                new NpgsqlParameter<long> { TypedValue = checkpoint.Seq },
                new NpgsqlParameter<long> { TypedValue = rollup.Version },
                new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = Included(checkpoint.Included) },
                new NpgsqlParameter<byte[]> { TypedValue = RollupCodec.Encode(rollup.Cells) },
            },
        };
        if (checkpoint.KeepsIndicators)
        {
            yield break;
        }
        // If the unit has no indicators, those saved by an earlier activation are out of date.
        yield return rollup.Indicators.IsEmpty
            ? new NpgsqlBatchCommand(ForgetIndicators)
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = unit }, new NpgsqlParameter<long> { TypedValue = rollup.Version } },
            }
            : new NpgsqlBatchCommand(SaveIndicators)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = unit },
                    new NpgsqlParameter<long> { TypedValue = rollup.IndicatorsSince },
                    new NpgsqlParameter<byte[]> { TypedValue = IndicatorCodec.Encode(rollup.Indicators) },
                },
            };
    }

    /// <inheritdoc/>
    /// <remarks>A damaged or unknown checkpoint is returned as unreadable, and the child must be asked instead.</remarks>
    public Task<ImmutableArray<RollupCheckpoint>> OfChildrenAsync(string parent, CancellationToken cancellation) =>
        _database.ListAsync(
            new NpgsqlBatchCommand(OfChildren)
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = SearchText.Storable(parent) } },
            },
            Read,
            cancellation);

    /// <inheritdoc/>
    /// <remarks>Answers after half a second, together with all calls made meanwhile.</remarks>
    public Task<bool> IsOvertakenAsync(string unit, long seq, long version, CancellationToken cancellation) =>
        _looks.AskAsync(unit, seq, version, cancellation);

    /// <inheritdoc/>
    /// <remarks>Only registered units. Cost: three index look-ups for each of them.</remarks>
    public Task<ImmutableArray<StaleUnit>> StaleUnitsAsync(CancellationToken cancellation) => _database.ListAsync(
        new NpgsqlBatchCommand(Stale),
        reader => new StaleUnit(
            reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2),
            Versions(reader.GetString(3)) ?? ImmutableDictionary<string, long>.Empty),
        cancellation);

    private static RollupCheckpoint Read(NpgsqlDataReader reader)
    {
        var unit = reader.GetString(0);
        var seq = reader.GetInt64(1);
        var indicators = reader.IsDBNull(6)
            ? ImmutableDictionary<IndicatorCell, IndicatorSums>.Empty
            : IndicatorCodec.Decode(reader.GetFieldValue<byte[]>(6));
        return RollupCodec.Decode(reader.GetFieldValue<byte[]>(4)) is { } cells && Versions(reader.GetString(3)) is { } included && indicators is not null
            ? new RollupCheckpoint(
                unit, seq, included,
                new ChildRollup(unit, reader.GetInt64(2), cells) { Indicators = indicators, IndicatorsSince = reader.GetInt64(5) })
            : Unreadable(unit, seq);
    }

    /// <summary>Deletes checkpoints in a format that this version cannot read. Their units then count as having none, so that recovery
    /// recomputes all totals before anyone asks for them. Idempotent. Cost: reads the header of each checkpoint.</summary>
    /// <param name="owner">The owner's pool.</param>
    internal static async Task ForgetUnreadableAsync(NpgsqlDataSource owner, CancellationToken cancellation)
    {
        await using var command = owner.CreateCommand(ForgetUnreadable);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = [.. RollupCodec.Head] });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = RollupCodec.Head.Length });
        command.CommandTimeout = (int)StoreLimits.MigrationTimeMax.TotalSeconds;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    internal static RollupCheckpoint Unreadable(string unit, long seq) => new(
        unit, seq, ImmutableDictionary<string, long>.Empty, new ChildRollup(unit, 0, []),
        "It is damaged or in an unknown format; the unit counts anew.");

    /// <summary>Null when the JSON is not a map of versions.</summary>
    private static ImmutableDictionary<string, long>? Versions(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoreJson.Default.ImmutableDictionaryStringInt64);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Included(ImmutableDictionary<string, long> versions) =>
        JsonSerializer.Serialize(versions, StoreJson.Default.ImmutableDictionaryStringInt64);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(ImmutableDictionary<string, long>))]
internal sealed partial class StoreJson : System.Text.Json.Serialization.JsonSerializerContext;

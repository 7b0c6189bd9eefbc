using Npgsql;
using NpgsqlTypes;

namespace Hierarchy.Store;

/// <summary>Events, messages and snapshots in PostgreSQL. Thread-safe.</summary>
/// <remarks>
/// Appends are committed in groups (<see cref="StoreLimits.Writers"/> writers). Every method answers or throws
/// <see cref="StoreUnavailableException"/> within <see cref="StoreLimits.AnswerTimeMax"/>, and recovers by itself once the database
/// is back.
/// </remarks>
public sealed class PostgresEventStore : IEventStore
{
    // PostgreSQL flushes a sequence value only with a later commit, and a commit waits for the disk only if its transaction has written to
    // the WAL. The message makes it write. Otherwise a crash could lead to the same incarnation twice.
    private const string NextIncarnation =
        "select nextval('incarnations'), pg_logical_emit_message(true, 'incarnation', ''), set_config('synchronous_commit', 'on', true)";

    private const string Tail = """
        select unit, seq, name, data, actor, at, request_id, digest from events
        where unit = $1 and seq > coalesce((select seq from snapshots where unit = $1), 0)
        order by seq
        """;

    private const string Snapshot = "select seq, data from snapshots where unit = $1";

    private const string FindRequest = """
        select (select seq from events where unit = $1 and request_id = $2),
            coalesce((select seq from events where unit = $1 order by seq desc limit 1), 0)
        """;

    private const string Range = """
        select unit, seq, name, data, actor, at, request_id, digest from events where unit = $1 and seq between $2 and $3 order by seq
        """;

    private const string Everything = "select unit, seq, name, data, actor, at, request_id, digest from events order by unit, seq";

    private const string SaveSnapshot = """
        insert into snapshots (unit, seq, data) values ($1, $2, $3)
        on conflict (unit) do update set seq = excluded.seq, data = excluded.data where snapshots.seq < excluded.seq
        """;

    // An event may be addressed to every unit of the country and then lists them all, so only the first of its messages carries its data.
    private const string Pending = """
        select o.id, o.unit, o.seq, o.target, e.name, case when lag(o.seq) over (order by o.id) is distinct from o.seq then e.data end
        from (select * from outbox where unit = $1 and id > $3 order by id limit $2) o left join events e on e.unit = o.unit and e.seq = o.seq
        order by o.id
        """;

    private const string Acknowledge = "delete from outbox where id = any($1)";

    private const string Senders = "select distinct unit from outbox order by unit";

    private const string AnyEarlierRequest = "select exists (select from events where request_id >= 'c:' and request_id < 'c;')";

    private readonly Database _database;
    private readonly PostgresPast _past;
    private readonly GroupWriter[] _writers;

    // Only versions before the caller's key wrote such requests, and none of them can write to today's schema.
    private bool _hasEarlierRequests = true;

    internal PostgresEventStore(Database database, UnitDirectory directory, GrantBook grants, PostgresPast past)
    {
        _database = database;
        _past = past;
        _writers = [.. Enumerable.Range(0, StoreLimits.Writers).Select(_ => new GroupWriter(database, directory, grants))];
    }

    /// <summary>Finds out whether appends must look for requests that earlier versions have answered. Until it is called, each append does.
    /// Cost: one index probe.</summary>
    internal async Task LookForEarlierRequestsAsync(CancellationToken cancellation) =>
        _hasEarlierRequests =
            (await _database.ListAsync(new NpgsqlBatchCommand(AnyEarlierRequest), reader => reader.GetBoolean(0), cancellation))[0];

    /// <inheritdoc/>
    public Task<UnitHistory> LoadAsync(string unit, CancellationToken cancellation) => _database.RunAsync(
        async (connection, token) =>
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new NpgsqlBatchCommand(NextIncarnation),
                    new NpgsqlBatchCommand(Tail) { Parameters = { Text(unit) } },
                    new NpgsqlBatchCommand(Snapshot) { Parameters = { Text(unit) } },
                },
            };
            if (_database.Silo is { } silo)
            {
                // A silo declared dead must not get a higher incarnation than its successor.
                batch.BatchCommands.Add(silo.Fence());
            }
            await using var reader = await batch.ExecuteReaderAsync(token);
            await reader.ReadAsync(token);
            var incarnation = reader.GetInt64(0);
            await reader.NextResultAsync(token);
            var tail = ImmutableArray.CreateBuilder<StoredEvent>();
            while (await reader.ReadAsync(token))
            {
                tail.Add(ReadEvent(reader));
            }
            await reader.NextResultAsync(token);
            var found = await reader.ReadAsync(token);
            var seq = found ? reader.GetInt64(0) : 0;
            var snapshot = found ? new ReadOnlyMemory<byte>(reader.GetFieldValue<byte[]>(1)) : default(ReadOnlyMemory<byte>?);
            // Rows arrive before the commit: only the end of the result proves that the incarnation is on disk. Disposing the reader would
            // hide a connection that breaks in between.
            await reader.NextResultAsync(token);
            // A snapshot saved after the tail was read covers part of it.
            return new UnitHistory(incarnation, seq, snapshot, [.. tail.Where(e => e.Seq > seq)]);
        },
        cancellation);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The append is invalid; nothing was written.</exception>
    /// <exception cref="AppendRefusedException">
    /// The database refuses the append for a reason that no result expresses, such as an unregistered unit; nothing was written.
    /// </exception>
    public async Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation)
    {
        AppendRules.Check(append);
        var since = _database.Time.GetTimestamp();
        var past = await _past.RowsOfAsync(append, cancellation);
        var pending = new PendingAppend(_hasEarlierRequests ? append : append with { EarlierRequestId = null }, past);
        _writers[(uint)string.GetHashCode(append.Unit, StringComparison.Ordinal) % _writers.Length].Enqueue(pending);
        try
        {
            var max = append.Changed is null ? StoreLimits.AnswerTimeMax : StoreLimits.TreeTimeMax + StoreLimits.AnswerTimeMax;
            return await pending.Answer.Task.WaitAsync(max, _database.Time, cancellation);
        }
        catch (TimeoutException late)
        {
            pending.Abandon();
            _database.Outage.Silent(since);
            throw Database.Unavailable(late);
        }
        catch (OperationCanceledException)
        {
            pending.Abandon();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<RequestTrace> FindRequestAsync(string unit, string requestId, CancellationToken cancellation) => _database.RunAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(FindRequest, connection) { Parameters = { Text(unit), Text(requestId) } };
            await using var reader = await command.ExecuteReaderAsync(token);
            await reader.ReadAsync(token);
            return new RequestTrace(reader.IsDBNull(0) ? null : reader.GetInt64(0), reader.GetInt64(1));
        },
        cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> ReadAsync(string unit, long from, long to, CancellationToken cancellation) =>
        _database.StreamAsync(
        new NpgsqlCommand(Range) { Parameters = { Text(unit), Number(from), Number(to) } }, ReadEvent, StoreLimits.DatabaseTimeMax,
        cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredEvent> ReadAllAsync(CancellationToken cancellation) => _database.StreamAsync(
        new NpgsqlCommand(Everything), ReadEvent, StoreLimits.RecountTimeMax, cancellation);

    /// <inheritdoc/>
    /// <remarks>A crash may lose a snapshot just saved, which costs only speed.</remarks>
    public Task SaveSnapshotAsync(string unit, long seq, ReadOnlyMemory<byte> snapshot, CancellationToken cancellation) =>
        _database.RunAsync(
        (connection, token) => Database.ExecuteForgettablyAsync(
            connection,
            [
                new NpgsqlBatchCommand(SaveSnapshot)
                {
                    Parameters =
                    {
                        Text(unit),
                        Number(seq),
                        new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = snapshot, NpgsqlDbType = NpgsqlDbType.Bytea },
                    },
                },
            ],
            token),
        cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<PendingMessage>> PendingMessagesAsync(string unit, long after, int limit, CancellationToken cancellation)
    {
        UnitEvent? happened = null;
        return _database.ListAsync(
            new NpgsqlBatchCommand(Pending)
            {
                Parameters = { Text(unit), new NpgsqlParameter<int> { TypedValue = limit }, Number(after) },
            },
            reader =>
            {
                happened = reader.IsDBNull(4) ? new UnitEvent.Unreadable("", PendingMessage.NoEvent)
                    : reader.IsDBNull(5) ? happened
                    : EventCodec.Read(reader.GetString(4), reader.GetFieldValue<byte[]>(5));
                return new PendingMessage(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3), happened!);
            },
            cancellation);
    }

    /// <inheritdoc/>
    public Task AcknowledgeAsync(IReadOnlyList<long> messages, CancellationToken cancellation) => _database.RunAsync(
        (connection, token) => Database.ExecuteForgettablyAsync(
            connection,
            [new NpgsqlBatchCommand(Acknowledge) { Parameters = { new NpgsqlParameter<long[]> { TypedValue = [.. messages] } } }],
            token),
        cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> UnitsWithMessagesAsync(CancellationToken cancellation) =>
        _database.ListAsync(new NpgsqlBatchCommand(Senders), reader => reader.GetString(0), cancellation);

    /// <summary>Writes all accepted appends and refuses new ones.</summary>
    internal async Task CloseAsync()
    {
        foreach (var writer in _writers)
        {
            await writer.DisposeAsync();
        }
    }

    /// <summary>Number of columns that <see cref="ReadEvent"/> reads.</summary>
    internal const int EventColumns = 8;

    /// <summary>Reads the columns unit, seq, name, data, actor, at, request_id, digest.</summary>
    internal static StoredEvent ReadEvent(NpgsqlDataReader reader) => new(
        reader.GetString(0),
        reader.GetInt64(1),
        EventCodec.Read(reader.GetString(2), reader.GetFieldValue<byte[]>(3)),
        reader.GetString(4),
        // A number that is not a valid instant is clamped, so that the event stays readable.
        new DateTimeOffset(Math.Clamp(reader.GetInt64(5), 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero),
        reader.IsDBNull(6) ? null : reader.GetString(6),
        reader.IsDBNull(7) ? null : reader.GetString(7));

    private static NpgsqlParameter Text(string value) => new NpgsqlParameter<string> { TypedValue = SearchText.Storable(value) };

    private static NpgsqlParameter Number(long value) => new NpgsqlParameter<long> { TypedValue = value };
}

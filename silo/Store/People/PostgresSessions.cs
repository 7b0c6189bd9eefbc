using Npgsql;

namespace Hierarchy.Store.People;

/// <summary>Sessions in PostgreSQL, cached in memory.</summary>
public sealed class PostgresSessions : ISessions
{
    // Lock that serialises writers, so that change numbers become visible in order. The lock number is arbitrary but must be unique in the
    // database: "SESS" in ASCII.
    private const string Alone = "select pg_advisory_xact_lock(1397052243)";

    private const string ChangedSessions =
        "select hash, person, began, until, ended is not null, change from sessions where change > $1 and until > $2 order by change";

    private const string ChangedSignOuts = "select person, at, change from sign_outs where change > $1 order by change";

    private const string Put =
        "insert into sessions (hash, person, began, until, change) values ($1, $2, $3, $4, nextval('session_changes')) on conflict (hash) do nothing";

    private const string EndOldest = """
        update sessions set ended = $2, change = nextval('session_changes') where hash in (
            select hash from sessions where person = $1 and ended is null order by began desc, hash offset $3)
        """;

    private const string Forget = "delete from sessions where until < $1";

    private const string End = "update sessions set ended = $2, change = nextval('session_changes') where hash = $1 and ended is null";

    private const string CountOpen = """
        select count(*) from sessions s where person = $1 and ended is null and until > $2
        and not exists (select from sign_outs o where o.person = s.person and o.at >= s.began)
        """;

    private const string PutSignOut = """
        insert into sign_outs (person, at, change) values ($1, $2, nextval('session_changes'))
        on conflict (person) do update set at = excluded.at, change = excluded.change
        """;

    private readonly Database _database;
    private readonly SessionBook _book = new();
    private readonly SemaphoreSlim _reading = new(1);
    private long _known;

    internal PostgresSessions(Database database) => _database = database;

    /// <inheritdoc/>
    public Session? OfHash(ReadOnlySpan<byte> hash) => _book.OfHash(hash);

    /// <inheritdoc/>
    public DateTimeOffset? AllEnded(string person) => _book.AllEnded(person);

    /// <inheritdoc/>
    /// <remarks>Relies on the indexes of changes. Costs next to nothing if nothing has changed.</remarks>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            var now = _database.Time.GetUtcNow();
            _known = await _database.RunAsync((connection, token) => ReadAsync(connection, _known, now, token), cancellation);
            _book.Forget(now);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public async Task AddAsync(byte[] hash, Session session, CancellationToken cancellation)
    {
        await _database.WriteAloneAsync(
            Alone, async (connection, token) =>
            {
                await ExecuteAsync(connection, Put, token, Bytes(hash), Text(session.Person), Instant(session.Began), Instant(session.Until));
                await ExecuteAsync(
                    connection, EndOldest, token, Text(session.Person), Instant(session.Began),
                    new NpgsqlParameter<int> { TypedValue = Session.PerPersonMax });
                return await ExecuteAsync(connection, Forget, token, Instant(session.Began - SessionBook.KeptFor));
            },
            cancellation);
        await CatchUpAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task EndAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellation)
    {
        await _database.WriteAloneAsync(Alone, (connection, token) => ExecuteAsync(connection, End, token, Bytes(hash), Instant(now)), cancellation);
        await CatchUpAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<int> EndAllAsync(string person, DateTimeOffset now, CancellationToken cancellation)
    {
        var ended = await _database.WriteAloneAsync(
            Alone, async (connection, token) =>
            {
                await using var count = new NpgsqlCommand(CountOpen, connection) { Parameters = { Text(person), Instant(now) } };
                var open = (long)(await count.ExecuteScalarAsync(token))!;
                await ExecuteAsync(connection, PutSignOut, token, Text(person), Instant(now));
                await using var note = PostgresSecurityLog.Note(connection, now, SecurityEvents.SessionsEnded, person);
                await note.ExecuteNonQueryAsync(token);
                return (int)open;
            },
            cancellation);
        await CatchUpAsync(cancellation);
        return ended;
    }

    private async Task<long> ReadAsync(NpgsqlConnection connection, long known, DateTimeOffset now, CancellationToken cancellation)
    {
        // One snapshot for all tables, so that no change number is missed between them.
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        await using var batch = new NpgsqlBatch(connection, snapshot)
        {
            BatchCommands =
            {
                new(ChangedSessions) { Parameters = { new NpgsqlParameter<long> { TypedValue = known }, Instant(now) } },
                new(ChangedSignOuts) { Parameters = { new NpgsqlParameter<long> { TypedValue = known } } },
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var newest = known;
        while (await reader.ReadAsync(cancellation))
        {
            var hash = reader.GetFieldValue<byte[]>(0);
            if (reader.GetBoolean(4))
            {
                _book.End(hash);
            }
            else
            {
                _book.Put(hash, new Session(reader.GetString(1), InstantAt(reader, 2), InstantAt(reader, 3)));
            }
            newest = Math.Max(newest, reader.GetInt64(5));
        }
        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            _book.EndAll(reader.GetString(0), InstantAt(reader, 1));
            newest = Math.Max(newest, reader.GetInt64(2));
        }
        return newest;
    }

    private static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellation, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlParameter Bytes(byte[] value) => new NpgsqlParameter<byte[]> { TypedValue = value };

    private static NpgsqlParameter Text(string value) => new NpgsqlParameter<string> { TypedValue = value };

    private static NpgsqlParameter Instant(DateTimeOffset value) => new NpgsqlParameter<long> { TypedValue = value.UtcTicks };

    private static DateTimeOffset InstantAt(NpgsqlDataReader reader, int column) => new(reader.GetInt64(column), TimeSpan.Zero);
}

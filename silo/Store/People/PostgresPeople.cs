using Npgsql;

namespace Hierarchy.Store.People;

/// <summary>People and their tokens in PostgreSQL, cached in memory.</summary>
public sealed class PostgresPeople : PeopleBook, IPeople
{
    // The lock number is arbitrary but must be unique in the database: "PEOP" in ASCII.
    private const string Alone = "select pg_advisory_xact_lock(1346719568)";

    private const string ChangedPeople = "select id, name, email, subject, change from people where change > $1 order by change";

    private const string ChangedTokens =
        "select hash, person, until, revoked is not null, change from service_tokens where change > $1 order by change";

    private const string ChangedAdministrators = "select person, change, created, ended is not null from administrators where change > $1 order by change";

    // Null for a new request, otherwise whether the earlier one had the same content.
    private const string FindRequest = "select digest = $2 from people_requests where id = $1";

    private const string KeepRequest = "insert into people_requests (id, digest, created) values ($1, $2, $3)";

    private const string FindOther = """
        select case when subject = $3 then 'subject' else 'email' end from people
        where id <> $1 and (lower(email) = lower($2) or subject = $3) limit 1
        """;

    private const string PutPerson = """
        insert into people (id, name, email, subject, created, change) values ($1, $2, $3, $4, $5, nextval('people_changes'))
        on conflict (id) do update set name = excluded.name, email = excluded.email, subject = excluded.subject, change = excluded.change
        """;

    private const string Bind = """
        update people set subject = $3, change = nextval('people_changes')
        where id = $1 and subject is null and lower(email) = lower($2) and not exists (select from people where subject = $3)
        """;

    private const string PutAdministrator = """
        insert into administrators (person, created, change) values ($1, $2, nextval('people_changes'))
        on conflict (person) do update set created = excluded.created, ended = null, change = excluded.change where administrators.ended is not null
        """;

    private const string EndAdministrator = """
        update administrators set ended = $2, change = nextval('people_changes')
        where person = $1 and ended is null and ($3 or exists (select from administrators other where other.person <> $1 and other.ended is null))
        """;

    private const string PutToken = """
        insert into service_tokens (hash, person, until, created, change) values ($1, $2, $3, $4, nextval('people_changes'))
        on conflict (hash) do nothing
        """;

    private const string Revoke = """
        update service_tokens set revoked = $2, change = nextval('people_changes') where person = $1 and revoked is null and until > $2
        """;

    private readonly Database _database;
    private readonly SemaphoreSlim _reading = new(1);
    private long _known;

    internal PostgresPeople(Database database) => _database = database;

    /// <inheritdoc/>
    /// <remarks>Relies on the indexes of changes. Costs next to nothing if nothing has changed.</remarks>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            // One snapshot for all tables, so that no change number is missed between them.
            _known = await _database.RunAsync((connection, token) => ReadAsync(connection, _known, token), cancellation);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<Refusal?> RegisterAsync(Person person, PeopleRequest? request, DateTimeOffset now, CancellationToken cancellation)
    {
        if (person.Fault() is { } fault)
        {
            return fault;
        }
        var refusal = await _database.WriteAloneAsync(
            Alone, async (connection, token) =>
            {
                if (request is not null
                    && await ScalarAsync(connection, FindRequest, token, Text(request.Id), Text(request.Digest)) is bool isSame)
                {
                    return isSame ? null : Refusal.Conflict("You have used this requestId for another change: choose a new one.", "requestId");
                }
                if (await ScalarAsync(connection, FindOther, token, Text(person.Id), Text(person.Email), Text(person.Subject)) is string taken)
                {
                    return Refusal.Conflict($"Another person has this {taken} already.", taken);
                }
                await ScalarAsync(
                    connection, PutPerson, token, Text(person.Id), Text(person.Name), Text(person.Email), Text(person.Subject), Instant(now));
                if (request is not null)
                {
                    await ScalarAsync(connection, KeepRequest, token, Text(request.Id), Text(request.Digest), Instant(now));
                }
                return null;
            },
            cancellation);
        await CatchUpAsync(cancellation);
        return refusal;
    }

    /// <inheritdoc/>
    public async Task<Refusal?> PseudonymiseAsync(
        string person, string reason, PeopleRequest request, DateTimeOffset now, CancellationToken cancellation)
    {
        var refusal = await _database.WriteAloneAsync(
            Alone, async (connection, token) =>
            {
                if (await ScalarAsync(connection, FindRequest, token, Text(request.Id), Text(request.Digest)) is bool isSame)
                {
                    return isSame ? null : Refusal.Conflict("You have used this requestId for another change: choose a new one.", "requestId");
                }
                await ScalarAsync(connection, PutPerson, token, Text(person), Text(Person.Nameless), Text(null), Text(null), Instant(now));
                await ScalarAsync(connection, Revoke, token, Text(person), Instant(now));
                await ScalarAsync(connection, KeepRequest, token, Text(request.Id), Text(request.Digest), Instant(now));
                await using var note = PostgresSecurityLog.Note(connection, now, SecurityEvents.Pseudonymised, person, reason);
                await note.ExecuteNonQueryAsync(token);
                return null;
            },
            cancellation);
        await CatchUpAsync(cancellation);
        return refusal;
    }

    /// <inheritdoc/>
    public async Task<bool> BindAsync(string person, string email, string subject, CancellationToken cancellation)
    {
        await _database.WriteAloneAsync(
            Alone, (connection, token) => ScalarAsync(connection, Bind, token, Text(person), Text(email), Text(subject)), cancellation);
        await CatchUpAsync(cancellation);
        return OfSubject(subject)?.Id == person;
    }

    /// <inheritdoc/>
    public async Task MakeAdministratorAsync(string person, DateTimeOffset now, CancellationToken cancellation)
    {
        await _database.WriteAloneAsync(
            Alone, async (connection, token) =>
            {
                await ScalarAsync(connection, PutAdministrator, token, Text(person), Instant(now));
                return await NoteAsync(connection, now, SecurityEvents.AdministratorMade, person, token);
            },
            cancellation);
        await CatchUpAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> EndAdministratorAsync(string person, bool mayBeLast, DateTimeOffset now, CancellationToken cancellation)
    {
        await _database.WriteAloneAsync(
            Alone, async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(EndAdministrator, connection)
                {
                    Parameters = { Text(person), Instant(now), new NpgsqlParameter<bool> { TypedValue = mayBeLast } },
                };
                return await command.ExecuteNonQueryAsync(token) > 0 ? await NoteAsync(connection, now, SecurityEvents.AdministratorEnded, person, token) : 0;
            },
            cancellation);
        await CatchUpAsync(cancellation);
        return AdministratorSince(person) is null;
    }

    /// <inheritdoc/>
    public async Task AddTokenAsync(byte[] hash, string person, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellation)
    {
        await _database.WriteAloneAsync(
            Alone, async (connection, token) =>
            {
                await ScalarAsync(
                    connection, PutToken, token, new NpgsqlParameter<byte[]> { TypedValue = hash }, Text(person), Instant(until), Instant(now));
                return await NoteAsync(connection, now, SecurityEvents.TokenGiven, person, token);
            },
            cancellation);
        await CatchUpAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<int> RevokeTokensAsync(string person, DateTimeOffset now, CancellationToken cancellation)
    {
        var ended = await _database.WriteAloneAsync(
            Alone, async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(Revoke, connection) { Parameters = { Text(person), Instant(now) } };
                var tokens = await command.ExecuteNonQueryAsync(token);
                await NoteAsync(connection, now, SecurityEvents.TokensRevoked, person, token);
                return tokens;
            },
            cancellation);
        await CatchUpAsync(cancellation);
        return ended;
    }

    private async Task<long> ReadAsync(NpgsqlConnection connection, long known, CancellationToken cancellation)
    {
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        await using var batch = new NpgsqlBatch(connection, snapshot);
        foreach (var question in (ReadOnlySpan<string>)[ChangedPeople, ChangedTokens, ChangedAdministrators])
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(question) { Parameters = { new NpgsqlParameter<long> { TypedValue = known } } });
        }
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var newest = known;
        while (await reader.ReadAsync(cancellation))
        {
            Put(new Person(reader.GetString(0), reader.GetString(1), TextOrNull(reader, 2), TextOrNull(reader, 3)));
            newest = Math.Max(newest, reader.GetInt64(4));
        }
        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var until = new DateTimeOffset(reader.GetInt64(2), TimeSpan.Zero);
            Put(reader.GetFieldValue<byte[]>(0), new ServiceToken(reader.GetString(1), until, reader.GetBoolean(3)));
            newest = Math.Max(newest, reader.GetInt64(4));
        }
        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            SetAdministrator(reader.GetString(0), reader.GetBoolean(3) ? null : new DateTimeOffset(reader.GetInt64(2), TimeSpan.Zero));
            newest = Math.Max(newest, reader.GetInt64(1));
        }
        return newest;
    }

    private static async Task<int> NoteAsync(
        NpgsqlConnection connection, DateTimeOffset now, string what, string person, CancellationToken cancellation)
    {
        await using var note = PostgresSecurityLog.Note(connection, now, what, person);
        return await note.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<object?> ScalarAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellation, params ImmutableArray<NpgsqlParameter> parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters.ToArray());
        return await command.ExecuteScalarAsync(cancellation);
    }

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text };

    private static NpgsqlParameter Instant(DateTimeOffset value) => new NpgsqlParameter<long> { TypedValue = value.UtcTicks };

    private static string? TextOrNull(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}

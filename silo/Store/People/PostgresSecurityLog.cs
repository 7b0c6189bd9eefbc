using Npgsql;
using NpgsqlTypes;

namespace Hierarchy.Store.People;

/// <summary>The security log in PostgreSQL. The server can only add to it and read it.</summary>
public sealed class PostgresSecurityLog : ISecurityLog
{
    private const string Append = """
        insert into security_events (at, what, code, person, address, count)
        select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[])
        """;

    private const string Trim = "select trim_security_log()";

    private const string Page = """
        select id, at, what, code, person, address, count, note from security_events
        where id < $1 and at >= $2 and at < $3 order by id desc limit $4
        """;

    private readonly Database _database;

    internal PostgresSecurityLog(Database database) => _database = database;

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<SecurityEvent> events, CancellationToken cancellation) => _database.RunAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(Append, connection)
            {
                Parameters =
                {
                    new NpgsqlParameter<long[]> { TypedValue = [.. events.Select(e => e.At.UtcTicks)] },
                    Texts(events.Select(e => (string?)e.What)),
                    Texts(events.Select(e => e.Code)),
                    Texts(events.Select(e => e.Person)),
                    Texts(events.Select(e => e.Address)),
                    new NpgsqlParameter<int[]> { TypedValue = [.. events.Select(e => e.Count)] },
                },
            };
            return await command.ExecuteNonQueryAsync(token);
        },
        cancellation);

    /// <inheritdoc/>
    public Task TrimAsync(CancellationToken cancellation) => _database.RunAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(Trim, connection);
            return await command.ExecuteNonQueryAsync(token);
        },
        cancellation);

    /// <inheritdoc/>
    public Task<ImmutableArray<(long Id, SecurityEvent Event)>> ReadAsync(
        DateTimeOffset from, DateTimeOffset until, long before, int first, CancellationToken cancellation) => _database.AnswerAsync(
        new NpgsqlBatchCommand(Page)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = before },
                new NpgsqlParameter<long> { TypedValue = from.UtcTicks },
                new NpgsqlParameter<long> { TypedValue = until.UtcTicks },
                new NpgsqlParameter<int> { TypedValue = first },
            },
        },
        reader => (reader.GetInt64(0), Read(reader)),
        cancellation);

    private static SecurityEvent Read(NpgsqlDataReader reader) => new(
        new DateTimeOffset(reader.GetInt64(1), TimeSpan.Zero), reader.GetString(2), TextOf(reader, 3), TextOf(reader, 4), TextOf(reader, 5),
        reader.GetInt32(6))
    {
        Note = TextOf(reader, 7),
    };

    /// <summary>A log entry for a change of a person's rights, to be written in the transaction of the change.</summary>
    internal static NpgsqlCommand Note(NpgsqlConnection connection, DateTimeOffset at, string what, string person, string? note = null) => new(
        "insert into security_events (at, what, person, note, count) values ($1, $2, $3, $4, 1)", connection)
    {
        Parameters =
        {
            new NpgsqlParameter<long> { TypedValue = at.UtcTicks },
            new NpgsqlParameter<string> { TypedValue = what },
            new NpgsqlParameter<string> { TypedValue = person },
            new() { NpgsqlDbType = NpgsqlDbType.Text, Value = note ?? (object)DBNull.Value },
        },
    };

    private static NpgsqlParameter Texts(IEnumerable<string?> values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = values.ToArray() };

    private static string? TextOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}

using Npgsql;

namespace Hierarchy.Store.People;

/// <summary>The keys of session cookies in PostgreSQL.</summary>
/// <remarks>Blocks, because the callers are synchronous. Read at the start, once a day, and when a cookie names an unknown key.</remarks>
public sealed class PostgresSessionKeys : ISessionKeys
{
    private const string Read = "select xml from session_keys order by created, name";

    private const string Put = "insert into session_keys (name, xml) values ($1, $2) on conflict (name) do nothing";

    private readonly Database _database;

    internal PostgresSessionKeys(Database database) => _database = database;

    /// <inheritdoc/>
    public IReadOnlyList<string> All() =>
        _database.ListAsync(new NpgsqlBatchCommand(Read), reader => reader.GetString(0), CancellationToken.None).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Add(string name, string xml) => _database.RunAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(Put, connection)
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = name }, new NpgsqlParameter<string> { TypedValue = xml } },
            };
            return await command.ExecuteNonQueryAsync(token);
        },
        CancellationToken.None).GetAwaiter().GetResult();
}

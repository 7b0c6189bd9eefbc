using System.Reflection;
using Npgsql;

namespace Hierarchy.Store.Migrations;

/// <summary>
/// Migrates a database to the newest schema by numbered scripts, forward only, each in a transaction of its own.
/// </summary>
internal static class Migrator
{
    // Arbitrary, but must be unique in the database: "HIER" in ASCII.
    private const long LockKey = 0x48494552;

    private const string CreateLedger = """
        create table if not exists migrations (
            version integer primary key,
            name text not null,
            applied_at timestamptz not null default now())
        """;

    /// <summary>The scripts of this program, by number: 1, 2, 3 … without gaps.</summary>
    public static IReadOnlyList<Migration> Known { get; } = ReadScripts();

    /// <summary>Applies missing migrations. Idempotent. Several processes may call it at once; one of them does the work.</summary>
    /// <remarks>A failed migration is rolled back as a whole: the schema stays at the previous version, which keeps working.</remarks>
    /// <exception cref="InvalidOperationException">The database has been migrated by a newer program.</exception>
    public static Task MigrateAsync(NpgsqlDataSource source, IReadOnlyList<Migration> migrations, CancellationToken cancellation) => AloneAsync(
        source,
        async connection =>
        {
            await ExecuteAsync(connection, CreateLedger, cancellation);
            var version = await VersionAsync(connection, cancellation);
            if (version > migrations.Count)
            {
                throw new InvalidOperationException(
                    $"The database's schema has version {version}; this program knows {migrations.Count}. "
                    + "Start a program at least as new as the one before.");
            }
            foreach (var migration in migrations.Skip(version))
            {
                await ApplyAsync(connection, migration, cancellation);
            }
        },
        cancellation);

    /// <summary>Runs a function under a database-wide lock, which all calls of this method share.</summary>
    public static async Task AloneAsync(NpgsqlDataSource source, Func<NpgsqlConnection, Task> run, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await ExecuteAsync(connection, $"select pg_advisory_lock({LockKey})", cancellation);
        try
        {
            await run(connection);
        }
        finally
        {
            // Not cancellable: the token may already be cancelled, and a pooled connection would keep the lock for ever.
            await ExecuteAsync(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, migration.Sql, cancellation);
        await using var note = new NpgsqlCommand("insert into migrations (version, name) values ($1, $2)", connection)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = migration.Version },
                new NpgsqlParameter<string> { TypedValue = migration.Name },
            },
        };
        await note.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select coalesce(max(version), 0) from migrations", connection);
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)StoreLimits.MigrationTimeMax.TotalSeconds };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static List<Migration> ReadScripts()
    {
        var assembly = typeof(Migrator).Assembly;
        var scripts = assembly.GetManifestResourceNames().Order(StringComparer.Ordinal).Select(name => ReadScript(assembly, name)).ToList();
        return scripts.Select(s => s.Version).SequenceEqual(Enumerable.Range(1, scripts.Count))
            ? scripts
            : throw new InvalidOperationException("The numbers of the migrations have a gap or a double.");
    }

    private static Migration ReadScript(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return new Migration(int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name[5..], reader.ReadToEnd());
    }
}

/// <param name="Version">From 1, without gaps. A released migration never changes.</param>
internal sealed record Migration(int Version, string Name, string Sql);

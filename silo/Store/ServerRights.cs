using Npgsql;

namespace Hierarchy.Store;

/// <summary>The rights of the server's role on each table. It owns none, and it can only add events, security log entries and
/// files.</summary>
internal static class ServerRights
{
    private const string Grant = """
        grant usage on schema public to {0};
        grant select, insert, update, delete on all tables in schema public to {0};
        grant usage, select on all sequences in schema public to {0};
        revoke all on events, security_events, files, file_contents, file_parts, file_uses, migrations from {0};
        grant select, insert on events, security_events, files, file_contents, file_parts, file_uses to {0};
        grant update (whole, touched) on file_contents to {0};
        grant select on migrations to {0}
        """;

    /// <summary>Grants the rights, as the owner, once the schema is up to date. Idempotent.</summary>
    /// <param name="owner">The owner's pool.</param>
    /// <param name="role">The role that the server logs in as.</param>
    public static async Task GrantAsync(NpgsqlDataSource owner, string role, CancellationToken cancellation)
    {
        await using var command = owner.CreateCommand(string.Format(System.Globalization.CultureInfo.InvariantCulture, Grant, Quoted(role)));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // The name of a role cannot be a parameter.
    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

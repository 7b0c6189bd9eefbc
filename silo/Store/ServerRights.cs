using Npgsql;

namespace Hierarchy.Store;

/// <summary>What the role that the server works as may do to each table: it owns none, and to events, to the security log and to files it can
/// only add.</summary>
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

    /// <summary>Idempotent. What the owner is asked to do once the schema is up to date.</summary>
    /// <param name="owner">The owner's pool.</param>
    /// <param name="role">What the server logs in as.</param>
    public static async Task GrantAsync(NpgsqlDataSource owner, string role, CancellationToken cancellation)
    {
        await using var command = owner.CreateCommand(string.Format(System.Globalization.CultureInfo.InvariantCulture, Grant, Quoted(role)));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // A role's name is no value, and cannot be a parameter.
    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

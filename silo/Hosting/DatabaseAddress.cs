using Npgsql;

namespace Hierarchy.Hosting;

/// <summary>The address of an external PostgreSQL.</summary>
public sealed class DatabaseAddress
{
    /// <summary>The oldest major version that the store's SQL runs on.</summary>
    public const int MajorMin = 15;

    private const int ConnectSecondsMax = 10;

    private DatabaseAddress(NpgsqlConnectionStringBuilder builder)
    {
        // Metrics show the connection string; this keeps the password out of it.
        builder.PersistSecurityInfo = false;
        ConnectionString = builder.ConnectionString;
        Name = $"'{builder.Database}' on {builder.Host}:{builder.Port}";
    }

    /// <summary>Connection string for Npgsql, including the password.</summary>
    public string ConnectionString { get; }

    /// <summary>Database, host and port, for messages; no user and no password.</summary>
    public string Name { get; }

    /// <summary>Reads an Npgsql connection string or a <c>postgres://user:password@host:port/database?sslmode=…</c> address.</summary>
    /// <exception cref="StartupProblem">The text is neither, or names no host or no database.</exception>
    public static DatabaseAddress Parse(string text)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal)
                ? FromUrl(text)
                : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            // The cause may quote the text, and the text may hold a password.
            throw new StartupProblem(
                "HIERARCHY_DB is not a connection string: give postgres://user:password@host:port/database or "
                    + "'Host=…;Database=…;Username=…'.",
                ExitCode.Configuration);
        }
        if (string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database))
        {
            throw new StartupProblem("HIERARCHY_DB must name a host and a database.", ExitCode.Configuration);
        }
        return new DatabaseAddress(builder);
    }

    /// <summary>Checks that the database answers and is recent enough, within ten seconds.</summary>
    /// <exception cref="StartupProblem">It does not answer or is too old; a retry helps only after a change.</exception>
    public async Task CheckAsync(CancellationToken stop)
    {
        var once = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = ConnectSecondsMax };
        try
        {
            await using var connection = new NpgsqlConnection(once.ConnectionString);
            await connection.OpenAsync(stop);
            if (connection.PostgreSqlVersion.Major < MajorMin)
            {
                throw Problem($"is PostgreSQL {connection.PostgreSqlVersion}; {MajorMin} or later is needed");
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            throw Problem("does not exist: create it first, for instance with createdb", e);
        }
        catch (PostgresException e)
        {
            throw Problem($"refuses the connection: {e.MessageText}", e);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or IOException)
        {
            throw Problem($"cannot be reached: {OneLine((e.InnerException ?? e).Message)}", e);
        }
    }

    private StartupProblem Problem(string what, Exception? cause = null) =>
        new($"The database {Name} (from HIERARCHY_DB) {what}.", ExitCode.Configuration, cause);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd('.');

    private static NpgsqlConnectionStringBuilder FromUrl(string text)
    {
        var url = new Uri(text);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host.Trim('[', ']'),
            Port = url.Port > 0 ? url.Port : NpgsqlConnection.DefaultPort,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
        };
        var login = url.UserInfo.Split(':', 2);
        if (login[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(login[0]);
        }
        if (login.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(login[1]);
        }
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var value = Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "");
            // libpq's names of common settings in addresses; all other names must be known to Npgsql.
            var name = parts[0] switch
            {
                "sslmode" => "SSL Mode",
                "sslrootcert" => "Root Certificate",
                "application_name" => "Application Name",
                "connect_timeout" => "Timeout",
                "user" => "Username",
                _ => Uri.UnescapeDataString(parts[0]),
            };
            builder[name] = name == "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        return builder;
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;

namespace Hierarchy.Hosting;

/// <summary>Runs PostgreSQL's backup programs on one database.</summary>
/// <remarks>The password, if any, is passed through the environment, because every user can read command lines.</remarks>
public sealed partial class PostgresClient
{
    private readonly string _folder;
    private readonly NpgsqlConnectionStringBuilder _database;

    private PostgresClient(string folder, NpgsqlConnectionStringBuilder database) => (_folder, _database) = (folder, database);

    /// <summary>Finds programs that suit a server: of its own version if possible, otherwise of the nearest later one.</summary>
    /// <param name="major">The server's major version.</param>
    /// <exception cref="StartupProblem">There are none; the server programs from npm do not include them.</exception>
    public static async Task<PostgresClient> FindAsync(string connectionString, int major, string tools, CancellationToken stop)
    {
        var found = new SortedDictionary<int, string>();
        foreach (var folder in (await PostgresPrograms.CandidatesAsync(tools, stop)).Concat(PostgresPrograms.SearchPath()))
        {
            if (File.Exists(Path.Combine(folder, "pg_dump")) && File.Exists(Path.Combine(folder, "pg_restore"))
                && await ChildProcess.RunAsync(Path.Combine(folder, "pg_dump"), ["--version"], stop) is (0, var output)
                && PostgresPrograms.MajorOf(output) is var version && version >= major)
            {
                found.TryAdd(version, folder);
            }
        }
        return found.Count > 0
            ? new PostgresClient(found.First().Value, new NpgsqlConnectionStringBuilder(connectionString))
            : throw new StartupProblem(
                $"pg_dump and pg_restore of PostgreSQL {major} or later are not installed: 'sudo apt-get install postgresql-client'.",
                ExitCode.Postgres);
    }

    /// <summary>Writes a consistent snapshot of the database into a file, while others go on reading and writing.</summary>
    /// <exception cref="StartupProblem">The dump failed; the file may be incomplete.</exception>
    /// <param name="without">Tables whose rows are left out.</param>
    public Task DumpAsync(string file, IEnumerable<string> without, CancellationToken stop) => RunAsync(
        "pg_dump", ["--format=custom", $"--file={file}", .. without.Select(table => $"--exclude-table-data={table}")], stop);

    /// <summary>Restores a dump into the database, all or nothing.</summary>
    /// <exception cref="StartupProblem">The restore failed; the database is unchanged.</exception>
    public Task RestoreAsync(string file, CancellationToken stop) => RunAsync(
        "pg_restore",
        ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", $"--dbname={_database.Database}", file],
        stop);

    /// <summary>Finds an object in a dump that this program never creates, such as a trigger; null for none. A dump is a program: automatic
    /// code would run in the database into which it is restored.</summary>
    /// <param name="functions">Names of the functions that this program creates.</param>
    public async Task<string?> StrangeAsync(string file, IReadOnlySet<string> functions, CancellationToken stop)
    {
        string? strange = null;
        await ChildProcess.RunAsync(Path.Combine(_folder, "pg_restore"), ["--list", file], stop, Adjust, line =>
        {
            if (EntryPattern().Match(line) is { Success: true } entry && !IsOurs(entry.Groups[1].Value, entry.Groups[2].Value, functions))
            {
                strange ??= $"{entry.Groups[1].Value.ToLowerInvariant()} {entry.Groups[2].Value}";
            }
        });
        return strange;
    }

    // Longer types first: "TABLE DATA" begins with "TABLE".
    private static bool IsOurs(string kind, string name, IReadOnlySet<string> functions) => kind switch
    {
        "FUNCTION" or "AGGREGATE" => functions.Contains(name.Split('(')[0]),
        "TABLE DATA" or "TABLE" or "SEQUENCE SET" or "SEQUENCE OWNED BY" or "SEQUENCE" or "INDEX" or "FK CONSTRAINT" or "CONSTRAINT" or "VIEW"
            or "DEFAULT ACL" or "DEFAULT" or "ACL" or "COMMENT" => true,
        _ => false,
    };

    /// <summary>The highest number in the first column of a table in a dump; null if the file is not a dump or has no such row.</summary>
    public async Task<int?> HighestAsync(string file, string table, CancellationToken stop)
    {
        var (code, output) = await ChildProcess.RunAsync(
            Path.Combine(_folder, "pg_restore"), ["--data-only", $"--table={table}", "--file=-", file], stop, Adjust);
        var numbers = FirstColumnPattern().Matches(output).Select(row => int.Parse(row.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        return code == 0 ? numbers.Select(number => (int?)number).Max() : null;
    }

    private async Task RunAsync(string program, string[] arguments, CancellationToken stop)
    {
        var (code, output) = await ChildProcess.RunAsync(Path.Combine(_folder, program), arguments, stop, Adjust);
        if (code != 0)
        {
            throw new StartupProblem($"{program} failed: {PostgresMessage.MostTelling(output.Split('\n'))}", ExitCode.Postgres);
        }
    }

    private void Adjust(ProcessStartInfo start)
    {
        start.Environment["LC_ALL"] = "C";
        start.Environment["PGHOST"] = _database.Host;
        start.Environment["PGPORT"] = _database.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGDATABASE"] = _database.Database;
        Set("PGUSER", _database.Username);
        Set("PGPASSWORD", _database.Password);
        Set("PGSSLROOTCERT", _database.RootCertificate);
        start.Environment["PGSSLMODE"] = _database.SslMode switch
        {
            SslMode.Disable => "disable",
            SslMode.Allow => "allow",
            SslMode.Require => "require",
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            _ => "prefer",
        };

        void Set(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                start.Environment[name] = value;
            }
        }
    }

    // "3456; 1259 16390 TABLE DATA public events hierarchy_owner"
    [GeneratedRegex(@"^\d+; \d+ \d+ ([A-Z][A-Z ]*[A-Z]) \S+ (.+) \S*$")]
    private static partial Regex EntryPattern();

    // The format of rows that PostgreSQL's COPY writes.
    [GeneratedRegex(@"^(\d{1,9})\t", RegexOptions.Multiline)]
    private static partial Regex FirstColumnPattern();
}

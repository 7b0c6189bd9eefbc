using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;

namespace Hierarchy.Hosting;

/// <summary>PostgreSQL's own programs for backups, run on one database.</summary>
/// <remarks>The password, where there is one, goes through their environment: a command line can be read by every user.</remarks>
public sealed partial class PostgresClient
{
    private readonly string _folder;
    private readonly NpgsqlConnectionStringBuilder _database;

    private PostgresClient(string folder, NpgsqlConnectionStringBuilder database) => (_folder, _database) = (folder, database);

    /// <summary>Finds programs fit for a server: of its own version where there are, else of the nearest later one.</summary>
    /// <param name="major">The server's major version.</param>
    /// <exception cref="StartupProblem">There are none: the server's programs from npm come without them.</exception>
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

    /// <summary>Writes all that the database held at one moment into a file; others go on reading and writing meanwhile.</summary>
    /// <exception cref="StartupProblem">It failed; the file may hold a part.</exception>
    /// <param name="without">Tables of which the file holds no rows.</param>
    public Task DumpAsync(string file, IEnumerable<string> without, CancellationToken stop) => RunAsync(
        "pg_dump", ["--format=custom", $"--file={file}", .. without.Select(table => $"--exclude-table-data={table}")], stop);

    /// <summary>Puts what a dump holds into the database, all or nothing.</summary>
    /// <exception cref="StartupProblem">It failed; the database is as before.</exception>
    public Task RestoreAsync(string file, CancellationToken stop) => RunAsync(
        "pg_restore",
        ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", $"--dbname={_database.Database}", file],
        stop);

    /// <summary>What a dump would make that none of ours holds, such as a trigger; null when there is nothing of the kind. A dump is a
    /// program: what runs by itself would run in the database that it is restored into.</summary>
    /// <param name="functions">Names of the functions that ours have.</param>
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

    // Longer kinds first: "TABLE DATA" begins with "TABLE".
    private static bool IsOurs(string kind, string name, IReadOnlySet<string> functions) => kind switch
    {
        "FUNCTION" or "AGGREGATE" => functions.Contains(name.Split('(')[0]),
        "TABLE DATA" or "TABLE" or "SEQUENCE SET" or "SEQUENCE OWNED BY" or "SEQUENCE" or "INDEX" or "FK CONSTRAINT" or "CONSTRAINT" or "VIEW"
            or "DEFAULT ACL" or "DEFAULT" or "ACL" or "COMMENT" => true,
        _ => false,
    };

    /// <summary>The highest number in the first column of a table in a dump; null when the file is no dump or has no such row.</summary>
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

    // As PostgreSQL's COPY writes rows.
    [GeneratedRegex(@"^(\d{1,9})\t", RegexOptions.Multiline)]
    private static partial Regex FirstColumnPattern();
}

namespace Hierarchy.Tests.Faults;

/// <summary>Resource use of a running system, sampled from outside.</summary>
/// <param name="At">Time since the start.</param>
/// <param name="ServerBytes">Resident memory of the server's process.</param>
/// <param name="PostgresBytes">Private resident memory of PostgreSQL's processes, without shared memory.</param>
/// <param name="Handles">Open files and sockets of the server.</param>
/// <param name="WalBytes">Files of the write-ahead log on disk.</param>
/// <param name="TableBytes">By table, with indexes.</param>
/// <param name="DeadRows">Dead rows in all tables, not vacuumed yet.</param>
internal sealed record Sample(
    TimeSpan At, long ServerBytes, long PostgresBytes, int Handles, int Threads, int Connections, long WalBytes,
    IReadOnlyDictionary<string, long> TableBytes, long DeadRows, long Requests, double P50Ms, double P99Ms)
{
    private const string Usage = """
        select relname, pg_total_relation_size(relid), n_dead_tup,
               (select count(*)::integer from pg_stat_activity where application_name = 'hierarchy'),
               (select sum(size)::bigint from pg_ls_waldir())
        from pg_stat_user_tables order by relname
        """;

    public static async Task<Sample> TakeAsync(
        TimeSpan at, int server, int[] postgres, string database, long requests, IReadOnlyList<double> latencies)
    {
        var tables = new Dictionary<string, long>();
        var (dead, connections, wal) = (0L, 0, 0L);
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database) { Pooling = false, ApplicationName = "samples" }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Usage, connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            tables[reader.GetString(0)] = reader.GetInt64(1);
            dead += reader.GetInt64(2);
            (connections, wal) = (reader.GetInt32(3), reader.GetInt64(4));
        }
        return new Sample(
            at, Status(server, "VmRSS:"), postgres.Sum(id => Status(id, "RssAnon:")),
            Directory.GetFileSystemEntries($"/proc/{server}/fd").Length, Directory.GetDirectories($"/proc/{server}/task").Length,
            connections, wal, tables, dead, requests, Percentile(latencies, 50), Percentile(latencies, 99));
    }

    /// <summary>A value of /proc/…/status in bytes; 0 if the process has ended.</summary>
    public static long Status(int process, string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    public static double Percentile(IReadOnlyList<double> values, int percent)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
    }
}

namespace Hierarchy.Hosting;

/// <summary>The private PostgreSQL's settings, for a machine of two cores that also runs the silo.</summary>
/// <remarks>Passed on the command line, so that new settings also apply to old clusters, and nothing in the data folder overrides
/// them.</remarks>
internal static class PostgresSettings
{
    // The socket's folder is relative to the cluster, so its length does not matter. Checkpoints are few and long, since after each one the
    // first change of a page logs the whole page. Parallel workers and compiled expressions do not pay off for short queries on two busy
    // cores. The log has one file for each day of the week, overwritten after a week.
    private const string Settings = """
        listen_addresses= unix_socket_directories=. unix_socket_permissions=0700 cluster_name=hierarchy max_connections=100
        shared_buffers=256MB effective_cache_size=1GB random_page_cost=1.1 checkpoint_timeout=15min max_wal_size=2GB
        max_parallel_workers_per_gather=0 jit=off timezone=UTC log_timezone=UTC
        logging_collector=on log_directory=log log_filename=postgresql-%a.log log_truncate_on_rotation=on
        log_rotation_age=1d log_rotation_size=0
        """;

    /// <summary>The settings as options for pg_ctl.</summary>
    public static string Options(bool durable)
    {
        var safe = durable ? "on" : "off";
        string[] settings =
        [
            .. Settings.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
            $"fsync={safe}", $"synchronous_commit={safe}", $"full_page_writes={safe}",
        ];
        return $"-p {PostgresCluster.SocketNumber} -c {string.Join(" -c ", settings)}";
    }
}

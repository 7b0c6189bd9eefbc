namespace Hierarchy.Hosting;

/// <summary>The private PostgreSQL's settings, for a machine of two cores that also runs the silo.</summary>
/// <remarks>
/// Given on the command line, so that a new version's settings reach old clusters too, and nothing in the data folder overrides them.
/// </remarks>
internal static class PostgresSettings
{
    private static readonly string[] _settings =
    [
        "listen_addresses=",
        // Relative to the cluster folder, so its length does not matter to the server.
        "unix_socket_directories=.",
        "unix_socket_permissions=0700",
        "cluster_name=hierarchy",
        "max_connections=100",
        "shared_buffers=256MB",
        "effective_cache_size=1GB",
        "random_page_cost=1.1",
        // Fewer, longer checkpoints: each makes the first change of a page cost a whole page of log.
        "checkpoint_timeout=15min",
        "max_wal_size=2GB",
        // Short queries on two cores that others need: neither workers nor compiled expressions pay.
        "max_parallel_workers_per_gather=0",
        "jit=off",
        "timezone=UTC",
        "log_timezone=UTC",
        // One file for each day of the week, overwritten after a week.
        "logging_collector=on",
        "log_directory=log",
        "log_filename=postgresql-%a.log",
        "log_truncate_on_rotation=on",
        "log_rotation_age=1d",
        "log_rotation_size=0",
    ];

    private static readonly string[] _durable = ["fsync=on", "synchronous_commit=on", "full_page_writes=on"];
    private static readonly string[] _volatile = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

    public static IEnumerable<string> Arguments(bool durable) =>
        _settings.Concat(durable ? _durable : _volatile).SelectMany(setting => new[] { "-c", setting }).Prepend("5432").Prepend("-p");
}

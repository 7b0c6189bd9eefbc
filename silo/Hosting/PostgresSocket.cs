using Npgsql;

namespace Hierarchy.Hosting;

/// <summary>The socket of the PostgreSQL in a cluster folder.</summary>
internal sealed class PostgresSocket : IDisposable
{
    // sun_path holds 108 bytes, one of them the closing zero. The server binds its socket by a path relative to its folder.
    private const int PathBytesMax = 107;

    private readonly DirectoryInfo? _shortcut;
    private readonly string _host;

    /// <param name="cluster">Absolute path of the cluster's folder.</param>
    public PostgresSocket(string cluster)
    {
        var host = cluster;
        if (Encoding.UTF8.GetByteCount(PostgresCluster.SocketIn(cluster)) > PathBytesMax)
        {
            _shortcut = Directory.CreateTempSubdirectory("hierarchy-");
            host = Path.Combine(_shortcut.FullName, "pg");
            Directory.CreateSymbolicLink(host, cluster);
        }
        _host = host;
    }

    /// <summary>Connection string for Npgsql: the cluster's only database, with one of <see cref="PostgresRoles"/>.</summary>
    public string As(string role) => new NpgsqlConnectionStringBuilder
    {
        Host = _host,
        Port = PostgresCluster.SocketNumber,
        Username = role,
        Database = "postgres",
    }.ConnectionString;

    public void Dispose() => _shortcut?.Delete(recursive: true);
}

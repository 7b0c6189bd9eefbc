using System.Text;
using Npgsql;

namespace Hierarchy.Hosting;

/// <summary>How to reach the PostgreSQL that works in a cluster folder.</summary>
internal sealed class PostgresSocket : IDisposable
{
    // sun_path holds 108 bytes, one of them the closing zero.
    private const int PathBytesMax = 107;

    private readonly string? _shortcut;

    /// <param name="cluster">Absolute path of the cluster's folder.</param>
    public PostgresSocket(string cluster)
    {
        // The server binds its socket by a path relative to its folder; we have to name it in full, in 107 bytes.
        _shortcut = Encoding.UTF8.GetByteCount(PostgresCluster.SocketIn(cluster)) > PathBytesMax
            ? Directory.CreateTempSubdirectory("hierarchy-").FullName
            : null;
        var host = cluster;
        if (_shortcut is not null)
        {
            host = Path.Combine(_shortcut, "pg");
            Directory.CreateSymbolicLink(host, cluster);
        }
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = host,
            Port = PostgresCluster.SocketNumber,
            Username = PostgresCluster.UserName,
            Database = "postgres",
        }.ConnectionString;
    }

    /// <summary>For Npgsql: the cluster's only database, as its superuser.</summary>
    public string ConnectionString { get; }

    public void Dispose()
    {
        if (_shortcut is not null && Directory.Exists(_shortcut))
        {
            Directory.Delete(_shortcut, recursive: true);
        }
    }
}

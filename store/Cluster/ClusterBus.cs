using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace Hierarchy.Store.Cluster;

/// <summary>
/// Carries short texts between the processes of a cluster, over LISTEN and NOTIFY. Whoever listens hears everything that is sent while its
/// connection lives, in the order of the commits; what is sent while it has none is lost to it, and it is told that.
/// </summary>
public sealed class ClusterBus
{
    /// <summary>UTF-8 bytes of one text; PostgreSQL's limit is 8,000.</summary>
    public const int BytesMax = 7_900;

    /// <summary>The text that says that there are new units or plans.</summary>
    public const string Directory = "directory";

    /// <summary>A connection that is silent for this long is asked whether it still lives.</summary>
    private const int KeepAliveSeconds = 2;

    private const string Channel = "hierarchy_cluster";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Database _database;
    private readonly TimeProvider _time;

    internal ClusterBus(Database database) => (_database, _time) = (database, database.Time);

    /// <summary>Sends texts, in order, to whoever listens, this process included.</summary>
    /// <remarks>Does not wait for the disk. At least once: after an exception they may have been sent.</remarks>
    /// <exception cref="Grains.Ports.StoreUnavailableException">The database is away.</exception>
    public Task SendAsync(IReadOnlyList<string> texts, CancellationToken cancellation) => _database.RunAsync(
        async (connection, token) =>
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('synchronous_commit', 'off', true)"));
            foreach (var text in texts)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand("select pg_notify($1, $2)")
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = Channel },
                        new NpgsqlParameter<string> { TypedValue = text },
                    },
                });
            }
            return await batch.ExecuteNonQueryAsync(token);
        },
        cancellation);

    /// <summary>Everything that is sent from now on, until cancelled. Null stands for "listening begins here": at first, and whenever the
    /// connection was lost, so that something may have been missed.</summary>
    public async IAsyncEnumerable<string?> ListenAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            NpgsqlConnection? connection = null;
            var heard = new Queue<string>();
            try
            {
                connection = await ConnectAsync(heard, cancellation);
            }
            catch (Exception fault) when (Database.IsUnavailable(fault))
            {
                await Task.Delay(Pause, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }
            await using (connection)
            {
                yield return null;
                while (await WaitAsync(connection, cancellation))
                {
                    while (heard.TryDequeue(out var text))
                    {
                        yield return text;
                    }
                }
            }
        }
    }

    /// <summary>Tells all processes, with the commit that it is part of, that there are new units or plans.</summary>
    internal static NpgsqlBatchCommand DirectoryChanged() => new("select pg_notify($1, $2)")
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = Channel },
            new NpgsqlParameter<string> { TypedValue = Directory },
        },
    };

    /// <summary>How many bytes of a text count against <see cref="BytesMax"/>.</summary>
    public static int BytesOf(string text) => Encoding.UTF8.GetByteCount(text);

    private async Task<NpgsqlConnection> ConnectAsync(Queue<string> heard, CancellationToken cancellation)
    {
        // Outside the pool: it is held for the life of the process.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database.ConnectionString)
        {
            Pooling = false,
            KeepAlive = KeepAliveSeconds,
            Timeout = (int)StoreLimits.DatabaseTimeMax.TotalSeconds,
            CommandTimeout = (int)StoreLimits.DatabaseTimeMax.TotalSeconds,
            ApplicationName = "hierarchy listens",
        }.ConnectionString);
        try
        {
            connection.Notification += (_, sent) => heard.Enqueue(sent.Payload);
            await connection.OpenAsync(cancellation);
            await using var listen = new NpgsqlCommand($"listen {Channel}", connection);
            await listen.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>False when the connection is gone.</summary>
    private static async Task<bool> WaitAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            await connection.WaitAsync(cancellation);
            return true;
        }
        catch (Exception fault) when (Database.IsUnavailable(fault) || fault is OperationCanceledException or InvalidOperationException)
        {
            return false;
        }
    }
}

using Npgsql;

namespace Hierarchy.Hosting;

/// <summary>Keeps a second server out of a single-server database. Two would lose nothing, since each fences the other off, but their
/// figures would lag behind each other. The hold is an advisory lock of a session of its own, which the database ends with the server, even
/// after a crash.</summary>
internal sealed class DatabaseHold : IAsyncDisposable
{
    // Differs from the lock of the migrations: "HIES" in ASCII.
    private const string Take = "select pg_try_advisory_lock(1212761427)";

    // The death of a server's machine is noticed within half a minute, and then its hold ends.
    private const string Session = "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 4";

    private const string Holder = """
        select a.pid, coalesce(host(a.client_addr), 'this machine'), to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS')
        from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and l.granted and (l.classid, l.objid, l.objsubid) = (0, 1212761427, 1)
            and l.database = (select oid from pg_database where datname = current_database())
        """;

    private const string EndFormer = "select pg_terminate_backend($1) where $1 <> 0";

    /// <summary>How long a start waits for the session of a server that has just died to end.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private const int AnswerSecondsMax = 3;

    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _tryEvery = TimeSpan.FromMilliseconds(200);

    private readonly string _address;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task<string?> _watching;
    private NpgsqlConnection? _connection;
    private int _session;

    private DatabaseHold(string address, NpgsqlConnection connection, TimeProvider time)
    {
        _address = address;
        _time = time;
        _connection = connection;
        _session = connection.ProcessID;
        _watching = WatchAsync();
    }

    /// <summary>Completes if another server has taken the database while this one could not reach it, and names that server.</summary>
    public Task<string?> Lost => _watching;

    /// <summary>Takes the database, or tells who holds it.</summary>
    public static async Task<(DatabaseHold? Hold, string? Holder)> TakeAsync(
        string connectionString, TimeProvider time, CancellationToken cancellation)
    {
        var address = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            Timeout = AnswerSecondsMax,
            CommandTimeout = AnswerSecondsMax,
            ApplicationName = "hierarchy hold",
        }.ConnectionString;
        var (connection, holder) = await TryForAsync(address, former: 0, time, cancellation);
        return connection is null ? (null, holder) : (new DatabaseHold(address, connection, time), null);
    }

    /// <summary>Releases the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await ((Task)_watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await (_connection?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<string?> WatchAsync()
    {
        while (true)
        {
            try
            {
                if (_connection is not null)
                {
                    // A broken connection ends the wait at once, so that the hold is renewed before another server has even started.
                    await _connection.WaitAsync(_lookEvery, _closing.Token);
                    await using var nothing = new NpgsqlCommand(";", _connection);
                    await nothing.ExecuteNonQueryAsync(_closing.Token);
                    continue;
                }
                (_connection, var holder) = await TryForAsync(_address, _session, _time, _closing.Token);
                if (_connection is null)
                {
                    return holder;
                }
                _session = _connection.ProcessID;
            }
            catch (Exception fault) when (fault is NpgsqlException or IOException or TimeoutException && !_closing.IsCancellationRequested)
            {
                // The database is unavailable and the hold lost; it is taken again as soon as possible.
                if (_connection is null)
                {
                    await Task.Delay(_lookEvery, _time, _closing.Token);
                    continue;
                }
                await _connection.DisposeAsync();
                _connection = null;
            }
        }
    }

    /// <param name="former">Our own former session, which the database may still regard as alive; 0 for none.</param>
    private static async Task<(NpgsqlConnection? Connection, string? Holder)> TryForAsync(
        string address, int former, TimeProvider time, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(address);
        try
        {
            await connection.OpenAsync(cancellation);
            await ExecuteAsync(connection, Session, cancellation);
            var started = time.GetTimestamp();
            while (!(bool)(await ExecuteAsync(connection, Take, cancellation))!)
            {
                var (session, holder) = await HolderAsync(connection, cancellation);
                if (session == former && former != 0)
                {
                    await using var end = new NpgsqlCommand(EndFormer, connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = former } } };
                    await end.ExecuteNonQueryAsync(cancellation);
                }
                else if (time.GetElapsedTime(started) > _patience)
                {
                    await connection.DisposeAsync();
                    return (null, holder);
                }
                await Task.Delay(_tryEvery, time, cancellation);
            }
            return (connection, null);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<(int Session, string Holder)> HolderAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Holder, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? (reader.GetInt32(0), $"a server on {reader.GetString(1)}, connected since {reader.GetString(2)} UTC")
            : (0, "a server that has just ended");
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }
}

using System.Runtime.CompilerServices;
using Npgsql;

namespace Hierarchy.Store;

/// <summary>
/// One PostgreSQL database with a time limit on every answer. Reports an outage as <see cref="StoreUnavailableException"/>.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly int _connectionsMax;

    // Callers wait here and not in the pool, where cancelling a waiter would need a thread and writers would queue behind readers.
    private readonly SemaphoreSlim _connections;
    private readonly SemaphoreSlim _upkeep = new(StoreLimits.UpkeepMax);
    private readonly WaitingLine _all = new(StoreLimits.CallsWaitingMax);
    private readonly WaitingLine _lists = new(StoreLimits.ListsWaitingMax);
    private NpgsqlDataSource? _source;
    private Outage? _outage;

    /// <summary>Creates an instance that must be opened before use.</summary>
    public Database(TimeProvider time, int connectionsMax = StoreLimits.ConnectionsMax)
    {
        _time = time;
        _connectionsMax = connectionsMax;
        _connections = new SemaphoreSlim(connectionsMax);
    }

    public Database(string connectionString, TimeProvider time)
        : this(time) => Open(connectionString);

    /// <summary>Sets the address of the database. Connects at the first query. A second call has no effect.</summary>
    public void Open(string connectionString)
    {
        if (_source is not null)
        {
            return;
        }
        var address = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Timeout = (int)StoreLimits.DatabaseTimeMax.TotalSeconds,
            // A Deadline limits every query that a caller waits for; this limits the rest.
            CommandTimeout = (int)StoreLimits.MigrationTimeMax.TotalSeconds,
            // A server that does not answer will not answer a cancellation either.
            CancellationTimeout = 300,
            MaxPoolSize = _connectionsMax + StoreLimits.Writers,
            NoResetOnClose = true,
            // A batch is tens of kilobytes, so a larger buffer saves writes to the socket.
            WriteBufferSize = 65_536,
            ApplicationName = "hierarchy",
        };
        // The name in metrics; the default would be the whole address.
        _source = new NpgsqlDataSourceBuilder(address.ConnectionString) { Name = "hierarchy" }.Build();
        _outage = new Outage(_source, _time);
    }

    public NpgsqlDataSource Source => _source ?? throw new InvalidOperationException("The database is not open.");

    public Outage Outage => _outage ?? throw new InvalidOperationException("The database is not open.");

    public TimeProvider Time => _time;

    /// <summary>Called for each unreadable row that a reader skips.</summary>
    public Action<SetAsideRecord>? Found { get; set; }

    /// <summary>The silo of the cluster that writes here; null if no other process may write.</summary>
    public SiloIdentity? Silo { get; set; }

    public async ValueTask DisposeAsync()
    {
        await (_outage?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_source?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>Runs an idempotent function. Runs it again if the first connection from the pool turns out to be dead.</summary>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellation)
    {
        using var place = _all.Enter();
        return await NowAsync(run, cancellation);
    }

    /// <summary>
    /// As <see cref="RunAsync{T}"/>, for work that no caller waits for. Only a few run at once, however many units ask, so that upkeep
    /// never delays callers. May wait long for its turn.
    /// </summary>
    public async Task<T> UpkeepAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellation)
    {
        using var place = _all.Enter();
        await _upkeep.WaitAsync(cancellation);
        try
        {
            return await NowAsync(run, cancellation);
        }
        finally
        {
            _upkeep.Release();
        }
    }

    /// <summary>Writes in one transaction under a lock, so that sequence numbers become visible in order.</summary>
    /// <param name="alone">The statement that takes the lock.</param>
    public Task<T> WriteAloneAsync<T>(
        string alone, Func<NpgsqlConnection, CancellationToken, Task<T>> write, CancellationToken cancellation) => RunAsync(
        async (connection, token) =>
        {
            await using var transaction = await connection.BeginTransactionAsync(token);
            await using var turn = new NpgsqlCommand(alone, connection);
            await turn.ExecuteNonQueryAsync(token);
            var result = await write(connection, token);
            await transaction.CommitAsync(token);
            return result;
        },
        cancellation);

    /// <summary>Whether callers should not request further lists now.</summary>
    public bool IsBusy => _lists.Count >= StoreLimits.ListsBusyMin;

    /// <summary>The rows of a list that a caller requests. Refuses when too many requests wait.</summary>
    /// <exception cref="StoreOverloadedException"><see cref="StoreLimits.ListsWaitingMax"/> wait already.</exception>
    public async Task<ImmutableArray<T>> AnswerAsync<T>(
        NpgsqlBatchCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        using var place = _lists.Enter();
        return await ListAsync(command, read, cancellation);
    }

    /// <summary>The same for requests that need more than one statement.</summary>
    /// <exception cref="StoreOverloadedException"><see cref="StoreLimits.ListsWaitingMax"/> wait already.</exception>
    public async Task<T> AnswerAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellation)
    {
        using var place = _lists.Enter();
        return await RunAsync(run, cancellation);
    }

    /// <summary>All rows of a result that is known to be small.</summary>
    public Task<ImmutableArray<T>> ListAsync<T>(
        NpgsqlBatchCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellation) => RunAsync(
        async (connection, token) =>
        {
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { command } };
            await using var reader = await batch.ExecuteReaderAsync(token);
            var rows = ImmutableArray.CreateBuilder<T>();
            while (await reader.ReadAsync(token))
            {
                rows.Add(read(reader));
            }
            return rows.ToImmutable();
        },
        cancellation);

    /// <summary>A write that does not wait for the disk. A crash may undo it, so it must be one that is done again.</summary>
    public static async Task<int> ExecuteForgettablyAsync(
        NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> commands, CancellationToken cancellation)
    {
        // "true" limits the setting to the transaction, which is this batch.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new NpgsqlBatchCommand("select set_config('synchronous_commit', 'off', true)") },
        };
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }
        return await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Rows one by one as the database sends them, so that no result needs to fit into memory.</summary>
    /// <param name="timeMax">Maximum time until the first row and between two rows, minus any wait for a connection.</param>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> read, TimeSpan timeMax, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var place = _all.Enter();
        Outage.ThrowIfAway();
        var deadline = new Deadline(_time, await TakeConnectionAsync(timeMax, cancellation));
        NpgsqlDataReader? reader = null;
        try
        {
            command.Connection = await GuardedAsync(deadline, token => Source.OpenConnectionAsync(token).AsTask(), cancellation);
            reader = await GuardedAsync(deadline, command.ExecuteReaderAsync, cancellation);
            while (await GuardedAsync(deadline, reader.ReadAsync, cancellation))
            {
                yield return read(reader);
            }
        }
        finally
        {
            await deadline.CloseAsync(reader, command, command.Connection, new Held(_connections));
        }
    }

    /// <summary>
    /// True when the fault means that the database is away, out of resources or has aborted the transaction because of a conflict, rather
    /// than that the statement is wrong.
    /// </summary>
    public static bool IsUnavailable(Exception fault) => fault switch
    {
        PostgresException said => said.SqlState[..2] is "08" or "40" or "53" or "57" or "58" or "F0" || said.SqlState is ReadOnly,
        StoreUnavailableException or NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException
            or ObjectDisposedException => true,
        _ => false,
    };

    /// <summary>True when no server answered, or the server is starting up or shutting down. Any other server error proves that it is
    /// there.</summary>
    public static bool IsAbsence(Exception fault) => fault is not PostgresException said
        || said.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown;

    public static StoreUnavailableException Unavailable(Exception fault) => fault as StoreUnavailableException ?? new(
        fault is PostgresException said
            ? $"The database cannot serve now ({said.SqlState})."
            : "The database cannot be reached or does not answer in time.",
        fault);

    // The server has become a standby after a failover.
    private const string ReadOnly = PostgresErrorCodes.ReadOnlySqlTransaction;

    private static bool IsLostConnection(NpgsqlException fault) => fault is PostgresException
        ? fault.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
        : fault.InnerException is not TimeoutException;

    private async Task<T> NowAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellation)
    {
        Outage.ThrowIfAway();
        var since = _time.GetTimestamp();
        try
        {
            var deadline = new Deadline(_time, await TakeConnectionAsync(StoreLimits.DatabaseTimeMax, cancellation));
            var result = await deadline.AskAsync(token => HoldingAsync(run, token), cancellation);
            Outage.Answered();
            return result;
        }
        catch (Exception fault) when (
            IsUnavailable(fault) || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            if (IsAbsence(fault))
            {
                Outage.Silent(since);
            }
            throw Unavailable(fault);
        }
    }

    /// <returns>The remaining time.</returns>
    /// <exception cref="StoreUnavailableException">No connection became free within <see cref="StoreLimits.DatabaseTimeMax"/>.</exception>
    private async Task<TimeSpan> TakeConnectionAsync(TimeSpan timeMax, CancellationToken cancellation)
    {
        if (_connections.Wait(0, CancellationToken.None))
        {
            return timeMax;
        }
        var since = _time.GetTimestamp();
        using var late = new CancellationTokenSource(StoreLimits.DatabaseTimeMax, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await _connections.WaitAsync(either.Token);
            var left = timeMax - _time.GetElapsedTime(since);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            throw Unavailable(new TimeoutException("No connection became free in time.", fault));
        }
    }

    /// <summary>Releases the connection slot only when the connection is no longer in use, even if the caller has given up.</summary>
    private async Task<T> HoldingAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellation)
    {
        try
        {
            return await TwiceAsync(run, cancellation);
        }
        finally
        {
            _connections.Release();
        }
    }

    private async Task<T> TwiceAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellation)
    {
        try
        {
            return await OnceAsync(run, cancellation);
        }
        catch (NpgsqlException fault) when (IsLostConnection(fault) && !cancellation.IsCancellationRequested)
        {
            Source.Clear();
            return await OnceAsync(run, cancellation);
        }
    }

    private async Task<T> OnceAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellation)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellation);
        return await run(connection, cancellation);
    }

    private static async Task<T> GuardedAsync<T>(Deadline deadline, Func<CancellationToken, Task<T>> step, CancellationToken cancellation)
    {
        try
        {
            return await deadline.AskAsync(step, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested && (IsUnavailable(fault) || fault is OperationCanceledException))
        {
            throw Unavailable(fault);
        }
    }

    private sealed class Held(SemaphoreSlim connections) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            connections.Release();
            return ValueTask.CompletedTask;
        }
    }
}

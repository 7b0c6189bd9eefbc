using System.Runtime.CompilerServices;
using Npgsql;

namespace Hierarchy.Store;

/// <summary>
/// One PostgreSQL database with a time limit on every answer, whose faults come as <see cref="StoreUnavailableException"/>.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly int _connectionsMax;

    // Waited for here and not in the pool, where each waiter would need a thread to be cancelled, and the writers would stand behind them.
    private readonly SemaphoreSlim _connections;
    private readonly SemaphoreSlim _upkeep = new(StoreLimits.UpkeepMax);
    private readonly WaitingLine _all = new(StoreLimits.CallsWaitingMax);
    private readonly WaitingLine _lists = new(StoreLimits.ListsWaitingMax);
    private NpgsqlDataSource? _source;
    private Outage? _outage;

    /// <summary>One that nobody may use before it is opened.</summary>
    public Database(TimeProvider time, int connectionsMax = StoreLimits.ConnectionsMax)
    {
        _time = time;
        _connectionsMax = connectionsMax;
        _connections = new SemaphoreSlim(connectionsMax);
    }

    public Database(string connectionString, TimeProvider time)
        : this(time) => Open(connectionString);

    /// <summary>Says where the database is, and connects to it when somebody asks. A second time changes nothing.</summary>
    public void Open(string connectionString)
    {
        if (_source is not null)
        {
            return;
        }
        var address = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Timeout = (int)StoreLimits.DatabaseTimeMax.TotalSeconds,
            // A Deadline watches over all that answers callers; this is for the rest.
            CommandTimeout = (int)StoreLimits.MigrationTimeMax.TotalSeconds,
            // A server that does not answer will not answer a cancellation either.
            CancellationTimeout = 300,
            MaxPoolSize = _connectionsMax + StoreLimits.Writers,
            NoResetOnClose = true,
            // A batch is tens of kilobytes: fewer, larger writes to the socket.
            WriteBufferSize = 65_536,
            ApplicationName = "hierarchy",
        };
        // Metrics go by this name, which would be the whole address otherwise.
        _source = new NpgsqlDataSourceBuilder(address.ConnectionString) { Name = "hierarchy" }.Build();
        _outage = new Outage(_source, _time);
    }

    public NpgsqlDataSource Source => _source ?? throw new InvalidOperationException("The database is not opened.");

    public Outage Outage => _outage ?? throw new InvalidOperationException("The database is not opened.");

    public TimeProvider Time => _time;

    /// <summary>Told of what is stored and cannot be read, where a reader passes over it.</summary>
    public Action<SetAsideRecord>? Found { get; set; }

    /// <summary>Which silo of a cluster writes here; null where no other process may.</summary>
    public SiloIdentity? Silo { get; set; }

    public async ValueTask DisposeAsync()
    {
        await (_outage?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_source?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>Runs something that may be run twice: it is, when the first connection turns out to be a dead one of the pool.</summary>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> run, CancellationToken cancellation)
    {
        using var place = _all.Enter();
        return await NowAsync(run, cancellation);
    }

    /// <summary>
    /// The same for what nobody outside waits for. Few run at once, whatever the number of units that want it in one moment, so that it
    /// never stands before those who wait; a turn may be long in coming.
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

    /// <summary>Writes in one transaction, in turn with all who take the same lock: numbers become visible in their order.</summary>
    /// <param name="alone">The statement that takes it.</param>
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

    /// <summary>Whether nobody outside should begin to ask for lists now.</summary>
    public bool IsBusy => _lists.Count >= StoreLimits.ListsBusyMin;

    /// <summary>The rows of a list that somebody outside asks for, who is refused when too many ask.</summary>
    /// <exception cref="StoreOverloadedException"><see cref="StoreLimits.ListsWaitingMax"/> wait already.</exception>
    public async Task<ImmutableArray<T>> AnswerAsync<T>(
        NpgsqlBatchCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        using var place = _lists.Enter();
        return await ListAsync(command, read, cancellation);
    }

    /// <summary>The same for what takes more than one statement.</summary>
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

    /// <summary>A write that does not wait for the disk: a crash may undo it, and whatever it undoes is done again.</summary>
    public static async Task<int> ExecuteForgettablyAsync(
        NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> commands, CancellationToken cancellation)
    {
        // "true" ends the setting with the transaction, which is this batch.
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
    /// <param name="timeMax">Until the first row and between two; less when there was a wait for a connection.</param>
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
    /// True when the fault says that the database is away, has no room or has given up one of two that were in each other's way, rather
    /// than that it objects to what was asked.
    /// </summary>
    public static bool IsUnavailable(Exception fault) => fault switch
    {
        PostgresException said => said.SqlState[..2] is "08" or "40" or "53" or "57" or "58" or "F0" || said.SqlState is ReadOnly,
        StoreUnavailableException or NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException
            or ObjectDisposedException => true,
        _ => false,
    };

    /// <summary>True when no server spoke, or one that just starts or ends; one that speaks of something else is there.</summary>
    public static bool IsAbsence(Exception fault) => fault is not PostgresException said
        || said.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown;

    public static StoreUnavailableException Unavailable(Exception fault) => fault as StoreUnavailableException ?? new(
        fault is PostgresException said
            ? $"The database cannot serve now ({said.SqlState})."
            : "The database cannot be reached or does not answer in time.",
        fault);

    // A server that has become a standby, after a failover.
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

    /// <returns>What is left of the time.</returns>
    /// <exception cref="StoreUnavailableException">None has come free within <see cref="StoreLimits.DatabaseTimeMax"/>.</exception>
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
            throw Unavailable(new TimeoutException("No connection has come free in time.", fault));
        }
    }

    /// <summary>Keeps the place among the connections for as long as one is in use, though the caller may have given up.</summary>
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

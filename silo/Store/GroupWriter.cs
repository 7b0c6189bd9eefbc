using System.Threading.Channels;
using Npgsql;

namespace Hierarchy.Store;

/// <summary>
/// Writes all waiting appends in one transaction, then those that arrived meanwhile, and so on. Batches grow with the load, and an idle
/// writer adds no delay. Has one loop and one connection. All appends of a unit go to the same writer, in order.
/// </summary>
internal sealed class GroupWriter : IAsyncDisposable
{
    private readonly Channel<PendingAppend> _queue = Channel.CreateBounded<PendingAppend>(
        new BoundedChannelOptions(StoreLimits.QueueMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    // Taken from the queue, but the batch already had an append of the same unit.
    private readonly Queue<PendingAppend> _held = new();
    private readonly List<PendingAppend> _batch = [];
    private readonly HashSet<string> _units = new(StringComparer.Ordinal);
    private readonly Database _database;
    private readonly UnitDirectory _directory;
    private readonly GrantBook _grants;
    private readonly Task _running;
    private NpgsqlConnection? _connection;
    private Deadline? _deadline;
    private long _lastUsed;

    public GroupWriter(Database database, UnitDirectory directory, GrantBook grants)
    {
        _database = database;
        _directory = directory;
        _grants = grants;
        _running = Task.Run(RunAsync);
    }

    /// <exception cref="StoreUnavailableException">The queue is full or the database is away; nothing was written.</exception>
    public void Enqueue(PendingAppend append)
    {
        _database.Outage.ThrowIfAway();
        if (!_queue.Writer.TryWrite(append))
        {
            throw new StoreUnavailableException(
                _queue.Reader.Completion.IsCompleted
                    ? "The store is closed."
                    : "The store is overloaded: too many appends wait. Try again later.");
        }
    }

    /// <summary>Writes all accepted appends and refuses new ones.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _running;
        await DropConnectionAsync();
    }

    private async Task RunAsync()
    {
        while (_held.Count > 0 || await _queue.Reader.WaitToReadAsync())
        {
            TakeBatch();
            if (_batch.Count > 0)
            {
                await WriteAsync(new ArraySegment<PendingAppend>([.. _batch]));
            }
        }
    }

    private void TakeBatch()
    {
        _batch.Clear();
        _units.Clear();
        var rows = 0;
        for (var left = _held.Count; left > 0; left--)
        {
            Offer(_held.Dequeue(), ref rows);
        }
        while (HasRoom(rows) && _held.Count < StoreLimits.BatchAppendsMax && _queue.Reader.TryRead(out var next))
        {
            Offer(next, ref rows);
        }
    }

    private void Offer(PendingAppend append, ref int rows)
    {
        if (!HasRoom(rows) || _units.Contains(append.Append.Unit))
        {
            _held.Enqueue(append);
        }
        else if (append.TryTake())
        {
            _units.Add(append.Append.Unit);
            _batch.Add(append);
            rows += append.Rows;
        }
    }

    private bool HasRoom(int rows) => _batch.Count < StoreLimits.BatchAppendsMax && rows < StoreLimits.BatchRowsMax;

    /// <summary>
    /// Answers each append. Halves a batch that the database refuses until the faulty append is alone: 2 log n transactions for one of n.
    /// </summary>
    private async Task WriteAsync(ArraySegment<PendingAppend> appends)
    {
        var since = _database.Time.GetTimestamp();
        try
        {
            _database.Outage.ThrowIfAway();
            await CommitAsync(appends);
            _database.Outage.Answered();
            StoreMeters.Committed(appends, _database.Time.GetElapsedTime(since));
            Publish(appends);
            foreach (var append in appends)
            {
                append.Answer.TrySetResult(new AppendResult.Appended(append.Append.ExpectedSeq + append.Append.Events.Length));
            }
        }
        catch (Exception fault) when (Database.IsUnavailable(fault))
        {
            if (Database.IsAbsence(fault))
            {
                _database.Outage.Silent(since);
            }
            await DropConnectionAsync();
            StoreMeters.Unavailable(appends.Count);
            FailAll(appends, Database.Unavailable(fault));
        }
        catch (Exception fault) when (appends.Count > 1)
        {
            await DropUnlessAnsweredAsync(fault);
            var half = appends.Count / 2;
            await WriteAsync(appends[..half]);
            await WriteAsync(appends[half..]);
        }
        catch (Exception fault)
        {
            await JudgeAsync(appends[0], fault);
        }
    }

    private async Task CommitAsync(ArraySegment<PendingAppend> appends)
    {
        await CheckConnectionAsync();
        _connection ??= await ConnectAsync();
        await AskAsync(_connection, async (connection, token) =>
        {
            await using var batch = AppendBatch.Of(appends, connection, _database.Silo);
            // A round trip once per statement and connection; after that, a look-up.
            await batch.PrepareAsync(token);
            return await batch.ExecuteNonQueryAsync(token);
        }, appends.Any(a => a.Append.Changed is not null) ? StoreLimits.TreeTimeMax : StoreLimits.DatabaseTimeMax);
    }

    /// <summary>
    /// Tests an idle connection before use, because it may have died with its server unnoticed. If a batch were the first to notice, its
    /// appends would be refused although the database is back.
    /// </summary>
    private async Task CheckConnectionAsync()
    {
        var rested = _database.Time.GetElapsedTime(_lastUsed) > StoreLimits.RestMax;
        _lastUsed = _database.Time.GetTimestamp();
        if (_connection is null || !rested)
        {
            return;
        }
        try
        {
            await AskAsync(_connection, async (connection, token) =>
            {
                await using var nothing = new NpgsqlCommand(";", connection);
                return await nothing.ExecuteNonQueryAsync(token);
            });
        }
        catch (Exception fault) when (Database.IsUnavailable(fault))
        {
            await DropConnectionAsync();
            _database.Source.Clear();
        }
    }

    /// <summary>Runs a query with a time limit. The caller must drop the connection if it times out.</summary>
    /// <exception cref="TimeoutException">There was no answer in time; the outcome is unknown.</exception>
    private async Task<T> AskAsync<T>(
        NpgsqlConnection connection, Func<NpgsqlConnection, CancellationToken, Task<T>> ask, TimeSpan? max = null)
    {
        _deadline = new Deadline(_database.Time, max ?? StoreLimits.DatabaseTimeMax);
        try
        {
            return await _deadline.AskAsync(token => ask(connection, token), CancellationToken.None);
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException("The database does not answer in time.", late);
        }
    }

    /// <summary>Updates the directory and the grants, so that the appends are visible before their callers are answered.</summary>
    private void Publish(ArraySegment<PendingAppend> appends)
    {
        _directory.Add(
            appends.Select(a => UnitEntry.Of(a.Append)).OfType<UnitEntry>(),
            appends.SelectMany(a => a.Append.Lineage),
            appends.SelectMany(a => a.Append.Plans.Concat(a.Append.Retitled)).Select(UnitDirectory.EntryOf));
        foreach (var append in appends)
        {
            _grants.Put(append.Append);
        }
    }

    /// <summary>Answers an append with the reason why the database refused it.</summary>
    private async Task JudgeAsync(PendingAppend append, Exception fault)
    {
        try
        {
            await DropUnlessAnsweredAsync(fault);
            _connection ??= await ConnectAsync();
            if (await AskAsync(_connection, (connection, token) => VerdictAsync(append.Append, connection, token)) is { } verdict)
            {
                append.Answer.TrySetResult(verdict);
            }
            else
            {
                append.Answer.TrySetException(new AppendRefusedException("The database refuses the append: " + Reason(fault), fault));
            }
        }
        catch (Exception second)
        {
            await DropConnectionAsync();
            append.Answer.TrySetException(Database.IsUnavailable(second) ? Database.Unavailable(second) : second);
        }
    }

    private static string Reason(Exception fault) => fault is PostgresException said
        ? $"{said.SqlState} {said.MessageText}{(said.ColumnName is null ? "" : $" ({said.TableName}.{said.ColumnName})")}"
        : fault.Message;

    private static async Task<AppendResult?> VerdictAsync(Append append, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = AppendBatch.VerdictOn(append, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        if (!reader.IsDBNull(0))
        {
            return new AppendResult.Repeated(reader.GetInt64(0));
        }
        if ((reader.IsDBNull(1) ? 0 : reader.GetInt64(1)) != append.ExpectedSeq)
        {
            return new AppendResult.Fenced();
        }
        foreach (var (column, noun) in (ReadOnlySpan<(int, string)>)[(2, "unit"), (3, "plan"), (4, "task")])
        {
            if (!reader.IsDBNull(column))
            {
                return new AppendResult.Taken(noun, reader.GetString(column));
            }
        }
        // The tree has changed since the decision.
        return reader.GetBoolean(5) ? new AppendResult.Fenced() : AppendRules.TakenByItself(append);
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await _database.Source.OpenConnectionAsync();
            await AskAsync(connection, async (opened, token) =>
            {
                await using var session = new NpgsqlCommand(AppendSql.Session, opened);
                return await session.ExecuteNonQueryAsync(token);
            });
            return connection;
        }
        catch (Exception fault)
        {
            await (_deadline?.CloseAsync(connection) ?? Task.CompletedTask);
            // If one pooled connection is dead, the others are too.
            _database.Source.Clear();
            // No failure to connect, not even a refused password, is the fault of the appends.
            throw Database.Unavailable(fault);
        }
    }

    /// <summary>Drops the connection unless the database answered with an error: any other fault may leave a response half-read.</summary>
    private Task DropUnlessAnsweredAsync(Exception fault) => fault is PostgresException ? Task.CompletedTask : DropConnectionAsync();

    private Task DropConnectionAsync()
    {
        var connection = _connection;
        _connection = null;
        return _deadline?.CloseAsync(connection) ?? Task.CompletedTask;
    }

    private static void FailAll(ArraySegment<PendingAppend> appends, Exception fault)
    {
        foreach (var append in appends)
        {
            append.Answer.TrySetException(fault);
        }
    }
}

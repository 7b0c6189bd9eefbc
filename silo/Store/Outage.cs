using Npgsql;

namespace Hierarchy.Store;

/// <summary>
/// Remembers that the database was found to be away, so that whoever comes next is refused at once and not after a wait of its own: calls
/// to one unit stand in line, and their waits would add up. Looks after the database until it answers again.
/// </summary>
internal sealed class Outage(NpgsqlDataSource source, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Between two looks. It bounds for how long callers are refused although the database is back.</summary>
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>An answer that is older than this does not speak for the database any more.</summary>
    private static readonly TimeSpan _silenceMax = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private long _answeredAt;
    private Task? _looking;

    /// <summary>True from the moment when somebody waited in vain until the database answers again.</summary>
    public bool IsAway => Volatile.Read(ref _looking) is not null;

    /// <exception cref="StoreUnavailableException">The database is away; nothing has happened.</exception>
    public void ThrowIfAway()
    {
        if (IsAway)
        {
            throw new StoreUnavailableException("The database is away.");
        }
    }

    public void Answered() => Volatile.Write(ref _answeredAt, time.GetTimestamp());

    /// <summary>Somebody waited in vain; when others were answered meanwhile, that was not the database's absence.</summary>
    /// <param name="since">The timestamp at which that wait began.</param>
    public void Silent(long since)
    {
        lock (_gate)
        {
            var answered = Volatile.Read(ref _answeredAt);
            var isSilent = answered < since || time.GetElapsedTime(answered) > _silenceMax;
            if (_looking is null && isSilent && !_closing.IsCancellationRequested)
            {
                _looking = Task.Run(LookAsync);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task? looking;
        lock (_gate)
        {
            _closing.Cancel();
            looking = _looking;
        }
        await (looking ?? Task.CompletedTask);
    }

    private async Task LookAsync()
    {
        while (!_closing.IsCancellationRequested && !await AnswersAsync())
        {
            await Task.Delay(_lookEvery, time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        lock (_gate)
        {
            Answered();
            _looking = null;
        }
    }

    private async Task<bool> AnswersAsync()
    {
        using var late = new CancellationTokenSource(StoreLimits.DatabaseTimeMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _closing.Token);
        try
        {
            // What lies in the pool died with the server, or hangs with it.
            source.Clear();
            await using var connection = await source.OpenConnectionAsync(either.Token);
            await using var nothing = new NpgsqlCommand(";", connection);
            await nothing.ExecuteNonQueryAsync(either.Token);
            return true;
        }
        catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException or IOException or TimeoutException
            or System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}

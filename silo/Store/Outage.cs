using Npgsql;

namespace Hierarchy.Store;

/// <summary>
/// Remembers that the database is away, so that further calls are refused at once. Calls to one unit are queued, so their timeouts would
/// otherwise add up. Polls the database until it answers again.
/// </summary>
internal sealed class Outage(NpgsqlDataSource source, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Polling interval; bounds how long callers are refused although the database is back.</summary>
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Maximum age of an answer that still counts as proof that the database is there.</summary>
    private static readonly TimeSpan _silenceMax = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private long _answeredAt;
    private Task? _looking;

    /// <summary>True from the first call that got no answer until the database answers again.</summary>
    public bool IsAway => Volatile.Read(ref _looking) is not null;

    /// <exception cref="StoreUnavailableException">The database is away; nothing was done.</exception>
    public void ThrowIfAway()
    {
        if (IsAway)
        {
            throw new StoreUnavailableException("The database is away.");
        }
    }

    public void Answered() => Volatile.Write(ref _answeredAt, time.GetTimestamp());

    /// <summary>Reports a call without an answer. It does not count as an outage if another call was answered meanwhile.</summary>
    /// <param name="since">The timestamp at which the call began.</param>
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
            // Pooled connections died with the server, or hang with it.
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

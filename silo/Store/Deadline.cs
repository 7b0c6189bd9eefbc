namespace Hierarchy.Store;

/// <summary>
/// Limits the time of database calls, one after the other. A call is cancelled when its time is up, and abandoned when the cancellation is
/// not answered either. An abandoned call runs until the database answers or dies; only then is its connection closed.
/// </summary>
internal sealed class Deadline(TimeProvider time, TimeSpan max)
{
    /// <summary>How long to wait for the answer to a cancellation.</summary>
    private static readonly TimeSpan _graceMax = StoreLimits.AnswerTimeMax - StoreLimits.DatabaseTimeMax;

    // Needs no disposal, as it has no timer or wait handle.
    private readonly CancellationTokenSource _late = new();
    private Task _asked = Task.CompletedTask;

    /// <exception cref="OperationCanceledException">The call was cancelled by the time limit or the caller; its outcome is
    /// unknown.</exception>
    /// <exception cref="TimeoutException">The call was abandoned; its outcome is unknown.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            // Still called, because only the call itself releases its connection slot.
            _late.Cancel();
        }
        var asked = ask(_late.Token);
        _asked = asked;
        if (asked.IsCompleted)
        {
            return await asked;
        }
        using var timer = time.CreateTimer(CancelAside, _late, max, Timeout.InfiniteTimeSpan);
        using var gone = cancellation.UnsafeRegister(CancelAside, _late);
        return await asked.WaitAsync(max + _graceMax, time, cancellation);
    }

    /// <summary>Disposes what the calls used, now or when the last call has ended: a connection in use cannot be closed.</summary>
    public Task CloseAsync(params IAsyncDisposable?[] used)
    {
        var closing = CloseInOrderAsync(_asked, used);
        return _asked.IsCompleted ? closing : Task.CompletedTask;
    }

    // Npgsql's cancellation blocks until the server closes the connection, half a minute if it hangs. One blocked pool thread per
    // connection would starve the process, so each cancellation runs on a thread of its own.
    private static void CancelAside(object? late) => Task.Factory.StartNew(
        ((CancellationTokenSource)late!).Cancel, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static async Task CloseInOrderAsync(Task asked, IAsyncDisposable?[] used)
    {
        await asked.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var one in used)
        {
            // Disposing a broken connection may throw, and the rest must be disposed all the same.
            await (one?.DisposeAsync() ?? ValueTask.CompletedTask).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

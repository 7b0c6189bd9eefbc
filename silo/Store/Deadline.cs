namespace Hierarchy.Store;

/// <summary>
/// Watches over what is asked of the database, one thing after the other: each is cancelled when its time is over, and given up when not
/// even that is answered. What was given up goes on until the database says something or dies; only then is it closed.
/// </summary>
internal sealed class Deadline(TimeProvider time, TimeSpan max)
{
    /// <summary>How long the answer to a cancellation is waited for.</summary>
    private static readonly TimeSpan _graceMax = StoreLimits.AnswerTimeMax - StoreLimits.DatabaseTimeMax;

    // Without a timer or a handle of its own there is nothing in it to dispose of.
    private readonly CancellationTokenSource _late = new();
    private Task _asked = Task.CompletedTask;

    /// <exception cref="OperationCanceledException">It was cancelled, by the time or the caller; whether it has happened is
    /// unknown.</exception>
    /// <exception cref="TimeoutException">It was given up; whether it happens is unknown.</exception>
    public async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            // Asked all the same: only what is asked gives its place among the connections back.
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

    /// <summary>Closes what was used to ask, at once or when the last question has ended: a connection cannot be closed under it.</summary>
    public Task CloseAsync(params IAsyncDisposable?[] used)
    {
        var closing = CloseInOrderAsync(_asked, used);
        return _asked.IsCompleted ? closing : Task.CompletedTask;
    }

    // Npgsql asks the server to cancel and reads until that has hung up: for half a minute, if the server hangs. As many threads of the
    // pool as there are connections would be missed by everybody.
    private static void CancelAside(object? late) => Task.Factory.StartNew(
        ((CancellationTokenSource)late!).Cancel, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static async Task CloseInOrderAsync(Task asked, IAsyncDisposable?[] used)
    {
        await asked.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var one in used)
        {
            // A broken connection cannot be closed in good order, and what comes after has to be closed all the same.
            await (one?.DisposeAsync() ?? ValueTask.CompletedTask).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

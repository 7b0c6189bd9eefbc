namespace Hierarchy.Api.People;

/// <summary>Makes open streams check again what their readers may read: when grants have changed, and at the start of a day.</summary>
internal sealed class RightsWatch : IDisposable
{
    /// <summary>Changes within this time lead to one check.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(250);

    private readonly IGrants _grants;
    private readonly LiveChanges _changes;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private bool _waits;

    public RightsWatch(IGrants grants, LiveChanges changes, TimeProvider time)
    {
        (_grants, _changes) = (grants, changes);
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        grants.Changed += LookSoon;
        changes.DayHasBegun += LookSoon;
    }

    /// <summary>Raised when rights may have changed.</summary>
    public event Action? Changed;

    public void Dispose()
    {
        _grants.Changed -= LookSoon;
        _changes.DayHasBegun -= LookSoon;
        _timer.Dispose();
    }

    private void LookSoon()
    {
        lock (_lock)
        {
            if (!_waits)
            {
                _waits = true;
                _timer.Change(Window, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            _waits = false;
        }
        Changed?.Invoke();
    }
}

/// <summary>A stream that ends when its reader may no longer read it.</summary>
internal static class ReadableStream
{
    /// <param name="open">Opens the stream.</param>
    /// <param name="check">Throws if the caller may no longer read anything of it.</param>
    /// <param name="shows">Whether the caller may see an event; checked when it arrives.</param>
    public static async IAsyncEnumerable<T> Of<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> open, Action check, Func<T, bool> shows, RightsWatch watch,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        check();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        FieldError? why = null;
        watch.Changed += Look;
        try
        {
            await using var events = open(ends.Token).GetAsyncEnumerator(ends.Token);
            while (await NextAsync(events).ConfigureAwait(false))
            {
                if (shows(events.Current))
                {
                    yield return events.Current;
                }
            }
        }
        finally
        {
            watch.Changed -= Look;
        }

        void Look()
        {
            try
            {
                check();
            }
            catch (FieldError refusal)
            {
                why = refusal;
                _ = ends.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // The stream has ended in the meantime.
            }
        }

        async Task<bool> NextAsync(IAsyncEnumerator<T> events)
        {
            try
            {
                return await events.MoveNextAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (why is not null && !cancellation.IsCancellationRequested)
            {
                throw why;
            }
        }
    }
}
